import fc from "fast-check";
import type { UserPool } from "../../../lab/issuers/cognito/pool.ts";
import { POOL_ARN, SCOPE, userPool } from "../cognito/support.ts";
import { AUTHORIZER_ARN, policy, tokenAuthorizer } from "../lambda-authorizer/support.ts";
import { API_ARN, api } from "./support/api.ts";
import { FakeFunction, lab, request } from "./support/gateway.ts";

let pool: UserPool;
beforeAll(async () => {
  pool = await userPool();
});

/** Three protected routes and no open one; the authorizer allows nothing that a client could reach. */
function guarded() {
  const cognito = {
    kind: "COGNITO_USER_POOLS",
    id: "cog001",
    address: "aws_api_gateway_authorizer.cognito",
    header: "authorization",
    providerArns: [POOL_ARN],
    audience: undefined,
  } as const;
  return lab(
    api({
      methods: {
        "ANY /iam/{proxy+}": { authorization: { kind: "AWS_IAM" } },
        "ANY /cognito/{id}": {
          authorization: { kind: "COGNITO_USER_POOLS", authorizer: cognito, scopes: [SCOPE] },
        },
        "ANY /custom/{id}": { authorization: { kind: "CUSTOM", authorizer: tokenAuthorizer() } },
      },
      accessLog: '{"id":"$context.requestId","path":"$context.path","agent":"$context.identity.userAgent"}',
    }),
    {
      userPools: { pool: (arn) => (arn === POOL_ARN ? pool : undefined) },
      functions: {
        [AUTHORIZER_ARN]: new FakeFunction(() => policy("Allow", `${API_ARN}/dev/GET/elsewhere`)),
      },
    },
  );
}

const piece = fc.constantFrom(
  "iam",
  "cognito",
  "custom",
  "dev",
  "..",
  ".",
  "",
  "%2e%2e",
  "%2f",
  "%00",
  "%ff",
  "%",
  "{id}",
  "*",
  "\u00ff",
  "__proto__",
  "a".repeat(300),
);
const path = fc.array(piece, { maxLength: 7 }).map((parts) => `/${parts.join("/")}`);
const token = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 60 }),
  fc.constantFrom(
    "AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=, Signature=",
    "AWS4-HMAC-SHA256 Credential=A/20240617/ap-northeast-2/execute-api/aws4_request, SignedHeaders=host, Signature=0",
    "Bearer ..",
    "Bearer eyJhbGciOiJub25lIn0.e30.",
    `Bearer ${"A".repeat(9000)}`,
    "Basic Og==",
  ),
);
const name = fc.constantFrom(
  "Authorization",
  "authorization",
  "Host",
  "X-HTTP-Method-Override",
  "X-Amzn-RequestId",
  "X-Amzn-Trace-Id",
  "X-Forwarded-For",
  "__proto__",
  "Content-Type",
);
const headers = fc.array(fc.tuple(name, token), { maxLength: 6 });
const verb = fc.constantFrom("GET", "POST", "OPTIONS", "HEAD", "TRACE", "ANY", "get", "X".repeat(50));
const query = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "=", "&", ";", "%", "2", "+", "|", "\u00ff"), maxLength: 40 }),
  fc.constant(
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Date=b&X-Amz-SignedHeaders=host&X-Amz-Signature=c",
  ),
);

test("nothing that is sent without a credential gets in, and nothing makes the gateway fail", async () => {
  const { gateway, backend, faults, accessLog } = guarded();
  await fc.assert(
    fc.asyncProperty(
      verb,
      path,
      query,
      headers,
      fc.uint8Array({ maxLength: 40 }),
      async (method, target, search, sent, body) => {
        const answer = await gateway.handle(
          request("GET /", {
            headers: sent,
            body: Buffer.from(body),
            overrides: { method, path: target, wirePath: `/execute-api/abcde12345${target}`, query: search },
          }),
        );
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 1000 },
  );
  expect(backend.events).toEqual([]);
  expect(faults).toEqual([]);
  for (const line of accessLog) expect(() => JSON.parse(line)).not.toThrow();
});

test("a thousand requests at once are each answered", async () => {
  const { send, faults } = guarded();
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, index) =>
      send(`GET /dev/custom/${index}`, { headers: [["Authorization", `Bearer ${index}`]] }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  expect(faults).toEqual([]);
});
