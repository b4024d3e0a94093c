import { decodeJwt } from "jose";
import { Clock } from "../../../../lab/clock.ts";
import { readUserPools } from "../../../../lab/issuers/cognito/read-pools.ts";
import { UserPools } from "../../../../lab/issuers/cognito/user-pools.ts";
import { generateSigningKey, type SigningKey } from "../../../../lab/issuers/keys.ts";
import { Problems } from "../../../../terraform/errors.ts";
import {
  changed,
  deployment,
  POOL_ARN,
  POOL_ID,
  READER,
  READER_ID,
  RESOURCES,
  URLS,
  WRITER,
  WRITER_ID,
} from "../support/deployment.ts";
import { bodyOf, headerOf, tokenRequest } from "../support/request.ts";

let keys: ReadonlyMap<string, SigningKey>;

beforeAll(async () => {
  keys = new Map([[POOL_ID, await generateSigningKey()]]);
});

function pools(resources = RESOURCES): UserPools {
  const read = readUserPools([deployment(resources)], URLS, new Problems());
  return new UserPools({ pools: read, keys, clock: new Clock(() => 0) });
}

describe("UserPools", () => {
  test("finds a pool by its ARN, with its key", () => {
    const pool = pools().pool(POOL_ARN);
    expect(pool).toMatchObject({ id: POOL_ID, arn: POOL_ARN, key: keys.get(POOL_ID) });
    expect(pools().pool(`${POOL_ARN}x`)).toBeUndefined();
    expect(pools().all()).toHaveLength(1);
  });

  test("a pool without a key is a fault of the program", () => {
    const read = readUserPools([deployment(RESOURCES)], URLS, new Problems());
    expect(() => new UserPools({ pools: read, keys: new Map(), clock: new Clock() })).toThrow(TypeError);
  });
});

describe("the documents of a pool", () => {
  const get = (path: string, method = "GET") => pools().handleIssuer({ method, path });

  test("discovery, in the order in which Cognito lists it", () => {
    const answer = get(`/${POOL_ID}/.well-known/openid-configuration`);
    const issuer = `http://127.0.0.1:4566/cognito-idp/${POOL_ID}`;
    expect([answer.status, headerOf(answer, "content-type")]).toEqual([200, "application/json"]);
    expect(Object.entries(bodyOf(answer))).toEqual([
      ["authorization_endpoint", "http://127.0.0.1:4566/auth/three-ways/oauth2/authorize"],
      ["id_token_signing_alg_values_supported", ["RS256"]],
      ["issuer", issuer],
      ["jwks_uri", `${issuer}/.well-known/jwks.json`],
      ["response_types_supported", ["code", "token"]],
      ["scopes_supported", ["openid", "email", "phone", "profile"]],
      ["subject_types_supported", ["public"]],
      ["token_endpoint", "http://127.0.0.1:4566/auth/three-ways/oauth2/token"],
      ["token_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"]],
      ["userinfo_endpoint", "http://127.0.0.1:4566/auth/three-ways/oauth2/userInfo"],
    ]);
  });

  test("a pool without a domain names no endpoints", () => {
    const { "aws_cognito_user_pool_domain.domain": _, ...resources } = RESOURCES;
    const answer = pools(resources).handleIssuer({
      method: "GET",
      path: `/${POOL_ID}/.well-known/openid-configuration`,
    });
    expect(Object.keys(bodyOf(answer)).filter((name) => name.endsWith("_endpoint"))).toEqual([]);
  });

  test("the JWKS has public members alone", () => {
    expect(get(`/${POOL_ID}/.well-known/jwks.json`).body.toString()).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  test("anyone may read them, from any page", () => {
    expect(headerOf(get(`/${POOL_ID}/.well-known/jwks.json`), "access-control-allow-origin")).toBe("*");
    expect(get(`/${POOL_ID}/.well-known/jwks.json`, "OPTIONS").status).toBe(204);
    expect(get(`/${POOL_ID}/.well-known/jwks.json`, "HEAD").status).toBe(200);
    expect(get(`/${POOL_ID}/.well-known/jwks.json`, "POST").status).toBe(405);
  });

  test.each([
    "/",
    "/ap-northeast-2_other/.well-known/jwks.json",
    `/${POOL_ID}`,
    `/${POOL_ID}/`,
    `/${POOL_ID}/.well-known/jwks.json/`,
    `/${POOL_ID}//.well-known/jwks.json`,
    `/${POOL_ID}/../${POOL_ID}/.well-known/jwks.json`,
    "/__proto__/.well-known/jwks.json",
  ])("nothing is at %s", (path) => {
    expect(get(path).status).toBe(404);
  });
});

describe("the domain of a pool", () => {
  test.each([
    "/",
    "/other/oauth2/token",
    "/three-ways",
    "/three-ways/oauth2/token/",
    "/three-ways/oauth2/authorize",
  ])("nothing is at %s", async (path) => {
    expect((await pools().handleDomain(tokenRequest(path, {}))).status).toBe(404);
  });

  test("a whole domain of the deployment's own is one path segment too", async () => {
    const own = changed("aws_cognito_user_pool_domain.domain", {
      domain: "auth.example.com",
      certificate_arn: "x",
    });
    const answer = await pools(own).handleDomain(tokenRequest("/auth.example.com/oauth2/token", {}));
    expect(bodyOf(answer)).toEqual({ error: "invalid_request" });
  });
});

describe("a scope taken away at run time", () => {
  const READ = "com.test.test/test.read";
  const WRITE = "com.test.test/test.write";
  /** The scope of a new token, or the error. */
  const ask = async (running: UserPools, basic: string, scope = ""): Promise<unknown> => {
    const body = `grant_type=client_credentials&scope=${scope}`;
    const answer = bodyOf(
      await running.handleDomain(tokenRequest("/three-ways/oauth2/token", { basic, body })),
    );
    return answer.error ?? decodeJwt(answer.access_token as string).scope;
  };

  test("is in no token issued from then on, and cannot be asked for, until it is given back", async () => {
    const running = pools();
    expect(running.setScope(WRITER_ID, WRITE, false)).toBe(true);
    expect(await ask(running, WRITER)).toBe(READ);
    expect(await ask(running, WRITER, WRITE)).toBe("invalid_scope");
    expect(running.setScope(WRITER_ID, WRITE, true)).toBe(true);
    expect(await ask(running, WRITER)).toBe(`${READ} ${WRITE}`);
  });

  test("a client without any scope gets no token", async () => {
    const running = pools();
    running.setScope(READER_ID, READ, false);
    expect(await ask(running, READER)).toBe("invalid_scope");
  });

  test("none is given that was not declared", async () => {
    const running = pools();
    expect(running.setScope(READER_ID, WRITE, true)).toBe(false);
    expect(running.setScope("nobody", READ, false)).toBe(false);
    expect(await ask(running, READER)).toBe(READ);
  });
});
