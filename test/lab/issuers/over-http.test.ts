import { JwtRsaVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { Clock } from "../../../lab/clock.ts";
import { jsonAnswer } from "../../../lab/http/message.ts";
import { createRouter } from "../../../lab/http/router.ts";
import { HttpServer } from "../../../lab/http/server.ts";
import { readUserPools } from "../../../lab/issuers/cognito/read-pools.ts";
import { UserPools } from "../../../lab/issuers/cognito/user-pools.ts";
import { IdentityProvider } from "../../../lab/issuers/idp/provider.ts";
import { generateSigningKey } from "../../../lab/issuers/keys.ts";
import { Problems } from "../../../terraform/errors.ts";
import { describeWith, run, versionOf } from "../support/programs.ts";
import { deployment, POOL_ID, READER, RESOURCES } from "./support/deployment.ts";
import { basicHeader } from "./support/request.ts";

const faults: unknown[] = [];
let server: HttpServer;
let pools: UserPools;
let idp: IdentityProvider;

beforeAll(async () => {
  server = await HttpServer.listen({ port: 0, onFault: (fault) => faults.push(fault) });
  const { url } = server;
  const [poolKey, key] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  const urls = {
    issuer: (id: string) => `${url}/cognito-idp/${id}`,
    domain: (name: string) => `${url}/auth/${name}`,
  };
  const clock = new Clock();
  pools = new UserPools({
    pools: readUserPools([deployment(RESOURCES)], urls, new Problems()),
    keys: new Map([[POOL_ID, poolKey]]),
    clock,
  });
  idp = new IdentityProvider({
    issuer: `${url}/idp`,
    audience: "api",
    url: `${url}/idp`,
    key,
    clock,
    callers: { reader: ["test.read"] },
    secretSeed: "seed",
  });
  const none = () => jsonAnswer(404, {});
  const services = { executeApi: none, sts: none, control: none };
  const handle = createRouter({
    ...services,
    cognitoIdp: pools.handleIssuer,
    auth: pools.handleDomain,
    idp: idp.handle,
  });
  server.serve({ handle });
});
afterAll(async () => {
  await server.close();
  expect(faults).toEqual([]);
});

/** Verifies as a client library does that knows the issuer alone: discovery, keys, then the token. */
async function verified(token: string, issuer: string, audience: string | null): Promise<unknown> {
  const discovery = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >;
  expect(discovery.issuer).toBe(issuer);
  const verifier = JwtRsaVerifier.create({ issuer, audience });
  verifier.cacheJwks((await (await fetch(discovery.jwks_uri ?? "")).json()) as Jwks);
  return verifier.verify(token);
}

const tokenUrl = () => `${server.url}/auth/three-ways/oauth2/token`;

describe("a pool's token", () => {
  test("is got with fetch and verified by aws-jwt-verify", async () => {
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: "com.test.test/test.read" });
    const headers = { Authorization: basicHeader(READER), Origin: "http://localhost:3000" };
    const response = await fetch(tokenUrl(), { method: "POST", headers, body });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const { access_token } = (await response.json()) as { access_token: string };
    const claims = await verified(access_token, `${server.url}/cognito-idp/${POOL_ID}`, null);
    expect(claims).toMatchObject({ token_use: "access", scope: "com.test.test/test.read" });
  });

  test("is of no other issuer", async () => {
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const headers = { Authorization: basicHeader(READER) };
    const { access_token } = (await (await fetch(tokenUrl(), { method: "POST", headers, body })).json()) as {
      access_token: string;
    };
    await expect(verified(access_token, `${server.url}/idp`, null)).rejects.toThrow();
  });

  test("a browser's preflight is answered", async () => {
    const headers = { Origin: "http://localhost:3000", "Access-Control-Request-Method": "POST" };
    const response = await fetch(tokenUrl(), { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "POST"]);
  });
});

describe("a token of the outside identity provider", () => {
  test("is got over HTTP Basic with no other parameter and verified by aws-jwt-verify", async () => {
    const { id, secret } = idp.clients.get("reader")!;
    const headers = { Authorization: basicHeader(`${id}:${secret}`) };
    const response = await fetch(idp.tokenUrl, { method: "POST", headers });
    const { access_token } = (await response.json()) as { access_token: string };
    const claims = await verified(access_token, `${server.url}/idp`, "api");
    expect(claims).toMatchObject({ client_id: id, sub: id, permissions: ["test.read"], scope: "test.read" });
    await expect(verified(access_token, `${server.url}/idp`, "another")).rejects.toThrow(/[Aa]udience/);
  });
});

describeWith("curl", versionOf("curl"))("curl", () => {
  const curl = async (...args: readonly string[]): Promise<string> =>
    (await run("curl", ["--silent", "--write-out", " %{http_code}", ...args])).stdout;

  test("POST /oauth2/token?grant_type=client_credentials with HTTP Basic gives a token", async () => {
    const answer = await curl("-X", "POST", "-u", READER, `${tokenUrl()}?grant_type=client_credentials`);
    expect(answer).toMatch(/^\{"access_token":"[^"]+","expires_in":3600,"token_type":"Bearer"\} 200$/);
  });

  test("with -d too, and a wrong secret is 400", async () => {
    expect(await curl("-u", READER, "-d", "grant_type=client_credentials", tokenUrl())).toMatch(/ 200$/);
    const wrong = await curl("-u", `${READER}x`, "-d", "grant_type=client_credentials", tokenUrl());
    expect(wrong).toBe('{"error":"invalid_client"} 400');
  });

  test("GET is 405 without a body", async () => {
    expect(await curl("-u", READER, `${tokenUrl()}?grant_type=client_credentials`)).toBe(" 405");
  });
});
