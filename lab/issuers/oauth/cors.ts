import type { HeaderList, HttpAnswer } from "../../http/message.ts";

/**
 * Any page may read the answer: so documents Cognito of its token endpoint (aws-behaviour F), and a token request
 * carries its credentials itself, never a cookie.
 */
export const ANY_ORIGIN: HeaderList = [["Access-Control-Allow-Origin", "*"]];

/**
 * The answer to a browser that asks before it sends (a preflight). `Authorization` is named since `*` leaves it
 * out (Fetch standard, "CORS-safelisted and non-wildcard request-header name").
 *
 * @param methods the methods of the resource.
 */
export function preflight(methods: string): HttpAnswer {
  return {
    status: 204,
    headers: [
      ...ANY_ORIGIN,
      ["Access-Control-Allow-Methods", methods],
      ["Access-Control-Allow-Headers", "Authorization, *"],
      ["Access-Control-Max-Age", "7200"],
    ],
    body: "",
  };
}
