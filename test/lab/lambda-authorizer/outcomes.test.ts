import { JavaRegex } from "../../../lab/gateway/java-regex/java-regex.ts";
import type { InvokeResult } from "../../../lab/lambda/result.ts";
import { API_ARN, api } from "../gateway/support/api.ts";
import { header, lab, seen } from "../gateway/support/gateway.ts";
import { AUTHORIZER_ARN, authorizerLab, policy, TOKEN, tokenAuthorizer } from "./support.ts";

const UNAUTHORIZED = [401, "UnauthorizedException", '{"message":"Unauthorized"}'];
const MISCONFIGURED = [500, "AuthorizerConfigurationException", '{"message":null}'];
const EXPLICIT =
  '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}';
const IMPLICIT =
  '{"Message":"User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"}';

describe("D.1 the function is not invoked", () => {
  test.each([
    ["D.1 [R] TOKEN: header missing → 401, Lambda not invoked", {}],
    ["D.1 [R] TOKEN: header empty → 401, Lambda not invoked", { headers: [["Authorization", ""]] as const }],
    [
      "TOKEN: header sent twice → 401, Lambda not invoked",
      {
        headers: [
          ["Authorization", "a"],
          ["Authorization", "b"],
        ] as const,
      },
    ],
  ])("%s", async (_, options) => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"));
    expect(seen(await send("GET /dev/tests", options))).toEqual(UNAUTHORIZED);
    expect(authorizer.events).toHaveLength(0);
  });

  test("D.1 [D] TOKEN: the validation expression does not match → 401, Lambda not invoked", async () => {
    const custom = tokenAuthorizer({ validation: new JavaRegex("^Bearer [a-z]+$") });
    const { send, authorizer } = authorizerLab(() => policy("Allow"), custom);
    expect(seen(await send("GET /dev/tests", { headers: [["Authorization", "Bearer 123"]] }))).toEqual(
      UNAUTHORIZED,
    );
    expect(authorizer.events).toHaveLength(0);
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
  });

  test.each([
    ["a header", { kind: "header", name: "x-id", expression: "method.request.header.X-Id" }],
    ["a query parameter", { kind: "querystring", name: "q", expression: "method.request.querystring.q" }],
    ["a stage variable", { kind: "stageVariables", name: "v", expression: "stageVariables.v" }],
    [
      "a context variable",
      { kind: "context", name: "identity.apiKey", expression: "context.identity.apiKey" },
    ],
  ] as const)(
    "D.1 [R] REQUEST: %s among the identity sources is missing → 401, Lambda not invoked",
    async (_, missing) => {
      const request = tokenAuthorizer({
        kind: "REQUEST",
        identitySources: [...tokenAuthorizer().identitySources, missing],
      });
      const { send, authorizer } = authorizerLab(() => policy("Allow"), request);
      expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(UNAUTHORIZED);
      expect(authorizer.events).toHaveLength(0);
    },
  );

  test("D.1 [R] REQUEST: an empty query parameter is a missing one", async () => {
    const source = { kind: "querystring", name: "q", expression: "method.request.querystring.q" } as const;
    const request = tokenAuthorizer({ kind: "REQUEST", identitySources: [source] });
    const { send, authorizer } = authorizerLab(() => policy("Allow"), request);
    expect((await send("GET /dev/tests?q=")).status).toBe(401);
    expect((await send("GET /dev/tests?q=1")).status).toBe(200);
    expect(authorizer.events).toHaveLength(1);
  });

  test('D.1 [R] no permission to invoke the function → 500 {"message":null}, Lambda not invoked', async () => {
    const grant = { allowed: false, why: "no aws_lambda_permission", address: undefined };
    const { send, authorizer, refusals } = authorizerLab(() => policy("Allow"), tokenAuthorizer({ grant }));
    expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(MISCONFIGURED);
    expect(authorizer.events).toHaveLength(0);
    expect(refusals[0]).toContain("invalid permissions on Lambda function");
  });
});

describe("D.1 the function fails", () => {
  const fail = (message: string) => () => {
    throw new Error(message);
  };

  test("D.1 [R] with exactly Unauthorized → 401", async () => {
    const { send } = authorizerLab(fail("Unauthorized"));
    expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(UNAUTHORIZED);
  });

  test.each(["unauthorized", "Unauthorized: jwt expired", "Unauthorized ", "Forbidden", ""])(
    'D.1 [R] with any other text → 500 {"message":null}: %j',
    async (message) => {
      const { send } = authorizerLab(fail(message));
      expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(MISCONFIGURED);
    },
  );

  test.each(["timeout", "crash", "init", "invalid-result", "refused"] as const)(
    'D.1 [R] by %s → 500 {"message":null}, even with the text Unauthorized',
    async (kind) => {
      const result: InvokeResult = {
        ok: false,
        kind,
        errorType: "Error",
        errorMessage: "Unauthorized",
        trace: [],
        requestId: "r",
        durationMs: 1,
      };
      const methods = {
        "GET /tests": { authorization: { kind: "CUSTOM", authorizer: tokenAuthorizer() } },
      } as const;
      const { send } = lab(api({ methods }), {
        functions: { [AUTHORIZER_ARN]: { invoke: async () => result } },
      });
      expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(MISCONFIGURED);
    },
  );

  test("the reason is recorded, a token in the function's error is not", async () => {
    const { send, refusals, accessLog } = authorizerLab(
      fail("bad token eyJhbGciOi.eyJzdWIi.c2ln here"),
      undefined,
      {
        accessLog: "$context.requestId $context.authorizer.error",
      },
    );
    await send("GET /dev/tests", TOKEN);
    expect(refusals[0]).toContain("the function failed (unhandled): bad token *** here");
    expect(`${refusals} ${accessLog}`).not.toContain("eyJ");
  });
});

describe("D.1 the function answers", () => {
  test.each([
    ["D.1 [R] an object that is no policy", { statusCode: 200, headers: {}, body: "" }],
    ["D.1 [R] null", null],
    ["a string", "Unauthorized"],
    ["a list", [policy("Allow")]],
    ["D.1 [R] an unknown top-level field", policy("Allow", "*", { errorType: "x" })],
    ["D.1 [R] Condition: null", withStatement({ Condition: null })],
    ["D.1 [R] a context value that is a list", policy("Allow", "*", { context: { groups: ["a"] } })],
    ["D.1 [R] a context value that is an object", policy("Allow", "*", { context: { user: { id: 1 } } })],
    ["a context that is a list", policy("Allow", "*", { context: ["a"] })],
    ["no policyDocument", { principalId: "user" }],
    [
      "policyDocument as text",
      { ...policy("Allow"), policyDocument: JSON.stringify(policy("Allow").policyDocument) },
    ],
    ["principalId as an object", { ...policy("Allow"), principalId: { id: 1 } }],
    ["principalId: null", { ...policy("Allow"), principalId: null }],
    ["no Statement", { principalId: "user", policyDocument: { Version: "2012-10-17" } }],
    ["an Effect that is neither Allow nor Deny", withStatement({ Effect: "allow" })],
    ["no Resource", withStatement({ Resource: undefined })],
    [
      "D.3 [D] a Resource of more than 512 characters",
      policy("Allow", `${API_ARN}/dev/GET/${"a".repeat(512)}`),
    ],
    ["a Principal", withStatement({ Principal: "*" })],
    [
      "a condition key that has no value here",
      withStatement({ Condition: { StringNotEquals: { "aws:PrincipalArn": "x" } } }),
    ],
    [
      "an operator that IAM does not have",
      withStatement({ Condition: { StringAlmost: { "aws:UserAgent": "x" } } }),
    ],
  ])('%s → 500 {"message":null}', async (_, answer) => {
    const { send, backend } = authorizerLab(() => answer);
    expect(seen(await send("GET /dev/tests", TOKEN))).toEqual(MISCONFIGURED);
    expect(backend.events).toHaveLength(0);
  });

  test("D.1 [R] Deny → 403 explicit, 110 bytes", async () => {
    const { send, backend } = authorizerLab(() => policy("Deny"));
    const answer = await send("GET /dev/tests", TOKEN);
    expect(seen(answer)).toEqual([403, "AccessDeniedException", EXPLICIT]);
    expect(header(answer, "Content-Length")).toBe("110");
    expect(backend.events).toHaveLength(0);
  });

  test("D.1 [R] a policy that does not cover the method → 403 implicit, 130 bytes", async () => {
    const { send } = authorizerLab(() => policy("Allow", `${API_ARN}/dev/POST/tests`));
    const answer = await send("GET /dev/tests", TOKEN);
    expect(seen(answer)).toEqual([403, "AccessDeniedException", IMPLICIT]);
    expect(header(answer, "Content-Length")).toBe("130");
  });

  test("D.1 [R] an empty Resource list allows nothing here, where one report has 200", async () => {
    const { send } = authorizerLab(() => policy("Allow", []));
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(403);
  });

  test.each([
    ["D.1 [R] Condition: {}", withStatement({ Condition: {} })],
    ["G [R] a bare * as the Resource", policy("Allow", "*")],
    ["G [D] arn:aws:execute-api:*:*:*", policy("Allow", "arn:aws:execute-api:*:*:*")],
    ["G [D] NotResource", withStatement({ Resource: undefined, NotResource: `${API_ARN}/dev/POST/*` })],
    ["G [D] NotAction", withStatement({ Action: undefined, NotAction: "execute-api:InvalidateCache" })],
    ["G [D] execute-api:* as the Action", withStatement({ Action: "execute-api:*" })],
    ["G [D] an action in another case", withStatement({ Action: "EXECUTE-API:invoke" })],
    [
      "a condition on the source address",
      withStatement({ Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } }),
    ],
    ['D.1 [R 2017] principalId: ""', { ...policy("Allow"), principalId: "" }],
    ["a principalId that is a number", { ...policy("Allow"), principalId: 7 }],
    [
      "D.3 usageIdentifierKey, which counts with API keys alone",
      policy("Allow", "*", { usageIdentifierKey: "k" }),
    ],
  ])("%s → the backend is called", async (_, answer) => {
    const { send } = authorizerLab(() => answer);
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
  });

  test("D.1 [R] no principalId: a Deny is an ordinary 403; [D] an Allow does not let in", async () => {
    const without = (effect: "Allow" | "Deny") => ({ policyDocument: policy(effect).policyDocument });
    expect((await authorizerLab(() => without("Deny")).send("GET /dev/tests", TOKEN)).status).toBe(403);
    expect(seen(await authorizerLab(() => without("Allow")).send("GET /dev/tests", TOKEN))).toEqual(
      MISCONFIGURED,
    );
  });

  test("a policy that denies one route and allows the rest", async () => {
    const statement = (Effect: string, Resource: string) => ({
      Action: "execute-api:Invoke",
      Effect,
      Resource,
    });
    const Statement = [statement("Allow", `${API_ARN}/*`), statement("Deny", `${API_ARN}/dev/GET/items/*`)];
    const { send, decisions } = authorizerLab(() => ({ principalId: "u", policyDocument: { Statement } }));
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
    expect((await send("GET /dev/items/1", TOKEN)).status).toBe(403);
    expect(decisions[0]?.steps.at(-1)).toMatchObject({ statement: { index: 1, effect: "Deny" } });
  });
});

function withStatement(change: object): unknown {
  const statement = { Action: "execute-api:Invoke", Effect: "Allow", Resource: `${API_ARN}/*`, ...change };
  return { principalId: "user", policyDocument: { Version: "2012-10-17", Statement: [statement] } };
}
