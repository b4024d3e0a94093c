import { createPublicKey, type KeyObject } from "node:crypto";
import type { Jwk } from "aws-jwt-verify/jwk";
import type { SupportedSignatureAlgorithm } from "aws-jwt-verify/jwt-verifier";

/** A public key of the issuer, for the algorithms that it may verify. */
export interface SigningKey {
  readonly kid: string;
  readonly jwk: Jwk;
  readonly publicKey: KeyObject;
  readonly algorithms: readonly SupportedSignatureAlgorithm[];
}

/** RFC 7518 3.3 */
const LEAST_RSA_BITS = 2048;

/** Which algorithms a key is for, by the type that node gives it and, for elliptic curves, the curve (RFC 7518 3.4, RFC 8037). */
const ALGORITHMS: Readonly<Record<string, readonly SupportedSignatureAlgorithm[]>> = {
  rsa: ["RS256", "RS384", "RS512"],
  "ec prime256v1": ["ES256"],
  "ec secp384r1": ["ES384"],
  "ec secp521r1": ["ES512"],
  ed25519: ["EdDSA"],
  ed448: ["EdDSA"],
};

/**
 * The keys of a key set that tokens may be verified with. Others are passed over, as RFC 7517 5 asks: an unknown type,
 * a key for encryption, a shared secret, RSA under 2048 bits.
 *
 * @param allowed the algorithms of the configuration
 * @throws {Error} no key set, or none of its keys can be used
 */
export function readKeySet(document: unknown, allowed: readonly SupportedSignatureAlgorithm[]): SigningKey[] {
  const keys: unknown = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error("came no key set; allowed: an object with keys");
  const usable = keys.flatMap((jwk) => readKey(jwk, allowed));
  if (usable.length === 0) throw new Error(`came ${keys.length} keys, none for ${allowed.join(", ")}`);
  return usable;
}

function readKey(jwk: Partial<Jwk> | null, allowed: readonly SupportedSignatureAlgorithm[]): SigningKey[] {
  if (typeof jwk?.kid !== "string" || !(jwk.use === undefined || jwk.use === "sig")) return [];
  const publicKey = toPublicKey(jwk);
  if (!publicKey) return [];
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  if (asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS) return [];
  const type = [asymmetricKeyType, asymmetricKeyDetails?.namedCurve].filter(Boolean).join(" ");
  const algorithms = (ALGORITHMS[type] ?? []).filter(
    (algorithm) => allowed.includes(algorithm) && (jwk.alg === undefined || jwk.alg === algorithm),
  );
  return algorithms.length === 0 ? [] : [{ kid: jwk.kid, jwk: jwk as Jwk, publicKey, algorithms }];
}

function toPublicKey(jwk: Partial<Jwk>): KeyObject | undefined {
  try {
    // A shared secret (`oct`) is no public key and throws, as does anything malformed.
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}
