import { percentDecode, type QueryParameter } from "./canonical.ts";
import * as errors from "./errors.ts";
import type { SignedRequest, SigV4Error } from "./types.ts";

/** What a client says about its signature, as it says it: nothing of it is checked yet. */
export interface Authorization {
  readonly form: "header" | "query";
  readonly algorithm: string;
  /** `<key id>/<date>/<region>/<service>/aws4_request`. */
  readonly credential: string;
  /** Lower-case and sorted. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly sessionToken: string | undefined;
  /** `X-Amz-Expires` of the query form, in seconds. */
  readonly expires: string | undefined;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const HEADER_FIELDS = ["Credential", "Signature", "SignedHeaders"];
const QUERY_FIELDS = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
  "X-Amz-Date",
];

/** Finds the signature in the header or in the query (aws-behaviour A.1, A.4). */
export function readAuthorization(
  request: SignedRequest,
  headers: ReadonlyMap<string, string>,
  query: readonly QueryParameter[],
): Authorization | SigV4Error {
  // Not the canonical value: its hash goes back to the client. Two headers are one list, which is no SigV4.
  const header = request.headers
    .filter(([name]) => name.toLowerCase() === "authorization")
    .map(([, value]) => value)
    .join(",")
    .trim();
  const inQuery = query.some(({ name }) => name === "X-Amz-Algorithm");
  if (inQuery) return header === "" ? fromQuery(query, headers) : errors.signedTwice();
  return header === "" ? errors.missingToken("the request is not signed") : fromHeader(header, headers);
}

function fromHeader(header: string, headers: ReadonlyMap<string, string>): Authorization | SigV4Error {
  const [algorithm = "", ...pieces] = header.split(/[ \t,]+/);
  if (algorithm.includes("=")) return errors.noAlgorithm();

  const fields = new Map<string, string>();
  for (const piece of pieces) {
    if (piece === "") continue;
    const at = piece.indexOf("=");
    if (at < 0) return errors.notKeyValue(header);
    const name = piece.slice(0, at);
    // Which of two would count is not known: neither does.
    fields.set(name, fields.has(name) ? "" : piece.slice(at + 1));
  }

  const date = headers.get("x-amz-date") ?? headers.get("date") ?? "";
  const missing = HEADER_FIELDS.filter((name) => !fields.get(name));
  if (missing.length === 0 && !algorithm.startsWith("AWS4-")) {
    return errors.missingToken("the Authorization header is of another scheme");
  }
  if (missing.length > 0 || date === "") return errors.missingFields(missing, date === "", header);

  return {
    form: "header",
    algorithm,
    credential: fields.get("Credential") ?? "",
    signedHeaders: headerList(fields.get("SignedHeaders") ?? ""),
    signature: fields.get("Signature") ?? "",
    date,
    sessionToken: headers.get("x-amz-security-token"),
    expires: undefined,
  };
}

function fromQuery(
  query: readonly QueryParameter[],
  headers: ReadonlyMap<string, string>,
): Authorization | SigV4Error {
  const fields = new Map<string, string>();
  for (const { name, value } of query) fields.set(name, fields.has(name) ? "" : percentDecode(value));

  const missing = QUERY_FIELDS.filter((name) => !fields.get(name));
  if (missing.length > 0) return errors.missingParameters(missing);
  const algorithm = fields.get("X-Amz-Algorithm") ?? "";
  if (!algorithm.startsWith("AWS4-")) return errors.missingToken("X-Amz-Algorithm is of another scheme");

  return {
    form: "query",
    algorithm,
    credential: fields.get("X-Amz-Credential") ?? "",
    signedHeaders: headerList(fields.get("X-Amz-SignedHeaders") ?? ""),
    signature: fields.get("X-Amz-Signature") ?? "",
    date: fields.get("X-Amz-Date") ?? "",
    sessionToken: fields.get("X-Amz-Security-Token") ?? headers.get("x-amz-security-token"),
    expires: fields.get("X-Amz-Expires"),
  };
}

function headerList(text: string): readonly string[] {
  return text.toLowerCase().split(";").sort();
}

/** Whether the algorithm is the one that is supported. */
export function isSupported(authorization: Authorization): boolean {
  return authorization.algorithm === ALGORITHM;
}
