import { OAuthError } from "../oauth/error.ts";
import { grantedScopes } from "../oauth/scope.ts";
import { signToken } from "../token.ts";
import { accessTokenClaims } from "./claims.ts";
import type { AppClient, UserPool } from "./pool.ts";

/** What a successful token request answers, in Cognito's order (aws-behaviour F [D]). */
export interface AccessTokenResponse {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly token_type: "Bearer";
}

/**
 * The `client_credentials` grant (RFC 6749 4.4): an access token with scopes of resource servers.
 *
 * A scope that the client has not is `invalid_scope`. Cognito's own pages disagree on that (the token page says
 * that it is ignored); what was recorded is the error (aws-behaviour F [R]).
 *
 * @param scopes what the client may have now, of what it was declared with.
 * @param requested the `scope` parameter.
 * @param now milliseconds since the epoch.
 */
export async function clientCredentials(
  pool: UserPool,
  client: AppClient,
  scopes: readonly string[],
  requested: string | undefined,
  now: number,
): Promise<AccessTokenResponse> {
  if (!client.flows.includes("client_credentials")) {
    throw new OAuthError(
      "unauthorized_client",
      "client_credentials is not among the client's allowed_oauth_flows",
    );
  }
  const custom = scopes.filter((scope) => pool.resourceServerScopes.includes(scope));
  const granted = grantedScopes(requested, custom);
  return {
    access_token: await signToken(pool.key, accessTokenClaims(pool, client, granted, now)),
    expires_in: client.accessTokenSeconds,
    token_type: "Bearer",
  };
}
