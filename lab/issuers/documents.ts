import { type HttpAnswer, type HttpRequest, jsonAnswer } from "../http/message.ts";
import type { SigningKey } from "./keys.ts";
import { ANY_ORIGIN, preflight } from "./oauth/cors.ts";

const METHODS = "GET, HEAD";

/** The public keys of an issuer, as its `jwks_uri` serves them (RFC 7517 5). */
export function publicJwks(key: SigningKey): object {
  return { keys: [key.publicJwk] };
}

/** Serves a document of an issuer to anyone, pages included: there is nothing secret in it. */
export function documentAnswer(method: HttpRequest["method"], document: object): HttpAnswer {
  if (method === "OPTIONS") {
    return preflight(METHODS);
  }
  if (method !== "GET" && method !== "HEAD") {
    return jsonAnswer(405, { message: `The method must be one of ${METHODS}` }, [
      ["Allow", METHODS],
      ...ANY_ORIGIN,
    ]);
  }
  return jsonAnswer(200, document, ANY_ORIGIN);
}

/** Nothing is here; the message says what the lab has in this place. */
export function nothingHere(message: string): HttpAnswer {
  return jsonAnswer(404, { message }, ANY_ORIGIN);
}
