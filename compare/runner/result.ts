import type { DecisionRecord } from "../client/control.ts";
import type { Exchange } from "../client/exchange.ts";
import type { Headers } from "../client/message.ts";
import type { Method } from "../method.ts";

/** How one scenario ended with one method in one stack. */
export interface CellResult {
  readonly scenario: string;
  readonly method: Method;
  readonly stack: string;
  /** `inexpressible`: the method has no such thing. `not-run`: this target cannot run it. */
  readonly outcome: "passed" | "failed" | "inexpressible" | "not-run";
  /** Why it failed, is inexpressible or was not run. */
  readonly reason?: string;
  readonly steps: readonly StepResult[];
  /** What the client asked of whom, credentials included. */
  readonly exchanges: readonly Exchange[];
  /** How the target decided the last request, where it tells. */
  readonly decision?: DecisionRecord;
}

/** One request, and what it got. Nothing is masked yet. */
export interface StepResult {
  readonly shows?: string;
  readonly request: SentRequest;
  /** The status, error type and body that were expected, as a reader may compare them. */
  readonly expected: Shown;
  readonly actual?: Shown;
  /** Empty when the answer is as expected. */
  readonly mismatches: readonly string[];
  /** Seconds since the scenario began, by the target's clock. */
  readonly at: number;
  /** The name that the target gave the request. */
  readonly requestId?: string;
}

/** A request as it was sent. */
export interface SentRequest {
  readonly verb: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly localAddress?: string;
}

/** An answer in three lines. */
export interface Shown {
  readonly status: number;
  readonly errorType?: string;
  readonly body?: string;
}
