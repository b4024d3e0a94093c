import { hash } from "node:crypto";
import type { SigV4Error } from "./types.ts";

/**
 * What a client is told, text by text. Unless a line says otherwise the text is recorded on execute-api
 * (aws-behaviour A.1, A.2). "Recorded on DynamoDB" is the same front end of AWS in another service (dynalite).
 */

/** Neither an `Authorization` header nor a signature in the query, or an algorithm word that is not AWS's. */
export function missingToken(detail: string): SigV4Error {
  return { type: "MissingAuthenticationToken", message: "Missing Authentication Token", detail };
}

/** A header and a query signature in one request. Recorded on DynamoDB. */
export function signedTwice(): SigV4Error {
  const message = "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.";
  return { type: "InvalidSignature", message, detail: "signed both in the query and in the header" };
}

/** Base64 of the SHA-256 of the whole header value, scheme included: AWS no longer repeats what it was sent. */
function hashed(header: string): string {
  return hash("sha256", Buffer.from(header, "latin1"), "base64");
}

/** `Bearer <token>`, for one: a word after the scheme without `=`. */
export function notKeyValue(header: string): SigV4Error {
  return {
    type: "IncompleteSignature",
    message: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed(header)}'.`,
    detail: "the Authorization header has a part that is not key=value: no SigV4 signature",
  };
}

/** `Authorization: key=value`. The recording (March 2026) may lack a tail. */
export function noAlgorithm(): SigV4Error {
  return {
    type: "IncompleteSignature",
    message: "Authorization header must begin with the algorithm name, which cannot include an equal-sign",
    detail: "the Authorization header does not begin with an algorithm",
  };
}

/** SigV4 fields that the header form lacks; the recording ends at `Base64)`, what follows is inferred. */
export function missingFields(fields: readonly string[], dateIsMissing: boolean, header: string): SigV4Error {
  const sentences = fields.map((field) => `Authorization header requires '${field}' parameter. `);
  if (dateIsMissing) {
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  }
  return {
    type: "IncompleteSignature",
    message: `${sentences.join("")}(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(header)}`,
    detail: `the Authorization header lacks ${[...fields, ...(dateIsMissing ? ["a date header"] : [])].join(", ")}`,
  };
}

/** SigV4 parameters that the query form lacks or repeats. Recorded on DynamoDB; aws-behaviour A.4. */
export function missingParameters(names: readonly string[]): SigV4Error {
  const sentences = names.map((name) => `AWS query-string parameters must include '${name}'. `).join("");
  return {
    type: "IncompleteSignature",
    message: `${sentences}Re-examine the query-string parameters.`,
    detail: `the query must have each of these once: ${names.join(", ")}`,
  };
}

/** `AWS4-…` that is not HMAC-SHA256. Recorded on DynamoDB. */
export function unsupportedAlgorithm(algorithm: string): SigV4Error {
  return {
    type: "IncompleteSignature",
    message: `Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256 for now). `,
    detail: "the signature's algorithm is not AWS4-HMAC-SHA256",
  };
}

/** Recorded on DynamoDB. */
export function badDate(date: string): SigV4Error {
  return {
    type: "IncompleteSignature",
    message: `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    detail: "the signature's date is not like 20130609T095204Z",
  };
}

/** Recorded on DynamoDB. */
export function badCredential(credential: string): SigV4Error {
  return {
    type: "IncompleteSignature",
    message: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    detail: "the credential is not <key id>/<date>/<region>/<service>/aws4_request",
  };
}

/** A refusal of the signature in one sentence that hides nothing. */
export function invalidSignature(message: string, detail = message.trim()): SigV4Error {
  return { type: "InvalidSignature", message, detail };
}

/** Signed too long ago. */
export function signatureExpired(date: string, limit: string, now: string, allowed: string): SigV4Error {
  return invalidSignature(`Signature expired: ${date} is now earlier than ${limit} (${now} - ${allowed})`);
}

/** Signed in the future. Recorded on SES and CloudFormation. */
export function notYetCurrent(date: string, limit: string, now: string, allowed: string): SigV4Error {
  return invalidSignature(
    `Signature not yet current: ${date} is still later than ${limit} (${now} + ${allowed})`,
  );
}

/** A header that has to be signed and is not. Recorded for the host; inferred for `x-amz-*`. */
export function notSigned(name: string): SigV4Error {
  return invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
}

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** A signature that is not the request's: with what the service calculated, so that the client can compare. */
export function mismatch(canonicalRequest: string, stringToSign: string, detail: string): SigV4Error {
  const canonical = Buffer.from(canonicalRequest, "latin1").toString("utf8");
  return {
    type: "InvalidSignature",
    message: `${MISMATCH}\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`,
    detail,
  };
}

/** An unknown key, or a session token that is missing or another's. */
export function unrecognizedClient(detail: string): SigV4Error {
  return {
    type: "UnrecognizedClient",
    message: "The security token included in the request is invalid.",
    detail,
  };
}

/** A session that is over. */
export function expiredToken(): SigV4Error {
  return {
    type: "ExpiredToken",
    message: "The security token included in the request is expired",
    detail: "the session's credentials have expired",
  };
}
