import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader } from "jose";
import { generateSigningKey, importSigningKey, type SigningKey } from "../../../lab/issuers/keys.ts";
import { signToken } from "../../../lab/issuers/token.ts";

let key: SigningKey;
let other: SigningKey;

beforeAll(async () => {
  [key, other] = await Promise.all([generateSigningKey(), generateSigningKey()]);
});

describe("a signing key", () => {
  test("is RSA-2048 for RS256, its kid being its thumbprint (RFC 7638)", async () => {
    expect(key.privateKey.asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
      publicExponent: 65537n,
    });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
    expect(key.kid).not.toBe(other.kid);
  });

  test("publishes the public members alone, in Cognito's order", () => {
    expect(Object.keys(key.publicJwk)).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(key.publicJwk).toMatchObject({ alg: "RS256", kty: "RSA", use: "sig", kid: key.kid });
  });

  test("comes back out of its private JWK", async () => {
    const again = await importSigningKey({ ...key.privateJwk });
    expect(again.privateJwk).toEqual(key.privateJwk);
  });

  test("signs a token whose header has kid and alg alone, as Cognito's", async () => {
    const token = await signToken(key, { sub: "x" });
    expect(Object.entries(decodeProtectedHeader(token))).toEqual([
      ["kid", key.kid],
      ["alg", "RS256"],
    ]);
    const { payload } = await compactVerify(token, key.publicKey);
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ sub: "x" });
    await expect(compactVerify(token, other.publicKey)).rejects.toThrow();
  });

  test("adds no claim of its own to a hand-made token", async () => {
    const claims = { token_use: "id", aud: "1reader", exp: 1, custom: [1, "two"] };
    const token = await signToken(key, claims, { typ: "JWT" });
    expect(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).toEqual(claims);
    expect(decodeProtectedHeader(token).typ).toBe("JWT");
  });
});

describe("importSigningKey refuses", () => {
  test.each<[string, () => Record<string, unknown>]>([
    ["a kid that is not the thumbprint", () => ({ ...key.privateJwk, kid: "mine" })],
    ["another algorithm", () => ({ ...key.privateJwk, alg: "RS512" })],
    ["another use", () => ({ ...key.privateJwk, use: "enc" })],
    ["a public key alone", () => ({ ...key.publicJwk })],
    ["the private half of another key", () => ({ ...other.privateJwk, n: key.privateJwk.n, kid: key.kid })],
    ["another key type", () => ({ kty: "EC", crv: "P-256", x: "", y: "", d: "" })],
    ["nothing", () => ({})],
  ])("%s", async (_what, jwk) => {
    // By name: node's own errors are of another realm than the test's.
    await expect(importSigningKey(jwk())).rejects.toMatchObject({ name: "TypeError" });
  });
});
