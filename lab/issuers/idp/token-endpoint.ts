import { type HeaderList, type HttpAnswer, jsonAnswer } from "../../http/message.ts";
import type { SigningKey } from "../keys.ts";
import { authenticateClient } from "../oauth/client-authentication.ts";
import { ANY_ORIGIN, preflight } from "../oauth/cors.ts";
import { OAuthError } from "../oauth/error.ts";
import { type TokenRequest, tokenParameters } from "../oauth/parameters.ts";
import { grantedScopes } from "../oauth/scope.ts";
import { signToken } from "../token.ts";
import { idpClaims, TOKEN_SECONDS } from "./claims.ts";
import type { IdpClient } from "./clients.ts";

/** RFC 6749 5.1: nobody keeps a copy of a token. */
const UNCACHED: HeaderList = [["Cache-Control", "no-store"], ["Pragma", "no-cache"], ...ANY_ORIGIN];

/** What the provider's token endpoint works with. */
export interface IdpTokenEndpoint {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  readonly key: SigningKey;
  readonly find: (clientId: string) => IdpClient | undefined;
  /** The permissions that a client has now. */
  readonly permissionsOf: (client: IdpClient) => readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The provider's token endpoint (RFC 6749 3.2). `client_credentials` is its one grant, so `grant_type` may be left
 * out. `scope` narrows the permissions; a caller without any gets a token that says so. Errors are those of RFC
 * 6749 5.2: 401 for a client that failed to authenticate, 400 for the rest, with a description.
 */
export async function handleIdpTokenRequest(
  endpoint: IdpTokenEndpoint,
  request: TokenRequest,
): Promise<HttpAnswer> {
  if (request.method === "OPTIONS") {
    return preflight("POST");
  }
  if (request.method !== "POST") {
    return jsonAnswer(405, { message: "The method must be POST" }, [["Allow", "POST"], ...ANY_ORIGIN]);
  }
  try {
    return jsonAnswer(200, await grant(endpoint, request), UNCACHED);
  } catch (error) {
    if (!(error instanceof OAuthError)) {
      throw error;
    }
    const { code, message } = error;
    // RFC 6749 5.2 allows an error_description neither quotation marks nor backslashes.
    const body = { error: code, error_description: message.replace(/["\\]|[^ -~]/g, "'") };
    return code === "invalid_client"
      ? jsonAnswer(401, body, [["WWW-Authenticate", 'Basic realm="idp"'], ...UNCACHED])
      : jsonAnswer(400, body, UNCACHED);
  }
}

async function grant(endpoint: IdpTokenEndpoint, request: TokenRequest): Promise<object> {
  const { issuer, audience, key } = endpoint;
  const parameters = tokenParameters(request);
  if ((parameters.all.get("grant_type") ?? "client_credentials") !== "client_credentials") {
    throw new OAuthError("unsupported_grant_type", "the grant type must be client_credentials");
  }
  const client = authenticateClient(request, parameters, endpoint.find);
  const wanted = parameters.all.get("audience");
  if (wanted !== undefined && ![audience].flat().includes(wanted)) {
    throw new OAuthError(
      "invalid_target",
      "the provider issues tokens for one audience, and this is another",
    );
  }
  const held = endpoint.permissionsOf(client);
  const scope = parameters.all.get("scope");
  const permissions = scope === undefined ? held : grantedScopes(scope, held);
  const claims = idpClaims({ issuer, audience, clientId: client.id, permissions, now: endpoint.now() });
  return {
    access_token: await signToken(key, claims, { typ: "JWT" }),
    token_type: "Bearer",
    expires_in: TOKEN_SECONDS,
    scope: permissions.join(" "),
  };
}
