import { randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";

/** An access token of an hour. */
export const TOKEN_SECONDS = 3_600;

/** Who a token is from, for and about. */
export interface IdpToken {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  readonly clientId: string;
  readonly permissions: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The claims of an access token (RFC 9068 2.2, `sub` being the client itself). The permissions stand in it twice:
 * as `scope`, where OAuth has them, and as the `permissions` list that some providers send.
 */
export function idpClaims({ issuer, audience, clientId, permissions, now }: IdpToken): JWTPayload {
  const issued = Math.floor(now / 1_000);
  return {
    iss: issuer,
    sub: clientId,
    aud: typeof audience === "string" ? audience : [...audience],
    iat: issued,
    exp: issued + TOKEN_SECONDS,
    jti: randomUUID(),
    client_id: clientId,
    scope: permissions.join(" "),
    permissions: [...permissions],
  };
}
