import { API_ARN } from "../gateway/support/api.ts";
import { authorizerLab, policy, TOKEN } from "./support.ts";

describe("B.1 with a resource policy", () => {
  const rule = (Effect: string, Resource = "execute-api:/*") => ({
    policy: {
      Version: "2012-10-17",
      Statement: { Effect, Principal: "*", Action: "execute-api:Invoke", Resource },
    },
  });
  const covers = `${API_ARN}/dev/GET/tests`;
  const elsewhere = `${API_ARN}/dev/POST/tests`;

  test.each([
    ["Allow", "Allow", policy("Allow", covers), rule("Allow"), 200],
    ["Allow", "neither", policy("Allow", covers), rule("Allow", "execute-api:/dev/PUT/*"), 200],
    ["Allow", "Deny", policy("Allow", covers), rule("Deny"), 403],
    ["neither", "Allow", policy("Allow", elsewhere), rule("Allow"), 200],
    ["neither", "neither", policy("Allow", elsewhere), rule("Allow", "execute-api:/dev/PUT/*"), 403],
    ["neither", "Deny", policy("Allow", elsewhere), rule("Deny"), 403],
    ["Deny", "Allow", policy("Deny", covers), rule("Allow"), 403],
    ["Deny", "neither", policy("Deny", covers), rule("Allow", "execute-api:/dev/PUT/*"), 403],
    ["Deny", "Deny", policy("Deny", covers), rule("Deny"), 403],
  ])("B.1 [D] Table A: authorizer %s, resource policy %s", async (_, __, answer, overrides, status) => {
    const { send } = authorizerLab(() => answer, undefined, overrides);
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(status);
  });

  test("B.1 [D] an explicit Deny ends the request before the authorizer is asked", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"), undefined, rule("Deny"));
    const answer = await send("GET /dev/tests", TOKEN);
    expect(answer.body.toString()).toBe(
      `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:ap-northeast-2:********9012:abcde12345/dev/GET/tests with an explicit deny in a resource-based policy"}`,
    );
    expect(authorizer.events).toHaveLength(0);
  });
});
