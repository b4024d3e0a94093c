import { verify } from "node:crypto";
import { BoundedMap } from "../gateway/bounded-map.ts";
import type { UserPool } from "../issuers/cognito/pool.ts";
import { formatClaims } from "./claims.ts";

/** The claims of a token; nothing of them is trusted before the signature. */
export type Claims = Readonly<Record<string, unknown>>;

/** A token whose signature is the pool's. What its claims allow is another question, asked of every request. */
export interface VerifiedToken {
  readonly pool: UserPool;
  readonly claims: Claims;
  /** What the backend gets of it: made once, since the claims stay what they are. */
  readonly context: { readonly claims: Readonly<Record<string, string>> };
}

export type TokenVerification =
  | { readonly ok: true; readonly token: VerifiedToken }
  | { readonly ok: false; readonly why: string };

const PART = /^[A-Za-z0-9_-]+$/;

/**
 * Verifies the signatures of user pools' tokens, with node's own RSA. The key is the pool's, known beforehand: of
 * the token's header only `alg` (RS256, nothing else) and `kid` (the pool's, to the letter) count; `jku`, `jwk`,
 * `x5u` and the like are never looked at, and a header with `crit` is refused (RFC 7515 4.1.11).
 */
export class TokenVerifier {
  readonly #pool: (arn: string) => UserPool | undefined;
  /** Tokens whose signature has been verified. A signature does not age; claims are looked at every time. */
  readonly #verified: BoundedMap<VerifiedToken>;

  /** @param capacity how many verified tokens are remembered. @default 2,000 */
  constructor(pools: { pool(arn: string): UserPool | undefined }, capacity = 2000) {
    this.#pool = (arn) => pools.pool(arn);
    this.#verified = new BoundedMap(capacity);
  }

  /** Whether one of these pools signed the token. Never throws. */
  verify(token: string, providerArns: readonly string[]): TokenVerification {
    const known = this.#verified.get(token);
    if (known !== undefined) {
      return providerArns.includes(known.pool.arn)
        ? { ok: true, token: known }
        : refuse("the token is of a user pool that the authorizer does not name");
    }
    const result = this.#check(token, providerArns);
    if (result.ok) this.#verified.set(token, result.token);
    return result;
  }

  #check(token: string, providerArns: readonly string[]): TokenVerification {
    const parts = token.split(".");
    const [header, payload, signature] = parts;
    if (parts.length !== 3 || !header || !payload || !signature || !parts.every((part) => PART.test(part))) {
      return refuse("the token is not a JWT of three base64url parts");
    }
    const protectedHeader = parseObject(header);
    if (protectedHeader === undefined) return refuse("the JWT's header is not a JSON object");
    if (protectedHeader.alg !== "RS256") return refuse("the JWT's alg is not RS256");
    if ("crit" in protectedHeader) return refuse("the JWT's header has crit");
    const pool = providerArns.map(this.#pool).find((candidate) => candidate?.key.kid === protectedHeader.kid);
    if (pool === undefined) return refuse("the JWT's kid is none of the authorizer's user pools'");
    const bytes = Buffer.from(signature, "base64url");
    // Unused bits of the last character would let one signature be written in several ways.
    if (bytes.toString("base64url") !== signature) return refuse("the JWT's signature is not base64url");
    if (!verify("sha256", Buffer.from(`${header}.${payload}`, "latin1"), pool.key.publicKey, bytes)) {
      return refuse("the JWT's signature is not the user pool's");
    }
    const claims = parseObject(payload);
    return claims === undefined
      ? refuse("the JWT's payload is not a JSON object")
      : { ok: true, token: { pool, claims, context: { claims: formatClaims(claims) } } };
  }
}

function refuse(why: string): TokenVerification {
  return { ok: false, why };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function parseObject(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(UTF8.decode(Buffer.from(part, "base64url")));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}
