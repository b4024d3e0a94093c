/** One invocation: calls the handler and settles once, by promise, callback or context, as Lambda's runtime does. */

import { now } from "./clock.mjs";
import { RuntimeError, reportError } from "./errors.mjs";

/** Largest response of a synchronous invocation, in bytes. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** @typedef {import("./errors.mjs").ErrorReport} ErrorReport */
/** @typedef {{ ok: true, payload: string } | ({ ok: false, kind: "unhandled" | "invalid-result" } & ErrorReport)} Outcome */
/** @typedef {{ arn: string, name: string, memoryMb: number, timeoutMs: number, logGroup: string, logStream: string }} Facts */

export class Invocation {
  #settle;
  #settled = false;
  /** The handler's return value is awaited, so that an empty event loop means that it never comes. */
  #awaited = false;
  /** A callback's result that waits for the event loop to empty; undefined while there is none. */
  /** @type {{ value: unknown } | undefined} */
  #held;
  /** @type {{ callbackWaitsForEmptyEventLoop: boolean } | undefined} */
  #context;

  /** @param {(outcome: Outcome) => void} settle called once */
  constructor(settle) {
    this.#settle = settle;
  }

  /**
   * @param {import("./handler.mjs").Handler} handler
   * @param {string} requestId
   * @param {string} event JSON text
   * @param {Facts} facts
   */
  run(handler, requestId, event, facts) {
    this.#awaited = handler.constructor?.name === "AsyncFunction";
    try {
      this.#context = this.#newContext(requestId, facts);
      const result = /** @type {any} */ (handler(JSON.parse(event), this.#context, this.#callback));
      if (typeof result?.then === "function") result.then(this.#succeed, this.#fail);
    } catch (error) {
      this.#callback(error);
    }
  }

  /** The event loop is empty: a held result is due, and what has not settled never will. */
  eventLoopEmpty() {
    if (this.#held) this.#complete(this.#held.value);
    else if (this.#awaited) this.#report(new NodeJsExit());
    else this.#complete(null);
  }

  #callback = (/** @type {unknown} */ error, /** @type {unknown} */ result = undefined) => {
    if (this.#settled || this.#held) return;
    if (error !== undefined && error !== null) this.#report(error);
    else if (this.#context?.callbackWaitsForEmptyEventLoop) this.#held = { value: result };
    else this.#complete(result);
  };

  #succeed = (/** @type {unknown} */ result) => {
    if (!this.#held) this.#complete(result);
  };

  #fail = (/** @type {unknown} */ error) => {
    if (!this.#held) this.#report(error ?? "handled");
  };

  #done = (/** @type {unknown} */ error, /** @type {unknown} */ result) => {
    if (error === undefined || error === null) this.#succeed(result);
    else this.#fail(error);
  };

  /**
   * @param {string} requestId
   * @param {Facts} facts
   */
  #newContext(requestId, facts) {
    const deadline = now() + facts.timeoutMs;
    // A plain property, read when the callback is called: an accessor of its own for each context would cost V8 a
    // new hidden class for each, and half of what an invocation allocates would outlive it.
    return {
      callbackWaitsForEmptyEventLoop: true,
      succeed: this.#succeed,
      fail: this.#fail,
      done: this.#done,
      functionVersion: "$LATEST",
      functionName: facts.name,
      memoryLimitInMB: String(facts.memoryMb),
      logGroupName: facts.logGroup,
      logStreamName: facts.logStream,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn: facts.arn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => deadline - now(),
    };
  }

  /** @param {unknown} result */
  #complete(result) {
    if (this.#settled) return;
    let payload;
    try {
      payload = JSON.stringify(result === undefined ? null : result);
    } catch {
      // Said below, with the other results that have no JSON: functions and symbols.
    }
    this.#settled = true;
    if (payload === undefined)
      this.#settle(invalid(reportError(new Error("Unable to stringify response body"))));
    else if (payload.length * 3 > MAX_RESPONSE_BYTES && Buffer.byteLength(payload) > MAX_RESPONSE_BYTES) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
      this.#settle(invalid({ errorType: "Function.ResponseSizeTooLarge", errorMessage, trace: [] }));
    } else this.#settle({ ok: true, payload });
  }

  /** @param {unknown} error */
  #report(error) {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle({ ok: false, kind: "unhandled", ...reportError(error) });
  }
}

class NodeJsExit extends RuntimeError {
  constructor() {
    const cause = "This is most commonly caused by a Promise that was never settled.";
    const url = "https://nodejs.org/docs/latest/api/process.html#exit-codes";
    const text = "The Lambda runtime client detected an unexpected Node.js exit code.";
    super("NodeJsExit", `${text} ${cause} For more information, see ${url}`);
  }
}

/**
 * @param {ErrorReport} report
 * @returns {Outcome}
 */
function invalid(report) {
  return { ok: false, kind: "invalid-result", ...report };
}
