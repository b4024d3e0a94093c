import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { ALGORITHM, type SigningKey } from "./keys.ts";

/**
 * Signs claims, in their order, as a JWT of the issuer that owns the key. It adds no claim of its own, so it also
 * makes the hand-made tokens of tests: expired, of another audience, an ID token.
 *
 * @param header further header parameters, after `kid` and `alg` (Cognito's own header has these two alone).
 */
export async function signToken(
  key: SigningKey,
  claims: JWTPayload,
  header: Omit<JWTHeaderParameters, "alg"> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ kid: key.kid, alg: ALGORITHM, ...header })
    .sign(key.privateKey);
}
