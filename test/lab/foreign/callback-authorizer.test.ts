import { Clock } from "../../../lab/clock.ts";
import { type Answer, CONFIGURATION, call, seen, UNAUTHORIZED } from "../support/call.ts";
import { assumeRole, callSigned } from "../support/caller.ts";
import { faults, TestLab } from "../support/test-lab.ts";
import { writeCallbackStack } from "./support/callback-stack.ts";

describe("an authorizer with callbacks, two stages, for_each and customised answers", () => {
  const clock = new Clock(() => Date.UTC(2026, 3, 1));
  let shop: TestLab;
  beforeAll(async () => {
    shop = await TestLab.start(writeCallbackStack(), { clock });
  });
  afterAll(() => shop.close());
  afterEach(() => expect(faults(shop)).toEqual([]));

  const url = (stage: string) => {
    const urls = Object(shop.lab.outputs.shop?.urls) as Readonly<Record<string, string>>;
    return urls[stage] ?? "";
  };
  const get = (token: string | undefined, stage = "blue", target = "/items"): Promise<Answer> =>
    call(`${url(stage)}${target}`, { headers: token === undefined ? {} : { authorization: token } });

  test.each(["allow", "done", "succeed"])("%s → 200", async (token) => {
    expect((await get(token)).status).toBe(200);
  });

  test.each(["text-unauthorized", "error-unauthorized", "fail-unauthorized"])(
    "D.1 [R] %s → 401 Unauthorized",
    async (token) => {
      expect(seen(await get(token))).toEqual(UNAUTHORIZED);
    },
  );

  test.each([
    ["the header is missing", undefined],
    ["D.1 [D] the header does not match the expression", "ALLOW"],
    ["D.1 [D] the header matches but for what follows", "allow;"],
  ])("%s → 401, not invoked", async (_, token) => {
    expect(seen(await get(token))).toEqual(UNAUTHORIZED);
  });

  test.each([
    ["R", "other-case"],
    ["R", "more-text"],
    ["R", "throws"],
    ["R", "null"],
    ["R", "nothing"],
    ["R", "text"],
    ["R", "list"],
    ["R", "empty"],
    ["R", "proxy-response"],
    ["R", "no-policy"],
    ["R", "policy-text"],
    ["R", "no-statement"],
    ["R", "no-action"],
    ["R", "no-effect"],
    ["R", "effect-case"],
    ["R", "condition-null"],
    ["R", "condition-operator"],
    ["I", "condition-key"],
    ["R", "statement-key"],
    ["R", "unknown-key"],
    ["D", "context-object"],
    ["R", "context-list"],
    ["D", "no-principal"],
    ["R", "circular"],
    ["R", "not-a-known-answer"],
  ])("D.1 [%s] %s → 500 with the header of DEFAULT_5XX", async (_, token) => {
    const answer = await get(token);
    expect(seen(answer)).toEqual(CONFIGURATION);
    expect(answer.headers["retry-after"]).toBe("120");
  });

  test.each([
    [
      "deny",
      "User is not authorized to access this resource with an explicit deny in an identity-based policy",
    ],
    [
      "elsewhere",
      "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
    ],
  ])("E [R] %s → ACCESS_DENIED as customised, without DEFAULT_4XX or 5XX", async (token, text) => {
    const answer = await get(token);
    expect(seen(answer)).toEqual([
      404,
      "AccessDeniedException",
      JSON.stringify({ type: "ACCESS_DENIED", text }),
    ]);
    expect(answer.headers["retry-after"]).toBeUndefined();
  });

  test("D.1 [R] no permission to invoke the authorizer → 500, whatever it would have said", async () => {
    expect(seen(await get("allow", "blue", "/locked"))).toEqual(CONFIGURATION);
    expect(shop.lines.at(-1)).toContain("aws_lambda_permission");
  });

  test("D.2 [R] the cache is a stage's own", async () => {
    const calls = async (stage: string) =>
      JSON.parse((await get("allow", stage)).body).requestContext.authorizer.calls as string;
    const blue = await calls("blue");
    expect(await calls("blue")).toBe(blue);
    const green = await calls("green");
    expect(Number(green)).toBeGreaterThan(Number(blue));
    expect(await calls("green")).toBe(green);
  });

  test("each stage has its name, its variables and its URL", async () => {
    const { requestContext, stageVariables } = JSON.parse((await get("allow", "green")).body);
    expect([requestContext.stage, stageVariables]).toEqual(["green", { index: "1" }]);
    expect(url("green")).toMatch(/\/green$/);
  });

  test("a MOCK answers the preflight, with the mapped headers and nothing else", async () => {
    const answer = await call(`${url("blue")}/carts`, {
      method: "OPTIONS",
      headers: { origin: "https://app.example.com", "access-control-request-method": "POST" },
    });
    expect([answer.status, answer.body]).toEqual([204, ""]);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-methods": "POST,OPTIONS",
    });
    expect(answer.headers["x-amzn-trace-id"]).toBeUndefined();
  });

  test("jsonencode: a role whose policy names one stage of the two", async () => {
    const key = await assumeRole(shop.lab.environment, shop.output("shop", "role"), clock.now());
    const as = { region: "eu-west-1", at: clock.now() };
    expect((await callSigned(`${url("blue")}/admin`, key, as)).status).toBe(200);
    expect((await callSigned(`${url("green")}/admin`, key, as)).status).toBe(404);
  });

  test("the access log is in the stage's own format, in a file of its log group's name", async () => {
    await get("allow");
    await shop.lab.close();
    const lines = shop.read("logs/shop_blue-green.log").trimEnd().split("\n");
    expect(lines.at(-1)).toBe('{"status":"200","who":"p"}');
    expect(lines).toContain('{"status":"500","who":"-"}');
  });
});
