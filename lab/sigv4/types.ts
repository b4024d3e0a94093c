import type { Principal } from "../iam/principal.ts";

/**
 * A request as it came over the wire. Text holds one character a byte, the way `node:http` hands it over, so that
 * what is hashed is what was sent. Percent-encodings, `//`, dot segments and repeated headers are as the client
 * wrote them.
 */
export interface SignedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The query without its `?`. */
  readonly query: string;
  /** Name in the client's case and value, in wire order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** One access key, long-term or of a session, with the identity that it stands for. */
export interface CredentialRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present exactly when the key belongs to a session. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; a long-term key has none. */
  readonly expiresAt?: number;
  readonly principal: Principal;
}

/** What a signature is verified for. */
export interface VerifyOptions {
  /** The region that the credential must be scoped to, or several that will do. */
  readonly region: string | readonly string[];
  /** The service that the credential must be scoped to: `execute-api`, `sts`. */
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How far the signature's time may be off, in minutes. @default 5 */
  readonly skewMinutes?: number;
  lookup(accessKeyId: string): CredentialRecord | undefined;
}

/** Kinds of failure, named like AWS's exceptions without the word `Exception`. */
export type SigV4ErrorType =
  | "MissingAuthenticationToken"
  | "IncompleteSignature"
  | "InvalidSignature"
  | "UnrecognizedClient"
  | "ExpiredToken";

/** Why a request is not authenticated. */
export interface SigV4Error {
  readonly type: SigV4ErrorType;
  /**
   * AWS's text for the client. For a wrong signature it repeats the client's own signed headers, a session token
   * among them: never log it.
   */
  readonly message: string;
  /** What was wrong, for a log and for `--explain`: holds no secret, no token and no signature. */
  readonly detail: string;
}

/** Whether a request is authentic, and in which form it was signed: `Authorization` header or query string. */
export type Verification =
  | { readonly ok: true; readonly credential: CredentialRecord; readonly form: "header" | "query" }
  | { readonly ok: false; readonly error: SigV4Error };
