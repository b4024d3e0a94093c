import { randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import type { AppClient, UserPool } from "./pool.ts";

/**
 * The claims of a machine's access token, all ten and in Cognito's order (aws-behaviour F [R]): no `aud`, no
 * `username`, no groups.
 *
 * @param now milliseconds since the epoch.
 */
export function accessTokenClaims(
  pool: Pick<UserPool, "issuer">,
  client: Pick<AppClient, "id" | "accessTokenSeconds">,
  scopes: readonly string[],
  now: number,
): JWTPayload {
  const issued = Math.floor(now / 1_000);
  return {
    sub: client.id,
    token_use: "access",
    scope: scopes.join(" "),
    auth_time: issued,
    iss: pool.issuer,
    exp: issued + client.accessTokenSeconds,
    iat: issued,
    version: 2,
    jti: randomUUID(),
    client_id: client.id,
  };
}
