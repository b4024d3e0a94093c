import { randomUUID } from "node:crypto";
import type { HeaderList, HttpAnswer } from "../../http/message.ts";
import { authenticateClient } from "../oauth/client-authentication.ts";
import { ANY_ORIGIN, preflight } from "../oauth/cors.ts";
import { OAuthError } from "../oauth/error.ts";
import { mediaType, type TokenRequest, tokenParameters } from "../oauth/parameters.ts";
import { type AccessTokenResponse, clientCredentials } from "./client-credentials.ts";
import type { AppClient, UserPool } from "./pool.ts";

const FORM = "application/x-www-form-urlencoded";

/** What a pool's token endpoint works with. */
export interface TokenEndpoint {
  readonly pool: UserPool;
  /** What a client may have now, of the scopes that it was declared with. */
  readonly scopesOf: (client: AppClient) => readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told why a request was refused, which Cognito's answer does not say. Nothing in it is secret. */
  readonly onRefusal: (error: OAuthError) => void;
}

/**
 * `POST /oauth2/token` of a pool's domain, as Cognito answers it (aws-behaviour F): every refusal is 400 with an
 * `error` and nothing else, `invalid_client` too. The parameters may stand in the query (`POST
 * /oauth2/token?grant_type=client_credentials` without a body). Another method, and a body that is not a form,
 * get 405 without a body [R: amazon-archives/amazon-cognito-auth-js#52, ueberauth/oauth2#135].
 */
export async function handleTokenRequest(
  endpoint: TokenEndpoint,
  request: TokenRequest,
): Promise<HttpAnswer> {
  if (request.method === "OPTIONS") {
    return preflight("POST");
  }
  const type = mediaType(request);
  const isForm = type === FORM || (type === undefined && request.body.length === 0);
  if (request.method !== "POST" || !isForm) {
    return { status: 405, headers: [["Allow", "POST"], ...commonHeaders()], body: "" };
  }
  try {
    return answer(200, await grant(endpoint, request));
  } catch (error) {
    if (!(error instanceof OAuthError)) {
      throw error;
    }
    endpoint.onRefusal(error);
    return answer(400, { error: error.code });
  }
}

async function grant(endpoint: TokenEndpoint, request: TokenRequest): Promise<AccessTokenResponse> {
  const { pool, scopesOf, now } = endpoint;
  const parameters = tokenParameters(request);
  const grantType = parameters.all.get("grant_type");
  if (grantType === undefined) {
    throw new OAuthError("invalid_request", "grant_type is missing");
  }
  if (!["client_credentials", "authorization_code", "refresh_token"].includes(grantType)) {
    throw new OAuthError(
      "unsupported_grant_type",
      `there is no grant type ${JSON.stringify(grantType.slice(0, 40))}`,
    );
  }
  const client = authenticateClient(request, parameters, (id) => pool.clients.get(id));
  if (!client.oauthEnabled) {
    throw new OAuthError(
      "invalid_grant",
      `${client.address}: allowed_oauth_flows_user_pool_client is not true`,
    );
  }
  if (grantType === "client_credentials") {
    return clientCredentials(pool, client, scopesOf(client), parameters.all.get("scope"), now());
  }
  return refuseUserGrant(client, grantType, parameters.all);
}

/** No user signs in at the lab, so it never gave out a code or a refresh token: whatever comes is not one. */
function refuseUserGrant(
  client: AppClient,
  grantType: string,
  parameters: ReadonlyMap<string, string>,
): never {
  if (!client.flows.includes("code")) {
    throw new OAuthError("unauthorized_client", `${client.address}: code is not among allowed_oauth_flows`);
  }
  const due = grantType === "refresh_token" ? "refresh_token" : "code";
  if (!parameters.has(due)) {
    throw new OAuthError("invalid_request", `${due} is missing`);
  }
  throw new OAuthError("invalid_grant", `the lab signs in no users, so there is no such ${due}`);
}

function answer(status: number, body: object): HttpAnswer {
  return {
    status,
    headers: [["Content-Type", "application/json;charset=UTF-8"], ...commonHeaders()],
    body: JSON.stringify(body),
  };
}

/** Of the recorded headers those that mean something over plain HTTP; no cookie. */
function commonHeaders(): HeaderList {
  return [
    ["x-amz-cognito-request-id", randomUUID()],
    ["X-Content-Type-Options", "nosniff"],
    ["Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"],
    ["Pragma", "no-cache"],
    ["Expires", "0"],
    ...ANY_ORIGIN,
  ];
}
