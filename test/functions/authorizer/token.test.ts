import { createHmac } from "node:crypto";
import type { Configuration } from "../../../functions/authorizer/config.ts";
import { Refused } from "../../../functions/authorizer/errors.ts";
import { readKeySet } from "../../../functions/authorizer/signing-key.ts";
import { verifyToken } from "../../../functions/authorizer/token.ts";
import { makeKey, makeToken, rs256, type TestKey } from "./issuer.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const seconds = NOW / 1000;
const CONFIGURATION: Configuration = {
  issuer: "https://issuer.example/",
  audience: "the-api",
  algorithms: ["RS256"],
};
const key = makeKey("one");
const stranger = makeKey("one");
const claims = {
  iss: CONFIGURATION.issuer,
  aud: "the-api",
  sub: "reader",
  iat: seconds,
  exp: seconds + 3600,
};
const header = { alg: "RS256", typ: "JWT", kid: "one" };

beforeEach(() => {
  jest.spyOn(Date, "now").mockReturnValue(NOW);
});
afterEach(() => jest.restoreAllMocks());

/** Verifies with the issuer's one key, and counts how often a key was asked for. */
async function verify(authorization: unknown, configuration = CONFIGURATION, published: TestKey = key) {
  let asked = 0;
  const result = verifyToken(authorization, configuration, async (kid, algorithm) => {
    asked++;
    const found = readKeySet({ keys: [published.jwk] }, configuration.algorithms).find(
      (candidate) => candidate.kid === kid && candidate.algorithms.includes(algorithm),
    );
    if (!found) throw new Refused("unknown-key");
    return found;
  });
  const outcome = await result.catch((error: Refused) => error);
  return { outcome, reason: outcome instanceof Refused ? outcome.reason : "none", asked };
}

const signed = (change: object = {}, changedHeader: object = {}, by = key) =>
  `Bearer ${makeToken({ ...header, ...changedHeader }, { ...claims, ...change }, rs256(by))}`;

describe("accepted", () => {
  test.each<[string, string]>([
    ["audience as a string", signed()],
    ["audience in a list", signed({ aud: ["other", "the-api"] })],
    ["the scheme in any case, after any number of spaces", signed().replace("Bearer ", "bEARER   ")],
    ["without a type", signed({}, { typ: undefined })],
    ["RFC 9068 type", signed({}, { typ: "at+jwt" })],
    ["RFC 9068 type as a media type", signed({}, { typ: "application/AT+JWT" })],
    ["valid from this very second", signed({ nbf: seconds })],
    ["valid for one more second", signed({ exp: seconds + 1 })],
    [
      "a header that names another key, which is not looked at",
      signed({}, { jku: "https://evil.example/keys" }),
    ],
  ])("%s", async (_, authorization) => {
    expect((await verify(authorization)).outcome).toMatchObject({ sub: "reader" });
  });

  test("another algorithm, where the configuration allows it", async () => {
    const { alg: _, ...jwk } = key.jwk;
    const published = { ...key, jwk };
    const { outcome } = await verify(
      signed(),
      { ...CONFIGURATION, algorithms: ["ES256", "RS256"] },
      published,
    );
    expect(outcome).toMatchObject({ sub: "reader" });
  });
});

const hmac = (secret: string | Buffer) => (input: string) =>
  createHmac("sha256", secret).update(input).digest();
const pem = key.publicKey.export({ format: "pem", type: "spki" });
const tampered = () => {
  const [head, , signature] = signed().split(".");
  const payload = Buffer.from(JSON.stringify({ ...claims, sub: "writer" })).toString("base64url");
  return `${head}.${payload}.${signature}`;
};

describe("refused before a key is asked for", () => {
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "no-bearer-token"],
    ["an empty header", "", "no-bearer-token"],
    ["no string", { Bearer: "x" }, "no-bearer-token"],
    ["another scheme", "Basic cmVhZGVyOnNlY3JldA==", "no-bearer-token"],
    ["a token without a scheme", signed().slice("Bearer ".length), "no-bearer-token"],
    ["two tokens", `${signed()}, ${signed()}`, "no-bearer-token"],
    ["a scheme alone", "Bearer ", "no-bearer-token"],
    ["more than all headers may have together", `Bearer ${"a".repeat(10_240)}`, "no-bearer-token"],
    ["no JWT", "Bearer opaque", "malformed"],
    ["five parts, as an encrypted token has", "Bearer a.b.c.d.e", "malformed"],
    ["padding", signed().replace(/$/, "="), "malformed"],
    ["parts that are not JSON", "Bearer aaaa.bbbb.cccc", "malformed"],
    ["a payload that is a list", `Bearer ${makeToken(header, [claims], rs256(key))}`, "malformed"],
    ["a payload that is null", `Bearer ${makeToken(header, null, rs256(key))}`, "malformed"],
    [
      "alg none without a signature",
      `Bearer ${makeToken({ ...header, alg: "none" }, claims, () => Buffer.of())}`,
      "malformed",
    ],
    ["alg none with one", signed({}, { alg: "none" }), "algorithm"],
    ["alg None", signed({}, { alg: "None" }), "algorithm"],
    ["no alg", signed({}, { alg: undefined }), "algorithm"],
    ["alg as a number", signed({}, { alg: 256 }), "malformed"],
    [
      "HMAC with the public key",
      `Bearer ${makeToken({ ...header, alg: "HS256" }, claims, hmac(pem))}`,
      "algorithm",
    ],
    ["HMAC with nothing", `Bearer ${makeToken({ ...header, alg: "HS256" }, claims, hmac(""))}`, "algorithm"],
    ["a real algorithm that is not allowed", signed({}, { alg: "RS512" }), "algorithm"],
    ["no key id", signed({}, { kid: undefined }), "header"],
    ["an empty key id", signed({}, { kid: "" }), "header"],
    ["a key id as a list", signed({}, { kid: ["one"] }), "malformed"],
    ["a critical extension", signed({}, { crit: ["exp"] }), "header"],
    ["an empty list of critical extensions", signed({}, { crit: [] }), "header"],
    ["the type of a logout token", signed({}, { typ: "logout+jwt" }), "header"],
    ["the type of a DPoP proof", signed({}, { typ: "dpop+jwt" }), "header"],
    ["a type that is no string", signed({}, { typ: ["JWT"] }), "header"],
    ["expired", signed({ exp: seconds - 1 }), "expired"],
    ["expired in this very second", signed({ exp: seconds }), "expired"],
    ["expired long ago, with a fraction", signed({ exp: 0.5 }), "expired"],
    ["without expiry", signed({ exp: undefined }), "claims"],
    ["an expiry that is no number", signed({ exp: "2099-01-01" }), "malformed"],
    ["not yet valid", signed({ nbf: seconds + 1 }), "not-yet-valid"],
    ["a beginning that is no number", signed({ nbf: "0" }), "malformed"],
    ["another issuer", signed({ iss: "https://issuer.example" }), "issuer"],
    ["no issuer", signed({ iss: undefined }), "issuer"],
    ["issuers in a list", signed({ iss: [CONFIGURATION.issuer] }), "malformed"],
    ["another audience", signed({ aud: "the-api/" }), "audience"],
    ["other audiences", signed({ aud: ["a", "b"] }), "audience"],
    ["an empty list of audiences", signed({ aud: [] }), "audience"],
    ["no audience", signed({ aud: undefined }), "audience"],
    ["an audience that is a number", signed({ aud: 1 }), "malformed"],
    ["no subject", signed({ sub: undefined }), "claims"],
    ["an empty subject", signed({ sub: "" }), "claims"],
    ["a subject that is a number", signed({ sub: 42 }), "malformed"],
    ["a scope that is a list", signed({ scope: ["test.read"] }), "malformed"],
  ])("%s", async (_, authorization, reason) => {
    expect(await verify(authorization)).toMatchObject({ reason, asked: 0 });
  });
});

describe("refused with the issuer's key in hand", () => {
  test.each<[string, string, string]>([
    ["signed by somebody else", signed({}, {}, stranger), "signature"],
    ["signed by the key that it brings", signed({}, { jwk: stranger.jwk }, stranger), "signature"],
    ["signed by a key elsewhere", signed({}, { jku: "http://127.0.0.1:1/keys" }, stranger), "signature"],
    ["other claims under the signature", tampered(), "signature"],
    ["a signature of nothing", signed().replace(/[\w-]+$/, "AAAA"), "signature"],
    ["a key id that no key has", signed({}, { kid: "two" }), "unknown-key"],
    ["a path for a key id", signed({}, { kid: "../../../dev/null" }), "unknown-key"],
    ["a property of every object for a key id", signed({}, { kid: "__proto__" }), "unknown-key"],
  ])("%s", async (_, authorization, reason) => {
    expect(await verify(authorization)).toMatchObject({ reason, asked: 1 });
  });
});

test("a key is asked for once for each token, and a failure to get it is not the token's", async () => {
  const failure = new Error("no keys");
  await expect(verifyToken(signed(), CONFIGURATION, () => Promise.reject(failure))).rejects.toBe(failure);
});
