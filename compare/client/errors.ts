/** A credential could not be had: who refused it, with what, and what to look at. Fails the scenario that needs it. */
export class CredentialError extends Error {
  /** The error code of the service that refused: `AccessDenied`, `invalid_client`. */
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CredentialError";
    this.code = code;
  }
}

/** The target lacks something that a scenario needs: the cell says so and is not run. */
export class NotHere extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotHere";
  }
}
