import type { GatewayError } from "./errors.ts";

/** Replaces what looks like a JWT: an error's text may repeat what it was given, and no log may. */
export function maskTokens(text: string): string {
  return text.replace(/eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)*/g, "***");
}

/**
 * An error as a log may show it. The text of a wrong signature goes on, after an empty line, to repeat the client's
 * signed headers, its session token among them: that is for the client alone.
 */
export function loggableError(error: GatewayError | undefined): GatewayError | undefined {
  const end = error?.message?.indexOf("\n\n") ?? -1;
  return error === undefined || end === -1
    ? error
    : { ...error, message: error.message?.slice(0, end) ?? null };
}
