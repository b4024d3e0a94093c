import { API_ARN } from "../gateway/support/api.ts";
import type { FakeFunction } from "../gateway/support/gateway.ts";
import { authorizerLab, METHOD_ARN, policy, TOKEN, tokenAuthorizer } from "./support.ts";

/** `requestContext.authorizer` of the backend's first event. */
function authorizerSeenBy({ events }: FakeFunction): Record<string, unknown> {
  const context = events[0]?.requestContext as { authorizer: Record<string, unknown> } | undefined;
  if (context === undefined) throw new Error("the backend was not called");
  return context.authorizer;
}

describe("D.4 events", () => {
  test("D.4 [R] TOKEN: type, methodArn, authorizationToken, the raw value", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"));
    await send("GET /dev/tests", TOKEN);
    expect(JSON.stringify(authorizer.events[0])).toBe(
      JSON.stringify({ type: "TOKEN", methodArn: METHOD_ARN, authorizationToken: "Bearer foo" }),
    );
  });

  test("G [D] methodArn holds the concrete path and the real verb", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"));
    await send("GET /dev/items/a1b2", TOKEN);
    expect(authorizer.events[0]?.methodArn).toBe(`${API_ARN}/dev/GET/items/a1b2`);
  });

  test("D.4 [R] REQUEST: keys in the recorded order, empty maps as {}, Content-Length, no body, no authorizer", async () => {
    const request = tokenAuthorizer({ kind: "REQUEST" });
    const { send, authorizer } = authorizerLab(() => policy("Allow"), request);
    await send("POST /dev/tests", {
      headers: [
        ["Authorization", "Bearer foo"],
        ["Content-Length", "2"],
      ],
      body: "{}",
    });
    const [event] = authorizer.events as [Record<string, unknown>];
    expect(Object.keys(event)).toEqual([
      "type",
      "methodArn",
      "resource",
      "path",
      "httpMethod",
      "headers",
      "multiValueHeaders",
      "queryStringParameters",
      "multiValueQueryStringParameters",
      "pathParameters",
      "stageVariables",
      "requestContext",
    ]);
    expect(event).toMatchObject({
      type: "REQUEST",
      methodArn: `${API_ARN}/dev/POST/tests`,
      resource: "/tests",
      path: "/tests",
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      pathParameters: {},
      stageVariables: {},
      headers: { Authorization: "Bearer foo", "Content-Length": "2" },
      requestContext: { path: "/dev/tests", resourcePath: "/tests", identity: { sourceIp: "127.0.0.1" } },
    });
    expect(event.requestContext).not.toHaveProperty("authorizer");
  });

  test("D.4 [R] the backend gets principalId, integrationLatency as a number, and the context as text", async () => {
    const context = { tenantId: "tenant-1", level: 7, admin: true, nothing: null };
    const { send, backend } = authorizerLab(() => policy("Allow", "*", { context }));
    await send("GET /dev/tests", TOKEN);
    const authorizer = authorizerSeenBy(backend);
    expect(Object.keys(authorizer)).toEqual([
      "principalId",
      "integrationLatency",
      "tenantId",
      "level",
      "admin",
    ]);
    expect(authorizer).toMatchObject({
      principalId: "user",
      tenantId: "tenant-1",
      level: "7",
      admin: "true",
    });
    expect(typeof authorizer.integrationLatency).toBe("number");
  });

  test("a context cannot replace who the principal is", async () => {
    const context = { principalId: "admin", integrationLatency: "x", __proto__x: "y" };
    const { send, backend } = authorizerLab(() => policy("Allow", "*", { context }));
    await send("GET /dev/tests", TOKEN);
    const authorizer = authorizerSeenBy(backend);
    expect(authorizer.principalId).toBe("user");
    expect(typeof authorizer.integrationLatency).toBe("number");
  });
});
