import {
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
} from "aws-jwt-verify/error";
import { decomposeUnverifiedJwt, validateJwtFields } from "aws-jwt-verify/jwt";
import type { JwtHeader, JwtPayload } from "aws-jwt-verify/jwt-model";
import { verifyJwtSync } from "aws-jwt-verify/jwt-verifier";
import type { Configuration } from "./config.ts";
import { type RefusalReason, Refused } from "./errors.ts";
import type { SigningKey } from "./signing-key.ts";

/** What API Gateway lets through in all headers together (aws-behaviour D.3): nothing longer can be meant as a token. */
const MOST_CHARACTERS = 10_240;

/** RFC 6750 2.1; the scheme's case does not matter (RFC 9110 11.1), a token without it is not accepted. */
const BEARER = /^bearer +(\S+)$/i;

/** RFC 7515 3.1: three parts in base64url without padding. The signature is not empty, as it is with `alg: none`. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** RFC 4648 3.5: unused bits are zero. Otherwise one token could be written in several ways, each cached apart. */
const isCanonical = (part: string) => Buffer.from(part, "base64url").toString("base64url") === part;

/** `typ` of an access token: RFC 7519 5.1 and RFC 9068 2.1. Others, such as `logout+jwt`, are JWTs for something else. */
const TYPES = ["jwt", "at+jwt"];

/** Where to find the key for a token that passed every check which needs none. */
export type FindKey = (kid: string, algorithm: Configuration["algorithms"][number]) => Promise<SigningKey>;

/**
 * The claims of a valid token in an `Authorization` header.
 *
 * Everything that can be refused without a key is refused before one is asked for, so that only tokens made for this API
 * can cause a fetch; then the same claims are verified once more, with the signature. Headers that bring or point to a
 * key (`jwk`, `jku`, `x5c`, `x5u`) are never read: the key is the issuer's, by `kid`.
 *
 * @throws {Refused} the token is missing, malformed or not valid
 * @throws whatever `findKey` throws
 */
export async function verifyToken(
  authorization: unknown,
  { issuer, audience, algorithms }: Configuration,
  findKey: FindKey,
): Promise<JwtPayload> {
  if (typeof authorization !== "string" || authorization.length > MOST_CHARACTERS)
    throw new Refused("no-bearer-token");
  const [, token] = BEARER.exec(authorization) ?? [];
  if (!token) throw new Refused("no-bearer-token");
  if (!COMPACT.test(token) || !token.split(".").every(isCanonical)) throw new Refused("malformed");
  const options = { issuer, audience };

  const { header, payload } = refuseOn("malformed", () => decomposeUnverifiedJwt(token));
  const { kid } = checkHeader(header);
  const algorithm = algorithms.find((allowed) => allowed === header.alg);
  if (!algorithm) throw new Refused("algorithm");
  refuseOn("claims", () => validateJwtFields(payload, options));
  checkClaims(payload);

  const key = await findKey(kid, algorithm);
  return refuseOn("signature", () => verifyJwtSync(token, key.jwk, options, () => key.publicKey));
}

function checkHeader({ kid, typ, crit }: JwtHeader & { typ?: unknown; crit?: unknown }): {
  readonly kid: string;
} {
  // RFC 7515 4.1.11: an extension that is critical and not understood makes the token invalid.
  if (crit !== undefined) throw new Refused("header");
  if (typ !== undefined) {
    const type = typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : "";
    if (!TYPES.includes(type)) throw new Refused("header");
  }
  if (!kid) throw new Refused("header");
  return { kid };
}

/** aws-jwt-verify lets a token without `exp` live forever, and one be used in the very second of its `exp` (RFC 7519 4.1.4). */
function checkClaims({ exp, sub }: JwtPayload): void {
  if (exp === undefined || !sub) throw new Refused("claims");
  if (exp * 1000 <= Date.now()) throw new Refused("expired");
}

/** Of aws-jwt-verify's errors, those that have a reason of their own. */
const REASONS: readonly (readonly [new (...args: never[]) => Error, RefusalReason])[] = [
  [JwtParseError, "malformed"],
  [JwtExpiredError, "expired"],
  [JwtNotBeforeError, "not-yet-valid"],
  [JwtInvalidIssuerError, "issuer"],
  [JwtInvalidAudienceError, "audience"],
  [JwtInvalidSignatureError, "signature"],
];

/** Whatever goes wrong while a token is checked is the token's fault: it is refused. */
function refuseOn<T>(reason: RefusalReason, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new Refused(REASONS.find(([type]) => error instanceof type)?.[1] ?? reason);
  }
}
