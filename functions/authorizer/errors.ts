/** Why a token is refused: what the log of a 401 says, and nothing of the token itself. */
export type RefusalReason =
  | "no-bearer-token"
  | "malformed"
  | "header"
  | "algorithm"
  | "claims"
  | "issuer"
  | "audience"
  | "expired"
  | "not-yet-valid"
  | "unknown-key"
  | "signature";

/** The token does not authenticate anybody: 401. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The issuer's keys cannot be had, so nothing can be said of the token: 500 (aws-behaviour D.1, "any other error"). */
export class JwksUnavailable extends Error {
  override readonly name = "JwksUnavailable";

  /** @param cause what went wrong, with the URL; it is logged */
  constructor(cause: unknown) {
    super(`JwksUnavailable: ${describe(cause)}`, { cause });
  }
}

/** The function is not configured in a way that it could verify a token: it must not start. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** An error with its causes, in one line. */
export function describe(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { message, code, name, cause } = error as Partial<NodeJS.ErrnoException>;
  // A refused connection to a name with several addresses has an empty message and only a code.
  const text = message || code || name || "error";
  return cause === undefined ? text : `${text}: ${describe(cause)}`;
}
