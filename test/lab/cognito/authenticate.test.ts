import type { UserPool } from "../../../lab/issuers/cognito/pool.ts";
import { header, NOW, seen } from "../gateway/support/gateway.ts";
import { accessClaims, cognitoLab, idClaims, SCOPE, token, userPool } from "./support.ts";

const UNAUTHORIZED = [401, "UnauthorizedException", '{"message":"Unauthorized"}'];

let pool: UserPool;
let otherPool: UserPool;
beforeAll(async () => {
  pool = await userPool();
  otherPool = await userPool(
    "arn:aws:cognito-idp:ap-northeast-2:123456789012:userpool/ap-northeast-2_zzzzzzzzz",
  );
});

const bearer = (value: string) => ({ headers: [["Authorization", value]] as const });

describe("COGNITO_USER_POOLS, a method with scopes", () => {
  test("C [R] access token with one of the scopes, bare or after Bearer → the backend is called", async () => {
    const { send, backend } = cognitoLab(pool);
    const jwt = await token(pool.key, accessClaims(pool));
    expect((await send("GET /dev/tests", bearer(jwt))).status).toBe(200);
    expect((await send("GET /dev/tests", bearer(`Bearer ${jwt}`))).status).toBe(200);
    expect(backend.events).toHaveLength(2);
  });

  test.each([
    ["C [R] header missing → 401 Unauthorized", () => ({})],
    ["C [R] header empty → 401 Unauthorized", () => bearer("")],
    ["C [R] garbage token → 401 Unauthorized", () => bearer("garbage")],
    [
      "C [R] SigV4 in Authorization → 401 Unauthorized",
      () =>
        bearer(
          "AWS4-HMAC-SHA256 Credential=AKIA/20240617/ap-northeast-2/execute-api/aws4_request, SignedHeaders=host, Signature=00",
        ),
    ],
    [
      "C [D] another pool's token → 401 Unauthorized",
      async () => bearer(await token(otherPool.key, accessClaims(otherPool))),
    ],
    [
      "C [D] another issuer, signed with the pool's key → 401 Unauthorized",
      async () => bearer(await token(pool.key, accessClaims(pool, { iss: otherPool.issuer }))),
    ],
    [
      "C [D] ID token where the method has scopes → 401 Unauthorized",
      async () => bearer(await token(pool.key, idClaims(pool, { scope: SCOPE }))),
    ],
    [
      "C [D] access token without any required scope → 401 Unauthorized",
      async () => bearer(await token(pool.key, accessClaims(pool, { scope: "com.test.test/other" }))),
    ],
    [
      "C [D] scopes are compared to the letter",
      async () =>
        bearer(
          await token(pool.key, accessClaims(pool, { scope: `${SCOPE}2 x${SCOPE} COM.TEST.TEST/test.read` })),
        ),
    ],
    [
      "a token without a scope claim",
      async () => bearer(await token(pool.key, accessClaims(pool, { scope: undefined }))),
    ],
    [
      "a token without exp",
      async () => bearer(await token(pool.key, accessClaims(pool, { exp: undefined }))),
    ],
    [
      "a token that is not yet valid",
      async () => bearer(await token(pool.key, accessClaims(pool, { nbf: Math.floor(NOW / 1000) + 60 }))),
    ],
    [
      "two Authorization headers",
      async () => {
        const jwt = await token(pool.key, accessClaims(pool));
        return {
          headers: [
            ["Authorization", jwt],
            ["authorization", jwt],
          ] as const,
        };
      },
    ],
  ])("%s", async (_, options) => {
    const { send, backend } = cognitoLab(pool);
    expect(seen(await send("GET /dev/tests", await options()))).toEqual(UNAUTHORIZED);
    expect(backend.events).toHaveLength(0);
  });

  test("C [R] expired token → 401 The incoming token has expired, also when its signature was verified before", async () => {
    const { send, clock } = cognitoLab(pool);
    const options = bearer(await token(pool.key, accessClaims(pool)));
    expect((await send("GET /dev/tests", options)).status).toBe(200);
    clock.advance(3600_000);
    const answer = await send("GET /dev/tests", options);
    expect(seen(answer)).toEqual([
      401,
      "UnauthorizedException",
      '{"message":"The incoming token has expired"}',
    ]);
    expect(header(answer, "Content-Length")).toBe("44");
  });

  test("C [R] the 401 has no CORS header and no WWW-Authenticate (0.1.8, 0.1.9)", async () => {
    const { send } = cognitoLab(pool);
    const names = (await send("GET /dev/tests")).headers.map(([name]) => name.toLowerCase());
    expect(names.filter((name) => /^access-control|^www-auth/.test(name))).toEqual([]);
  });

  test("C [R] a standard scope counts like any other", async () => {
    const { send } = cognitoLab(pool, { scopes: ["aws.cognito.signin.user.admin"] });
    const jwt = await token(pool.key, accessClaims(pool, { scope: "aws.cognito.signin.user.admin" }));
    expect((await send("GET /dev/tests", bearer(jwt))).status).toBe(200);
  });

  test("a header of another name", async () => {
    const { send } = cognitoLab(pool, { header: "x-token" });
    const jwt = await token(pool.key, accessClaims(pool));
    expect((await send("GET /dev/tests", bearer(jwt))).status).toBe(401);
    expect((await send("GET /dev/tests", { headers: [["X-Token", jwt]] })).status).toBe(200);
  });

  test("a refusal says which check stopped it and where it is declared, and holds no token", async () => {
    const { send, refusals, decisions } = cognitoLab(pool);
    const jwt = await token(pool.key, accessClaims(pool, { scope: "com.test.test/other" }));
    await send("GET /dev/tests", bearer(jwt));
    expect(decisions[0]?.steps.at(-1)).toMatchObject({
      step: "authenticate",
      outcome: "stop",
      why: `the token's scope "com.test.test/other" has none of ${SCOPE}`,
      address: "aws_api_gateway_method.get",
      attribute: "authorization_scopes",
    });
    expect(decisions[0]?.caller).toBe("client1");
    expect(refusals[0]).toContain("caller client1");
    expect(JSON.stringify([refusals, decisions])).not.toContain(jwt.slice(0, 40));
  });
});

describe("COGNITO_USER_POOLS, a method without scopes", () => {
  test("C [R] ID token → the backend is called", async () => {
    const { send } = cognitoLab(pool, { scopes: [] });
    expect((await send("GET /dev/tests", bearer(await token(pool.key, idClaims(pool))))).status).toBe(200);
  });

  test("C [R] access token → 401 Unauthorized", async () => {
    const { send } = cognitoLab(pool, { scopes: [] });
    const jwt = await token(pool.key, accessClaims(pool));
    expect(seen(await send("GET /dev/tests", bearer(jwt)))).toEqual(UNAUTHORIZED);
  });

  test.each([
    ["3nkoep4151b7umeggnottc30u9", 200],
    ["3nko.*", 200],
    ["3nko", 401],
    ["other", 401],
  ])("C [D] identity_validation_expression %s is matched against aud", async (audience, status) => {
    const { send } = cognitoLab(pool, { scopes: [], audience });
    expect((await send("GET /dev/tests", bearer(await token(pool.key, idClaims(pool))))).status).toBe(status);
  });

  test("C [D] an access token has no aud: with an expression it is always rejected", async () => {
    const { send } = cognitoLab(pool, { audience: ".*" });
    const jwt = await token(pool.key, accessClaims(pool));
    expect(seen(await send("GET /dev/tests", bearer(jwt)))).toEqual(UNAUTHORIZED);
  });
});

describe("C.1 requestContext.authorizer", () => {
  test("C.1 [R] exactly {claims}, strings in the token's order, exp and iat as Java dates", async () => {
    const { send, backend } = cognitoLab(pool, { scopes: [] });
    await send("GET /dev/tests", bearer(`Bearer ${await token(pool.key, idClaims(pool))}`));
    const context = backend.events[0]?.requestContext as { authorizer: object };
    expect(JSON.stringify(context.authorizer)).toBe(
      JSON.stringify({
        claims: {
          origin_jti: "37cc02cf-5c14-4636-beb3-4f8ca887935b",
          sub: "d2f50444-0041-7036-aea2-a955fca33d37",
          aud: "3nkoep4151b7umeggnottc30u9",
          event_id: "c7f6cc62-c476-4c6a-ba5b-745244dfe5ee",
          token_use: "id",
          auth_time: "1718636404",
          iss: pool.issuer,
          "cognito:username": "aamorosi",
          exp: "Tue Jun 18 15:00:04 UTC 2024",
          iat: "Mon Jun 17 15:00:04 UTC 2024",
          jti: "13727aba-89e6-4896-bd9e-8cbc0f478f9c",
        },
      }),
    );
  });

  test("C [R] the token stays in the backend's Authorization header", async () => {
    const { send, backend } = cognitoLab(pool);
    const jwt = await token(pool.key, accessClaims(pool));
    await send("GET /dev/tests", bearer(`Bearer ${jwt}`));
    expect(backend.events[0]?.headers).toMatchObject({ Authorization: `Bearer ${jwt}` });
  });
});

describe("B.1 Cognito with a resource policy", () => {
  const allow = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };

  test("B.1 [D] the token comes first: 401 wins over the policy", async () => {
    const { send } = cognitoLab(
      pool,
      {},
      { policy: { Version: "2012-10-17", Statement: { ...allow, Effect: "Deny" } } },
    );
    expect(seen(await send("GET /dev/tests", bearer("garbage")))).toEqual(UNAUTHORIZED);
  });

  test.each([
    ["Allow", allow, 200],
    ["neither", { ...allow, Resource: "execute-api:/dev/POST/*" }, 403],
    ["Deny", { ...allow, Effect: "Deny" }, 403],
  ])("B.1 [D] with a good token the policy alone decides: %s", async (_, Statement, status) => {
    const { send } = cognitoLab(pool, {}, { policy: { Version: "2012-10-17", Statement } });
    const jwt = await token(pool.key, accessClaims(pool));
    expect((await send("GET /dev/tests", bearer(jwt))).status).toBe(status);
  });
});
