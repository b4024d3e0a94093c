import { type HttpRequest, headerValues } from "../../http/message.ts";
import { OAuthError } from "./error.ts";

/** A token request is a few hundred bytes; nothing legitimate comes near this. */
const LARGEST_BODY_BYTES = 64 * 1024;

/** Of the request, what a token endpoint reads. */
export type TokenRequest = Pick<HttpRequest, "method" | "path" | "query" | "headers" | "body">;

/** The parameters of a token request, by where they came from. */
export interface TokenParameters {
  /** All of them; those of the form and of the query together. */
  readonly all: ReadonlyMap<string, string>;
  /** Those of the query alone. */
  readonly query: ReadonlyMap<string, string>;
}

/**
 * The parameters of the form and of the query: Cognito takes `grant_type` from either. One without a value counts
 * as left out (RFC 6749 3.1).
 *
 * @throws OAuthError `invalid_request` when one comes with two values (RFC 6749 3.2), when a secret stands in the
 * query, where logs keep it (RFC 6749 2.3.1), or when the body is far too large.
 */
export function tokenParameters(request: TokenRequest): TokenParameters {
  if (request.body.length > LARGEST_BODY_BYTES) {
    throw new OAuthError("invalid_request", "the body is too large for a token request");
  }
  const query = collect(request.query, new Map());
  if (query.has("client_secret")) {
    throw new OAuthError("invalid_request", "client_secret must not be in the URL");
  }
  return { query, all: collect(request.body.toString("utf8"), new Map(query)) };
}

function collect(encoded: string, parameters: Map<string, string>): ReadonlyMap<string, string> {
  for (const [name, value] of new URLSearchParams(encoded)) {
    if (value === "") {
      continue;
    }
    const before = parameters.get(name);
    if (before !== undefined && before !== value) {
      throw new OAuthError("invalid_request", `${quote(name)} comes with two values`);
    }
    parameters.set(name, value);
  }
  return parameters;
}

/** The media type of a form, in lower case and without parameters; undefined when there is no `Content-Type`. */
export function mediaType(request: TokenRequest): string | undefined {
  return headerValues(request.headers, "content-type")[0]?.split(";", 1)[0]?.trim().toLowerCase();
}

/** A parameter's name for a message: short, and nothing in it breaks a line. */
function quote(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}
