/**
 * Why an invocation failed: the function said so (`unhandled`), took too long, its environment died (`crash`), its
 * handler could not be loaded (`init`), its result is not JSON or is too large (`invalid-result`), or Lambda did not
 * run it at all (`refused`: throttled, event too large, lab closing).
 */
export type FailureKind = "unhandled" | "timeout" | "crash" | "init" | "invalid-result" | "refused";

/** A function error in the form of Lambda's error payload. */
export interface FunctionError {
  readonly kind: FailureKind;
  readonly errorType: string;
  readonly errorMessage: string;
  /** The stack as the Node runtime reports it, line by line; empty where there is none. */
  readonly trace: readonly string[];
}

/** What became of one invocation. */
export type InvokeResult =
  | { readonly ok: true; readonly requestId: string; readonly payload: string; readonly durationMs: number }
  | ({ readonly ok: false; readonly requestId: string; readonly durationMs: number } & FunctionError);

/**
 * A time-out, as Lambda reports it now: `Sandbox.Timedout` with the request id in the message. The older form
 * (`<ISO date> <request id> Task timed out after 3.00 seconds`) is what the function's log still says.
 */
export function timedOut(requestId: string, timeoutSeconds: number): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: ${timeoutText(timeoutSeconds)}`;
  return { kind: "timeout", errorType: "Sandbox.Timedout", errorMessage, trace: [] };
}

/** `Task timed out after 3.00 seconds`. */
export function timeoutText(timeoutSeconds: number): string {
  return `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
}

/** How an execution environment ended without its function saying why. */
export type Death =
  | { readonly by: "exit"; readonly code: number }
  | { readonly by: "signal"; readonly signal: string }
  | { readonly by: "memory" };

/** The runtime process ended during an invocation: `Runtime.ExitError`, or `Runtime.OutOfMemory`, in Lambda's words. */
export function runtimeExited(requestId: string, death: Death, kind: FailureKind = "crash"): FunctionError {
  const errorType = death.by === "memory" ? "Runtime.OutOfMemory" : "Runtime.ExitError";
  return { kind, errorType, errorMessage: `RequestId: ${requestId} Error: ${deathText(death)}`, trace: [] };
}

function deathText(death: Death): string {
  if (death.by === "memory") return "Runtime exited with error: signal: killed";
  if (death.by === "signal") return `Runtime exited with error: signal: ${death.signal}`;
  return death.code === 0
    ? "Runtime exited without providing a reason"
    : `Runtime exited with error: exit status ${death.code}`;
}

/** More invocations than Lambda would run or queue. */
export function throttled(): FunctionError {
  return {
    kind: "refused",
    errorType: "TooManyRequestsException",
    errorMessage: "Rate Exceeded.",
    trace: [],
  };
}

/** An event over the limit of a synchronous invocation. */
export function eventTooLarge(bytes: number, limit: number): FunctionError {
  const errorMessage = `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${limit} bytes)`;
  return { kind: "refused", errorType: "RequestEntityTooLargeException", errorMessage, trace: [] };
}

/** The lab stopped before the invocation ended. */
export function closing(): FunctionError {
  return {
    kind: "refused",
    errorType: "ServiceException",
    errorMessage: "the Lambda runtime of the lab is closed",
    trace: [],
  };
}
