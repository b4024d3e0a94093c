import type { UserPool } from "./pool.ts";

/**
 * A pool's discovery document, its members as Cognito lists them. A pool without a domain has no OAuth endpoints
 * to name. Of those named, the lab serves the token endpoint: no user signs in here.
 */
export function discoveryDocument({ issuer, domains }: Pick<UserPool, "issuer" | "domains">): object {
  const url = domains[0]?.url;
  const at = (path: string): string | undefined => (url === undefined ? undefined : `${url}${path}`);
  return {
    authorization_endpoint: at("/oauth2/authorize"),
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
    token_endpoint: at("/oauth2/token"),
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    userinfo_endpoint: at("/oauth2/userInfo"),
  };
}
