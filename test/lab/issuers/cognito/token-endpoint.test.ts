import { decodeProtectedHeader, jwtVerify } from "jose";
import { Clock } from "../../../../lab/clock.ts";
import type { HttpAnswer } from "../../../../lab/http/message.ts";
import { readUserPools } from "../../../../lab/issuers/cognito/read-pools.ts";
import { type TokenRefusal, UserPools } from "../../../../lab/issuers/cognito/user-pools.ts";
import { generateSigningKey, type SigningKey } from "../../../../lab/issuers/keys.ts";
import { Problems } from "../../../../terraform/errors.ts";
import {
  changed,
  deployment,
  POOL_ID,
  READER,
  READER_ID,
  RESOURCES,
  URLS,
  WRITER,
} from "../support/deployment.ts";
import { bodyOf, headerOf, type Sent, tokenRequest } from "../support/request.ts";

const NOW = Date.parse("2026-11-22T12:00:00.900Z");
const ISSUED = Math.floor(NOW / 1_000);
const READ = "com.test.test/test.read";
const WRITE = "com.test.test/test.write";
const GRANT = "grant_type=client_credentials";

let key: SigningKey;
const refusals: TokenRefusal[] = [];

beforeAll(async () => {
  key = await generateSigningKey();
});
beforeEach(() => refusals.splice(0));

function pools(resources = RESOURCES): UserPools {
  const read = readUserPools([deployment(resources)], URLS, new Problems());
  const options = { pools: read, keys: new Map([[POOL_ID, key]]), clock: new Clock(() => NOW) };
  return new UserPools({ ...options, onRefusal: (refusal) => refusals.push(refusal) });
}

function ask(sent: Sent, running = pools()): Promise<HttpAnswer> {
  return running.handleDomain(tokenRequest("/three-ways/oauth2/token", sent));
}

async function claimsOf(answer: HttpAnswer): Promise<Record<string, unknown>> {
  expect(answer.status).toBe(200);
  const token = bodyOf(answer).access_token as string;
  const { payload } = await jwtVerify(token, key.publicKey, { currentDate: new Date(NOW) });
  return payload;
}

describe("F: a token for client_credentials", () => {
  test("F [D] 200 with access_token, expires_in and token_type, in this order and nothing else", async () => {
    const answer = await ask({ basic: READER, body: GRANT });
    expect(answer.status).toBe(200);
    expect(headerOf(answer, "content-type")).toBe("application/json;charset=UTF-8");
    expect(answer.body.toString()).toMatch(
      /^\{"access_token":"[\w-]+\.[\w-]+\.[\w-]+","expires_in":3600,"token_type":"Bearer"\}$/,
    );
  });

  test("F [R] the ten claims of a machine's access token, in this order; no username, aud or groups", async () => {
    const claims = await claimsOf(await ask({ basic: READER, body: GRANT }));
    expect(Object.entries(claims)).toEqual([
      ["sub", READER_ID],
      ["token_use", "access"],
      ["scope", READ],
      ["auth_time", ISSUED],
      ["iss", `http://127.0.0.1:4566/cognito-idp/${POOL_ID}`],
      ["exp", ISSUED + 3_600],
      ["iat", ISSUED],
      ["version", 2],
      ["jti", expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)],
      ["client_id", READER_ID],
    ]);
  });

  test("C: the header has kid and alg, and the pool's JWKS has this kid", async () => {
    const running = pools();
    const token = bodyOf(await ask({ basic: READER, body: GRANT }, running)).access_token as string;
    const jwks = bodyOf(running.handleIssuer({ method: "GET", path: `/${POOL_ID}/.well-known/jwks.json` }));
    expect(decodeProtectedHeader(token)).toEqual({ kid: key.kid, alg: "RS256" });
    expect(jwks).toEqual({ keys: [key.publicJwk] });
  });

  test("each token has its own jti", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(async () => claimsOf(await ask({ basic: READER, body: GRANT }))),
    );
    expect(one?.jti).not.toBe(two?.jti);
  });

  test("the lifetime is the client's own", async () => {
    const answer = await ask({ basic: WRITER, body: GRANT });
    expect(bodyOf(answer).expires_in).toBe(1_800);
    expect((await claimsOf(answer)).exp).toBe(ISSUED + 1_800);
  });

  test.each<[string, Sent]>([
    ["F [D] HTTP Basic", { basic: READER, body: GRANT }],
    ["F [D] id and secret in the form", { body: `${GRANT}&${form(READER)}` }],
    [
      "the query alone, with HTTP Basic, without a Content-Type",
      { basic: READER, query: GRANT, contentType: null },
    ],
    ["[R] the query alone, with HTTP Basic, as a form", { basic: READER, query: GRANT }],
    [
      "a form with a charset",
      { basic: READER, body: GRANT, contentType: "application/x-www-form-urlencoded; charset=UTF-8" },
    ],
    [
      "client_id in the form as well, as in Cognito's examples",
      { basic: READER, body: `${GRANT}&client_id=${READER_ID}` },
    ],
    [
      "parameters that Cognito has for other purposes",
      { basic: READER, body: `${GRANT}&aws_client_metadata=%7B%7D` },
    ],
  ])("is given for %s", async (_what, sent) => {
    expect((await claimsOf(await ask(sent))).client_id).toBe(READER_ID);
  });

  test.each([
    ["F [D] all custom scopes of the client when none is asked for", "", `${READ} ${WRITE}`],
    ["one of them", `&scope=${encodeURIComponent(WRITE)}`, WRITE],
    [
      "F [D] several, space separated",
      `&scope=${encodeURIComponent(WRITE)}+${encodeURIComponent(READ)}`,
      `${WRITE} ${READ}`,
    ],
    ["an empty scope counts as left out", "&scope=", `${READ} ${WRITE}`],
  ])("has the scopes: %s", async (_what, scope, granted) => {
    expect((await claimsOf(await ask({ basic: WRITER, body: GRANT + scope }))).scope).toBe(granted);
  });
});

test("F [D] a scope that is of no resource server is in no machine's token", async () => {
  const resources = changed("aws_cognito_user_pool_client.reader", {
    allowed_oauth_scopes: ["openid", READ],
  });
  expect((await claimsOf(await ask({ basic: READER, body: GRANT }, pools(resources)))).scope).toBe(READ);
  const asked = await ask({ basic: READER, body: `${GRANT}&scope=openid` }, pools(resources));
  expect(bodyOf(asked)).toEqual({ error: "invalid_scope" });
});

describe("F: refused, always 400 with a bare error", () => {
  /** A request, and what is changed in the reader's app client. */
  type Case = Sent & { readonly client?: Readonly<Record<string, unknown>> };
  test.each<[string, string, Case]>([
    ["F [R] a wrong secret is 400, not 401", "invalid_client", { basic: `${READER_ID}:wrong`, body: GRANT }],
    ["F [D] an unknown client", "invalid_client", { basic: "nobody:x", body: GRANT }],
    [
      "the secret of another client",
      "invalid_client",
      { basic: `${READER_ID}:${WRITER.split(":")[1]}`, body: GRANT },
    ],
    ["F [I] no client", "invalid_client", { body: GRANT }],
    ["F [I] a client in two ways", "invalid_request", { basic: READER, body: `${GRANT}&${form(READER)}` }],
    ["F [D] no grant_type", "invalid_request", { basic: READER }],
    [
      "[R] a JSON body sent as a form",
      "invalid_request",
      { basic: READER, body: '{"grant_type":"client_credentials"}' },
    ],
    ["F [D] another grant type", "unsupported_grant_type", { basic: READER, body: "grant_type=password" }],
    ["a lookalike of the grant type", "unsupported_grant_type", { basic: READER, body: `${GRANT}%20` }],
    [
      "F [R] a scope of the pool that the client has not",
      "invalid_scope",
      { basic: READER, body: `${GRANT}&scope=${encodeURIComponent(WRITE)}` },
    ],
    [
      "F [R] a scope that there is not",
      "invalid_scope",
      { basic: READER, body: `${GRANT}&scope=com.test.test/test.rea` },
    ],
    ["a scope for users", "invalid_scope", { basic: READER, body: `${GRANT}&scope=openid` }],
    [
      "F [R] OAuth flows not enabled",
      "invalid_grant",
      { basic: READER, body: GRANT, client: { allowed_oauth_flows_user_pool_client: false } },
    ],
    [
      "F [D] client_credentials not allowed",
      "unauthorized_client",
      { basic: READER, body: GRANT, client: { allowed_oauth_flows: ["code"] } },
    ],
    [
      "a public client",
      "unauthorized_client",
      {
        body: `${GRANT}&client_id=${READER_ID}`,
        client: { allowed_oauth_flows: ["code"], generate_secret: false },
      },
    ],
    [
      "F [D] a code from a client without that flow",
      "unauthorized_client",
      { basic: READER, body: "grant_type=authorization_code&code=x" },
    ],
    [
      "F [D] no code",
      "invalid_request",
      { basic: READER, body: "grant_type=authorization_code", client: { allowed_oauth_flows: ["code"] } },
    ],
    [
      "F [D] a code that does not exist",
      "invalid_grant",
      {
        basic: READER,
        body: "grant_type=authorization_code&code=x",
        client: { allowed_oauth_flows: ["code"] },
      },
    ],
    [
      "F [D] no refresh_token",
      "invalid_request",
      { basic: READER, body: "grant_type=refresh_token", client: { allowed_oauth_flows: ["code"] } },
    ],
  ])("%s → %s", async (_what, error, sent) => {
    const resources = changed("aws_cognito_user_pool_client.reader", sent.client ?? {});
    const answer = await ask(sent, pools(resources));
    expect(answer.status).toBe(400);
    expect(answer.body).toBe(`{"error":"${error}"}`);
    expect(headerOf(answer, "content-type")).toBe("application/json;charset=UTF-8");
    expect(headerOf(answer, "www-authenticate")).toBeUndefined();
    expect(refusals).toEqual([
      { address: "aws_cognito_user_pool.pool", stack: "cognito-scopes", error, reason: expect.any(String) },
    ]);
    expect(JSON.stringify(refusals)).not.toMatch(/secret0/);
  });

  test.each<[string, Sent]>([
    [
      "[R] a Content-Type that is no form",
      { basic: READER, body: GRANT, contentType: "'application/x-www-form-urlencoded'" },
    ],
    ["[R] JSON", { basic: READER, body: "{}", contentType: "application/json" }],
    ["[I] a body without a Content-Type", { basic: READER, body: GRANT, contentType: null }],
    ["F [D] GET", { method: "GET", basic: READER, query: GRANT }],
    ["PUT", { method: "PUT", basic: READER, body: GRANT }],
    ["a method in lower case", { method: "post", basic: READER, body: GRANT }],
  ])("405 without a body: %s", async (_what, sent) => {
    const answer = await ask(sent);
    expect([answer.status, answer.body, headerOf(answer, "allow")]).toEqual([405, "", "POST"]);
  });
});

describe("F: a browser's token request", () => {
  test("F [D] any origin may read the answer, the refusals too", async () => {
    for (const answer of [
      await ask({ basic: READER, body: GRANT }),
      await ask({}),
      await ask({ method: "GET" }),
    ]) {
      expect(headerOf(answer, "access-control-allow-origin")).toBe("*");
    }
  });

  test("a preflight for Authorization passes", async () => {
    const answer = await ask({
      method: "OPTIONS",
      headers: [["Access-Control-Request-Headers", "authorization"]],
    });
    expect(answer.status).toBe(204);
    expect(headerOf(answer, "access-control-allow-methods")).toBe("POST");
    expect(headerOf(answer, "access-control-allow-headers")).toBe("Authorization, *");
    expect(headerOf(answer, "access-control-allow-origin")).toBe("*");
  });

  test("no cache keeps a token", async () => {
    expect(headerOf(await ask({ basic: READER, body: GRANT }), "cache-control")).toContain("no-store");
  });
});

function form(credentials: string): string {
  const [id, secret] = credentials.split(":");
  return `client_id=${id}&client_secret=${secret}`;
}
