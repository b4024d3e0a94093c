import { headerValues } from "../../http/message.ts";
import { secretsEqual } from "../secret.ts";
import { OAuthError } from "./error.ts";
import type { TokenParameters, TokenRequest } from "./parameters.ts";

/** A client as the issuer knows it. */
export interface RegisteredClient {
  readonly id: string;
  /** Undefined for a public client, which authenticates by its id alone. */
  readonly secret: string | undefined;
}

/** What a request says of its client. */
interface PresentedClient {
  readonly id: string;
  readonly secret: string | undefined;
}

/** Compared with when there is no such client, so that an unknown id takes the time of a known one. */
const NO_SECRET = "there is no such client";

/**
 * The client that a token request authenticates as: by HTTP Basic, or by `client_id` and `client_secret` in the
 * form (RFC 6749 2.3.1, aws-behaviour F). With Basic, `client_id` may stand in the form too, as in Cognito's own
 * examples, if it is the same; a secret in both places is refused (RFC 6749 2.3).
 *
 * @throws OAuthError `invalid_client`, without saying what was wrong with the client; `invalid_request` when the
 * request names a client in two ways.
 */
export function authenticateClient<Client extends RegisteredClient>(
  request: TokenRequest,
  parameters: TokenParameters,
  find: (id: string) => Client | undefined,
): Client {
  const presented = basicClient(request, parameters) ?? formClient(parameters);
  const client = find(presented.id);
  const right =
    client !== undefined && client.secret === undefined
      ? presented.secret === undefined
      : secretsEqual(presented.secret ?? "", client?.secret ?? NO_SECRET);
  if (client === undefined || !right) {
    throw new OAuthError("invalid_client", "the client is unknown or its secret is wrong");
  }
  return client;
}

function basicClient(request: TokenRequest, parameters: TokenParameters): PresentedClient | undefined {
  const [header, ...others] = headerValues(request.headers, "authorization");
  if (header === undefined) {
    return undefined;
  }
  if (others.length > 0) {
    throw new OAuthError("invalid_request", "there is more than one Authorization header");
  }
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header)?.[1];
  const decoded = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 1) {
    throw new OAuthError("invalid_client", "the Authorization header is not HTTP Basic");
  }
  const id = decoded.slice(0, colon);
  if (parameters.all.has("client_secret") || (parameters.all.get("client_id") ?? id) !== id) {
    throw new OAuthError(
      "invalid_request",
      "the client is named both by HTTP Basic and otherwise in the form",
    );
  }
  return { id, secret: decoded.slice(colon + 1) };
}

function formClient({ all }: TokenParameters): PresentedClient {
  const id = all.get("client_id");
  if (id === undefined) {
    // RFC 6749 5.2: `invalid_client` is also for "no client authentication included".
    throw new OAuthError("invalid_client", "no client is named, by HTTP Basic or in the form");
  }
  return { id, secret: all.get("client_secret") };
}
