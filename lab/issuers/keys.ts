import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint } from "jose";

/** The one signature algorithm of the local issuers: what Cognito signs with, RSASSA-PKCS1-v1_5 with SHA-256. */
export const ALGORITHM = "RS256";
const MODULUS_BITS = 2048;

/** The public half as it stands in a JWKS document; the members in the order in which Cognito lists them. */
export interface PublicJwk {
  readonly alg: typeof ALGORITHM;
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
}

/** The private half, with which anyone can sign a token of this issuer. Secret. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

/** The key of one local issuer. */
export interface SigningKey {
  /** What the header of each of its tokens carries: the key's SHA-256 thumbprint (RFC 7638). */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly privateJwk: PrivateJwk;
  readonly publicJwk: PublicJwk;
}

/** A new RSA-2048 key. The work is done off the main thread, so several are made at a time. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: MODULUS_BITS,
    publicExponent: 0x10001,
  });
  return fromPrivateKey(privateKey);
}

/**
 * A key out of its private JWK.
 *
 * @throws TypeError when it is not an RSA-2048 key for RS256, when its `kid` is not its thumbprint, or when its
 * private half does not fit its public half.
 */
export async function importSigningKey(jwk: Readonly<Record<string, unknown>>): Promise<SigningKey> {
  const key = await fromPrivateKey(createPrivateKey({ key: { ...jwk }, format: "jwk" }));
  for (const member of ["alg", "kid", "kty", "use"] as const) {
    if (jwk[member] !== key.publicJwk[member]) {
      throw new TypeError(`a signing key's ${member} must be ${key.publicJwk[member]}`);
    }
  }
  const sample = randomBytes(32);
  const signs = verify("sha256", sample, key.publicKey, sign("sha256", sample, key.privateKey));
  if (!signs || !fits(key.privateJwk)) {
    throw new TypeError("a signing key's private half must fit its public half");
  }
  return key;
}

async function fromPrivateKey(privateKey: KeyObject): Promise<SigningKey> {
  const modulusBits = privateKey.asymmetricKeyDetails?.modulusLength;
  if (privateKey.asymmetricKeyType !== "rsa" || modulusBits !== MODULUS_BITS) {
    throw new TypeError(`a signing key must be RSA with ${MODULUS_BITS} bits`);
  }
  const { e, n, d, p, q, dp, dq, qi } = privateKey.export({ format: "jwk" }) as Record<string, string>;
  const kid = await calculateJwkThumbprint({ kty: "RSA", e, n } as { kty: string });
  const publicJwk = { alg: ALGORITHM, e, kid, kty: "RSA", n, use: "sig" } as PublicJwk;
  return {
    kid,
    privateKey,
    publicKey: createPublicKey(privateKey),
    privateJwk: { ...publicJwk, d, p, q, dp, dq, qi } as PrivateJwk,
    publicJwk,
  };
}

/**
 * Whether the members of a private key belong together (RFC 8017 3.2). Signing alone does not show it: it goes by
 * the primes and never looks at `d`.
 */
function fits(jwk: PrivateJwk): boolean {
  const [n, e, d, p, q, dp, dq, qi] = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(
    (member) => BigInt(`0x${Buffer.from(member, "base64url").toString("hex")}`),
  ) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    d % (p - 1n) === dp &&
    d % (q - 1n) === dq &&
    (qi * q) % p === 1n
  );
}
