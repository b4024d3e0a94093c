import { decodeProtectedHeader, jwtVerify } from "jose";
import { Clock } from "../../../../lab/clock.ts";
import type { HttpAnswer } from "../../../../lab/http/message.ts";
import { IdentityProvider, type IdentityProviderOptions } from "../../../../lab/issuers/idp/provider.ts";
import { generateSigningKey, type SigningKey } from "../../../../lab/issuers/keys.ts";
import { bodyOf, headerOf, type Sent, tokenRequest } from "../support/request.ts";

const NOW = Date.parse("2026-11-22T12:00:00.100Z");
const ISSUED = Math.floor(NOW / 1_000);
const CALLERS = { reader: ["test.read"], writer: ["test.read", "test.write"], nothing: [] };

let key: SigningKey;

beforeAll(async () => {
  key = await generateSigningKey();
});

function provider(options: Partial<IdentityProviderOptions> = {}): IdentityProvider {
  return new IdentityProvider({
    issuer: "https://tenant.example.com/",
    audience: "https://api.example.com",
    url: "http://127.0.0.1:4566/idp",
    key,
    clock: new Clock(() => NOW),
    callers: CALLERS,
    secretSeed: "seed",
    ...options,
  });
}

const basicOf = (idp: IdentityProvider, caller: string): string => {
  const client = idp.clients.get(caller);
  return `${client?.id}:${client?.secret}`;
};

async function ask(sent: Sent, idp = provider()): Promise<HttpAnswer> {
  return idp.handle(tokenRequest("/oauth2/token", sent));
}

async function claimsOf(answer: HttpAnswer): Promise<Record<string, unknown>> {
  expect(answer.status).toBe(200);
  const { payload } = await jwtVerify(bodyOf(answer).access_token as string, key.publicKey, {
    currentDate: new Date(NOW),
  });
  return payload;
}

describe("a token of the outside identity provider", () => {
  test("says issuer, audience, client and the caller's permissions, as scope and as a list", async () => {
    const idp = provider();
    const answer = await ask({ basic: basicOf(idp, "writer"), body: "grant_type=client_credentials" }, idp);
    const id = idp.clients.get("writer")?.id;
    expect(await claimsOf(answer)).toEqual({
      iss: "https://tenant.example.com/",
      sub: id,
      aud: "https://api.example.com",
      iat: ISSUED,
      exp: ISSUED + 3_600,
      jti: expect.any(String),
      client_id: id,
      scope: "test.read test.write",
      permissions: ["test.read", "test.write"],
    });
    expect(bodyOf(answer)).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 3_600,
      scope: "test.read test.write",
    });
    expect(decodeProtectedHeader(bodyOf(answer).access_token as string)).toEqual({
      kid: key.kid,
      alg: "RS256",
      typ: "JWT",
    });
    expect(headerOf(answer, "cache-control")).toBe("no-store");
  });

  test("the audience may be a list", async () => {
    const idp = provider({ audience: ["one", "two"] });
    expect((await claimsOf(await ask({ basic: basicOf(idp, "reader") }, idp))).aud).toEqual(["one", "two"]);
  });

  test.each<[string, Omit<Sent, "basic">]>([
    ["with no other parameter at all", { contentType: null }],
    ["grant_type in the form", { body: "grant_type=client_credentials" }],
    ["grant_type in the query", { query: "grant_type=client_credentials" }],
    ["its own audience", { body: "audience=https%3A%2F%2Fapi.example.com" }],
    ["a parameter that it does not know (RFC 6749 3.2)", { body: "color=blue" }],
  ])("is given over HTTP Basic: %s", async (_what, sent) => {
    const idp = provider();
    expect((await claimsOf(await ask({ ...sent, basic: basicOf(idp, "reader") }, idp))).scope).toBe(
      "test.read",
    );
  });

  test("a caller without permissions gets a good token that has none", async () => {
    const idp = provider();
    const claims = await claimsOf(await ask({ basic: basicOf(idp, "nothing") }, idp));
    expect([claims.scope, claims.permissions]).toEqual(["", []]);
  });

  test("scope narrows the permissions", async () => {
    const idp = provider();
    const claims = await claimsOf(
      await ask({ basic: basicOf(idp, "writer"), body: "scope=test.write" }, idp),
    );
    expect([claims.scope, claims.permissions]).toEqual(["test.write", ["test.write"]]);
  });
});

describe("refused (RFC 6749 5.2)", () => {
  test.each<[string, number, string, (idp: IdentityProvider) => Sent]>([
    ["no client", 401, "invalid_client", () => ({})],
    ["an unknown client", 401, "invalid_client", () => ({ basic: "nobody:x" })],
    ["a wrong secret", 401, "invalid_client", (idp) => ({ basic: `${idp.clients.get("reader")?.id}:x` })],
    [
      "the caller's name for its id",
      401,
      "invalid_client",
      (idp) => ({ basic: `reader:${idp.clients.get("reader")?.secret}` }),
    ],
    [
      "another grant type",
      400,
      "unsupported_grant_type",
      (idp) => ({ basic: basicOf(idp, "reader"), body: "grant_type=password" }),
    ],
    [
      "a permission that the caller has not",
      400,
      "invalid_scope",
      (idp) => ({ basic: basicOf(idp, "reader"), body: "scope=test.write" }),
    ],
    [
      "another audience (RFC 8707)",
      400,
      "invalid_target",
      (idp) => ({ basic: basicOf(idp, "reader"), body: "audience=other" }),
    ],
    [
      "two values",
      400,
      "invalid_request",
      (idp) => ({ basic: basicOf(idp, "reader"), body: "scope=a&scope=b" }),
    ],
  ])("%s → %i %s", async (_what, status, error, sent) => {
    const idp = provider();
    const answer = await ask(sent(idp), idp);
    expect([answer.status, bodyOf(answer).error]).toEqual([status, error]);
    expect(bodyOf(answer).error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(headerOf(answer, "www-authenticate")).toBe(status === 401 ? 'Basic realm="idp"' : undefined);
    expect(answer.body.toString()).not.toContain(idp.clients.get("reader")?.secret);
  });

  test("GET is 405, and a preflight passes", async () => {
    expect((await ask({ method: "GET" })).status).toBe(405);
    expect((await ask({ method: "OPTIONS" })).status).toBe(204);
    expect(headerOf(await ask({}), "access-control-allow-origin")).toBe("*");
  });
});

describe("the clients", () => {
  test("are one a caller, the same for the same seed, others for another", () => {
    const [first, second, other] = [provider(), provider(), provider({ secretSeed: "another" })];
    expect([...first.clients.keys()]).toEqual(["reader", "writer", "nothing"]);
    expect(second.clients).toEqual(first.clients);
    expect(other.clients.get("reader")?.id).not.toBe(first.clients.get("reader")?.id);
    expect(other.clients.get("reader")?.secret).not.toBe(first.clients.get("reader")?.secret);
  });

  test("have ids and secrets that a shell and HTTP Basic take as they are", () => {
    for (const { id, secret } of provider().clients.values()) {
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      expect(secret).not.toContain(id);
    }
  });
});

describe("a permission taken away at run time", () => {
  test("is in no token from then on, until it is given back", async () => {
    const idp = provider();
    const scope = async () => (await claimsOf(await ask({ basic: basicOf(idp, "writer") }, idp))).scope;
    expect(idp.setPermission("writer", "test.write", false)).toBe(true);
    expect(await scope()).toBe("test.read");
    expect(idp.setPermission("writer", "test.write", true)).toBe(true);
    expect(await scope()).toBe("test.read test.write");
  });

  test("none is given that was not declared", async () => {
    const idp = provider();
    expect(idp.setPermission("reader", "test.write", true)).toBe(false);
    expect(idp.setPermission("nobody", "test.read", false)).toBe(false);
    expect((await claimsOf(await ask({ basic: basicOf(idp, "reader") }, idp))).scope).toBe("test.read");
  });
});

describe("the documents", () => {
  const get = (path: string) => provider().handle({ ...tokenRequest(path, {}), method: "GET" }) as HttpAnswer;

  test("discovery names the issuer to the letter, keys under the issuer's own URL, and the local token endpoint", () => {
    expect(bodyOf(get("/.well-known/openid-configuration"))).toMatchObject({
      issuer: "https://tenant.example.com/",
      token_endpoint: "http://127.0.0.1:4566/idp/oauth2/token",
      jwks_uri: "https://tenant.example.com/.well-known/jwks.json",
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  test("the JWKS has the public key", () => {
    expect(bodyOf(get("/.well-known/jwks.json"))).toEqual({ keys: [key.publicJwk] });
  });

  test.each(["/", "/oauth2/token/", "/.well-known/", "/authorize"])("nothing is at %s", (path) => {
    expect(get(path).status).toBe(404);
  });
});
