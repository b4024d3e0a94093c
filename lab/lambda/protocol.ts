import type { MessagePort } from "node:worker_threads";
import type { Redirect } from "./config.ts";
import type { Death, FailureKind } from "./result.ts";

/** What the thread of an execution environment is started with. */
export interface Start {
  readonly port: MessagePort;
  /** Memory of a `Claims`. */
  readonly control: SharedArrayBuffer;
  /** Milliseconds that the lab's clock is ahead of the machine's. */
  readonly shift: number;
  readonly taskRoot: string;
  readonly handlerName: string;
  readonly redirects: readonly Redirect[];
  readonly facts: {
    readonly arn: string;
    readonly name: string;
    readonly memoryMb: number;
    readonly timeoutMs: number;
    readonly logGroup: string;
    readonly logStream: string;
  };
}

/** Invocations, to the thread: the sequence number of the first, the clock's shift, then request id and event of each. */
export type Batch = readonly [sequence: number, shift: number, ...idsAndEvents: string[]];

/**
 * From the thread: a result's JSON text, which is the most common and therefore bare; an error in its place; the
 * handler loaded, or not; an error while nothing ran; how the function ended its process; a line of output.
 * Results come in the order in which the invocations were begun.
 */
export type Message =
  | string
  | readonly [
      "error" | "idle-error",
      kind: FailureKind,
      errorType: string,
      errorMessage: string,
      trace: readonly string[],
    ]
  | readonly ["init-error", errorType: string, errorMessage: string, trace: readonly string[]]
  | readonly ["ready"]
  | readonly ["death", Death]
  | readonly ["log", requestId: string, level: string, text: string];
