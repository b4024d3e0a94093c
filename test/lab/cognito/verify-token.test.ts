import { constants, createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { TokenVerifier } from "../../../lab/cognito/verify-token.ts";
import type { UserPool } from "../../../lab/issuers/cognito/pool.ts";
import { accessClaims, token, userPool } from "./support.ts";

let pool: UserPool;
let verifier: TokenVerifier;
beforeAll(async () => {
  pool = await userPool();
  verifier = new TokenVerifier({ pool: (arn) => (arn === pool.arn ? pool : undefined) }, 10);
});

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A JWT with any header, signed with any key by RS256. */
function forge(
  header: unknown,
  key: KeyObject = pool.key.privateKey,
  claims: unknown = accessClaims(pool),
): string {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

const accepts = (jwt: string) => verifier.verify(jwt, [pool.arn]).ok;

describe("TokenVerifier", () => {
  test("accepts the pool's own tokens, and the second time from memory", async () => {
    const jwt = await token(pool.key, accessClaims(pool));
    const first = verifier.verify(jwt, [pool.arn]);
    const second = verifier.verify(jwt, [pool.arn]);
    expect(first).toMatchObject({ ok: true, token: { claims: { client_id: "client1" } } });
    expect(second.ok && first.ok && second.token === first.token).toBe(true);
  });

  test("a remembered token is not taken for an authorizer of another pool", async () => {
    const jwt = await token(pool.key, accessClaims(pool));
    expect(accepts(jwt)).toBe(true);
    expect(verifier.verify(jwt, ["arn:aws:cognito-idp:ap-northeast-2:123456789012:userpool/other"]).ok).toBe(
      false,
    );
  });
});

describe("TokenVerifier never accepts a hostile header", () => {
  const attacker = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...attacker.publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig" };
  const headers = (): [string, object][] => [
    ["jku", { alg: "RS256", kid: pool.key.kid, jku: "http://127.0.0.1:1/jwks.json" }],
    ["jwk", { alg: "RS256", kid: pool.key.kid, jwk }],
    ["x5u", { alg: "RS256", kid: pool.key.kid, x5u: "http://127.0.0.1:1/cert" }],
    ["x5c", { alg: "RS256", kid: pool.key.kid, x5c: ["AAAA"] }],
    ["kid as a path", { alg: "RS256", kid: "../../../../dev/null" }],
    ["kid as SQL", { alg: "RS256", kid: "' OR 1=1 --" }],
    ["kid as an array", { alg: "RS256", kid: [pool.key.kid] }],
    ["no kid", { alg: "RS256" }],
  ];

  test("signed by the attacker", () => {
    for (const [, header] of headers()) expect(accepts(forge(header, attacker.privateKey))).toBe(false);
  });

  test("alg none, in every case, with and without a signature", () => {
    for (const alg of ["none", "None", "NONE", "nOnE", "", null, 0]) {
      const unsigned = `${part({ alg, kid: pool.key.kid })}.${part(accessClaims(pool))}`;
      expect(accepts(`${unsigned}.`)).toBe(false);
      expect(accepts(unsigned)).toBe(false);
      expect(accepts(forge({ alg, kid: pool.key.kid }))).toBe(false);
    }
  });

  test("HMAC with the public key as the secret", () => {
    const signed = `${part({ alg: "HS256", kid: pool.key.kid })}.${part(accessClaims(pool))}`;
    for (const secret of [
      pool.key.publicKey.export({ type: "spki", format: "pem" }),
      pool.key.publicKey.export({ type: "spki", format: "der" }),
      JSON.stringify(pool.key.publicJwk),
    ]) {
      const mac = createHmac("sha256", secret).update(signed).digest("base64url");
      expect(accepts(`${signed}.${mac}`)).toBe(false);
    }
  });

  test("the pool's own key under another algorithm: RS384, RS512, PS256", () => {
    for (const alg of ["RS384", "RS512", "PS256", "rs256", " RS256"]) {
      const signed = `${part({ alg, kid: pool.key.kid })}.${part(accessClaims(pool))}`;
      const signature =
        alg === "PS256"
          ? sign("sha256", Buffer.from(signed), {
              key: pool.key.privateKey,
              padding: constants.RSA_PKCS1_PSS_PADDING,
            })
          : createSign(alg === "RS512" ? "sha512" : alg === "RS384" ? "sha384" : "sha256")
              .update(signed)
              .sign(pool.key.privateKey);
      expect(accepts(`${signed}.${signature.toString("base64url")}`)).toBe(false);
    }
  });

  test("crit is refused even under the pool's own signature (RFC 7515 4.1.11)", () => {
    expect(accepts(forge({ alg: "RS256", kid: pool.key.kid, crit: ["exp"] }))).toBe(false);
  });

  test.each(["[]", "null", '"x"', "1", "not json"])("a payload that is not an object: %s", (payload) => {
    const signed = `${part({ alg: "RS256", kid: pool.key.kid })}.${part(payload)}`;
    const signature = sign("sha256", Buffer.from(signed), pool.key.privateKey).toString("base64url");
    expect(accepts(`${signed}.${signature}`)).toBe(false);
  });
});

describe("TokenVerifier and tampering", () => {
  test("no token with one character changed is accepted", async () => {
    const jwt = await token(pool.key, accessClaims(pool));
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ";
    fc.assert(
      fc.property(fc.nat(jwt.length - 1), fc.constantFrom(...alphabet), (at, char) => {
        fc.pre(jwt[at] !== char);
        expect(accepts(jwt.slice(0, at) + char + jwt.slice(at + 1))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("the last character's unused bits do not make a second spelling", async () => {
    const jwt = await token(pool.key, accessClaims(pool, { jti: "spelling" }));
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const others = [...alphabet].filter((char) => char !== jwt.at(-1));
    expect(others.filter((char) => accepts(jwt.slice(0, -1) + char))).toEqual([]);
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => parts.join(".")),
        ),
        (text) => {
          expect(accepts(text)).toBe(false);
        },
      ),
    );
  });
});
