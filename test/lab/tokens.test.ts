import { Clock } from "../../lab/clock.ts";
import { call, seen, UNAUTHORIZED } from "./support/call.ts";
import { decoded, handMadeToken, keysIn } from "./support/hand-made-token.ts";
import { idpToken, poolToken } from "./support/issued-token.ts";
import { faults, synthesizedStacks, TestLab } from "./support/test-lab.ts";

const SUCCESS = '{"code":"00000","message":"success"}';

const clock = new Clock(() => Date.UTC(2026, 5, 1, 12));
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks(), { clock });
});
afterAll(() => lab.close());
afterEach(() => expect(faults(lab)).toEqual([]));

describe("the outside identity provider's tokens", () => {
  const api = (token: string, method = "GET") =>
    lab.call("custom-authorizer", "/tests", { method, headers: { authorization: `Bearer ${token}` } });
  const key = () => {
    const [found, ...more] = keysIn(lab.read("keys/idp.jwks.json"));
    if (!found || more.length > 0) throw new Error("there must be one key");
    return found;
  };
  const claims = (changes: object = {}) => {
    const now = clock.now() / 1000;
    const [iss, aud] = [
      lab.output("custom-authorizer", "token_issuer"),
      lab.output("custom-authorizer", "token_audience"),
    ];
    return { iss, aud, sub: "me", iat: now, exp: now + 60, scope: "test.read", ...changes };
  };

  test("they carry the issuer and the audience of the outputs, and the kid of the file", async () => {
    const token = await idpToken(lab, "writer");
    expect(decoded(token, 0)).toMatchObject({ alg: "RS256", kid: key().kid });
    expect(decoded(token, 1)).toMatchObject({
      iss: lab.output("custom-authorizer", "token_issuer"),
      aud: lab.output("custom-authorizer", "token_audience"),
      sub: expect.stringMatching(/./),
      scope: "test.read test.write",
    });
  });

  test("a token that was made by hand with the private key is as good", async () => {
    expect(seen(await api(handMadeToken(key(), claims())))).toEqual([200, undefined, SUCCESS]);
  });

  test("aud may be a list", async () => {
    const aud = ["https://other.example.com", lab.output("custom-authorizer", "token_audience")];
    expect((await api(handMadeToken(key(), claims({ aud })))).status).toBe(200);
  });

  test.each([
    ["no permission at all", { scope: "" }, "GET"],
    ["another permission", { scope: "test.write" }, "GET"],
    ["the other route's permission", {}, "POST"],
    ["the permission's name in another case", { scope: "Test.Read" }, "GET"],
  ])("a good token, %s → 403", async (_, changes, verb) => {
    const { status, errorType } = await api(handMadeToken(key(), claims(changes)), verb);
    expect([status, errorType]).toEqual([403, "AccessDeniedException"]);
  });

  test.each([
    ["expired", () => ({ exp: clock.now() / 1000 })],
    ["not yet valid", () => ({ nbf: clock.now() / 1000 + 60 })],
    ["of another issuer", () => ({ iss: "https://issuer.example.com/" })],
    ["for another audience", () => ({ aud: "https://other.example.com" })],
    ["without an audience", () => ({ aud: undefined })],
    ["without an end", () => ({ exp: undefined })],
  ])("a token that is %s → 401", async (_, changes) => {
    expect(seen(await api(handMadeToken(key(), claims(changes()))))).toEqual(UNAUTHORIZED);
  });

  test("one that the clock has overtaken → 401, with the policy still in the cache of another stack", async () => {
    const token = handMadeToken(key(), claims());
    expect((await api(token)).status).toBe(200);
    // D.2: the policy is cached for five minutes, so this very token lives on where it was seen, and only there.
    clock.advance(61_000);
    expect((await api(token)).status).toBe(200);
    const headers = { authorization: `Bearer ${token}` };
    const elsewhere = await lab.call("comparison", "/tests", { headers }, "custom_authorizer_api_url");
    expect(seen(elsewhere)).toEqual(UNAUTHORIZED);
    clock.advance(240_000);
    expect(seen(await api(token))).toEqual(UNAUTHORIZED);
  });

  test("a user pool's token is not one of them", async () => {
    expect(seen(await api(await poolToken(lab, "writer")))).toEqual(UNAUTHORIZED);
  });
});

describe("the user pools' tokens", () => {
  const api = (token: string, stack = "cognito-scopes", prefix = "") =>
    lab.call(stack, "/tests", { headers: { authorization: token } }, `${prefix}api_url`);
  const keys = () => keysIn(lab.read("keys/cognito.jwks.json"));

  test("each pool is an issuer of its own with its own key", async () => {
    const one = await poolToken(lab);
    const other = await poolToken(lab, "reader", "comparison", "cognito_scopes_");
    expect(decoded(one, 1).iss).toBe(lab.output("cognito-scopes", "issuer"));
    expect(decoded(other, 1).iss).toBe(lab.output("comparison", "cognito_scopes_issuer"));
    const kids = [one, other].map((token) => decoded(token, 0).kid);
    expect(new Set(kids)).toEqual(new Set(keys().map(({ kid }) => kid)));
    expect((await api(one)).status).toBe(200);
    expect(seen(await api(other))).toEqual(UNAUTHORIZED);
    expect(seen(await api(one, "comparison", "cognito_scopes_"))).toEqual(UNAUTHORIZED);
  });

  test("the discovery document leads to the public keys, and holds no private one", async () => {
    const issuer = lab.output("cognito-scopes", "issuer");
    const discovery = JSON.parse((await call(`${issuer}/.well-known/openid-configuration`)).body);
    expect(discovery.issuer).toBe(issuer);
    const jwks = JSON.parse((await call(discovery.jwks_uri)).body) as { keys: object[] };
    expect(jwks.keys).toHaveLength(1);
    expect(Object.keys(jwks.keys[0] as object).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  test("a token that was made by hand with the private key is as good", async () => {
    const kid = decoded(await poolToken(lab), 0).kid;
    const key = keys().find((one) => one.kid === kid);
    if (!key) throw new Error("no such key");
    const now = clock.now() / 1000;
    const iss = lab.output("cognito-scopes", "issuer");
    const claims = {
      iss,
      sub: "x",
      token_use: "access",
      scope: "com.test.test/test.read",
      iat: now,
      exp: now + 60,
    };
    expect(seen(await api(handMadeToken(key, claims)))).toEqual([200, undefined, SUCCESS]);
    expect((await api(`Bearer ${handMadeToken(key, claims)}`)).status).toBe(200);
    const less = { ...claims, scope: "test.read" };
    expect(seen(await api(handMadeToken(key, less)))).toEqual(UNAUTHORIZED);
    const [other] = keys().filter((one) => one.kid !== kid);
    if (!other) throw new Error("there must be two keys");
    expect(seen(await api(handMadeToken({ ...other, kid: key.kid }, claims)))).toEqual(UNAUTHORIZED);
  });

  test("F [D] a token lives for an hour of the lab's clock", async () => {
    const token = await poolToken(lab);
    clock.advance(3_599_000);
    expect((await api(token)).status).toBe(200);
    clock.advance(1_000);
    expect([(await api(token)).body, (await api(token)).status]).toEqual([
      '{"message":"The incoming token has expired"}',
      401,
    ]);
  });
});
