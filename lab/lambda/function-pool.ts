import { randomUUID } from "node:crypto";
import { type FunctionConfig, type LambdaLimits, MAX_EVENT_BYTES } from "./config.ts";
import { ExecutionEnvironment, type InitError, type Invocation } from "./execution-environment.ts";
import {
  closing,
  eventTooLarge,
  type FunctionError,
  type InvokeResult,
  throttled,
  timeoutText,
} from "./result.ts";
import { monotonicNow } from "./worker/claims.mjs";

/** What a pool needs of the runtime around it. */
export interface PoolSurroundings {
  readonly limits: LambdaLimits;
  /** The lab's time, in milliseconds. */
  now(): number;
  /** Milliseconds that the lab's clock is ahead of the machine's. */
  shift(): number;
  onLog(requestId: string, level: string, text: string): void;
  /** There is something to sweep. */
  onBusy(): void;
}

/** Below this average a function is fast: sending it several invocations at once beats a round trip for each. */
const FAST_MS = 1;
/** Invocations that a fast function's environment gets ahead. */
const FAST_DEPTH = 32;
/** Weight of the newest duration in the average. */
const SMOOTHING = 0.2;
/** How long invocations may wait behind one that has become slow, before they go elsewhere. */
const STUCK_MS = 5;
/** How long the oldest invocation waits before a further environment is started: a slow function's, a fast one's. */
const GROW_MS = 5;
const GROW_FAST_MS = 50;

/**
 * The execution environments of one function and the invocations that wait for one, first come, first served. A
 * fast function runs in one environment however many call it; further ones start when invocations have to wait.
 */
export class FunctionPool {
  readonly #config: FunctionConfig;
  readonly #taskRoot: string;
  readonly #surroundings: PoolSurroundings;
  readonly #environments = new Set<ExecutionEnvironment>();
  /** Threads that run, of environments that have ended too. */
  #threads = 0;
  readonly #threadsGone: (() => void)[] = [];
  readonly #warming: (() => void)[] = [];
  #waiting: Invocation[] = [];
  #scheduled = false;
  #averageMs = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(config: FunctionConfig, taskRoot: string, surroundings: PoolSurroundings) {
    this.#config = config;
    this.#taskRoot = taskRoot;
    this.#surroundings = surroundings;
  }

  /** Runs one invocation. @param event JSON text */
  invoke(event: string): Promise<InvokeResult> {
    const requestId = randomUUID();
    return new Promise((resolve) => {
      const fail = (error: FunctionError, durationMs: number): void => {
        this.#logFailure(requestId, error);
        resolve({ ok: false, requestId, durationMs, ...error });
      };
      const refusal = this.#refusal(event);
      if (refusal) return fail(refusal, 0);
      const succeed = (payload: string, durationMs: number) =>
        resolve({ ok: true, requestId, payload, durationMs });
      this.#waiting.push({ requestId, event, arrived: monotonicNow(), succeed, fail });
      this.#schedule();
    });
  }

  /** Starts an environment if there is none. Resolves when it is ready, or has failed to be. */
  warm(): Promise<void> {
    if (this.#closed || [...this.#environments].some(({ state }) => state === "ready"))
      return Promise.resolve();
    if (this.#environments.size === 0) this.#start();
    this.#surroundings.onBusy();
    return new Promise((resolve) => this.#warming.push(resolve));
  }

  /** Invocations that wait or run. */
  get outstanding(): number {
    let sum = this.#waiting.length;
    for (const { load } of this.#environments) sum += load;
    return sum;
  }

  /** Megabytes that invocations which have run for some milliseconds may use; 0 if there are none. */
  memoryInUse(ranForMs: number): number {
    let sum = 0;
    for (const { runningFor } of this.#environments) if (runningFor > ranForMs) sum += this.#config.memoryMb;
    return sum;
  }

  /** Ends the environments whose invocation has run for some milliseconds, for they use too much memory. */
  endForMemory(ranForMs: number): void {
    for (const environment of this.#environments) {
      if (environment.runningFor > ranForMs) environment.end({ by: "memory" });
    }
  }

  /** Every few milliseconds: time-outs, growth, invocations stuck behind another. False if there is nothing to do. */
  sweep(): boolean {
    for (const environment of this.#environments) {
      environment.receive();
      environment.expire(this.#surroundings.limits.initTimeoutMs);
      if (environment.load > 1 && environment.runningFor > STUCK_MS) {
        this.#averageMs = Math.max(this.#averageMs, environment.runningFor);
        this.#waiting.unshift(...environment.takeBack());
      }
    }
    const waits = this.#oldestWait();
    if (waits > this.#surroundings.limits.queueTimeoutMs) this.#throttleOverdue();
    this.#dispatch();
    if (this.#waiting.length > 0 && waits > (this.#isFast ? GROW_FAST_MS : GROW_MS)) this.#grow();
    return this.outstanding > 0 || this.#isStarting;
  }

  /** Ends every environment; what waits or runs is refused. Resolves when the threads are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(closing(), 0);
    for (const environment of this.#environments) environment.end("closing");
    for (const resolve of this.#warming.splice(0)) resolve();
    if (this.#threads > 0) await new Promise<void>((resolve) => this.#threadsGone.push(resolve));
  }

  get #isFast(): boolean {
    return this.#averageMs < FAST_MS;
  }

  get #isStarting(): boolean {
    return [...this.#environments].some(({ state }) => state === "starting");
  }

  #refusal(event: string): FunctionError | undefined {
    if (this.#closed) return closing();
    if (this.#waiting.length >= this.#surroundings.limits.queue) return throttled();
    const bytes = event.length * 3 > MAX_EVENT_BYTES ? Buffer.byteLength(event) : 0;
    return bytes > MAX_EVENT_BYTES ? eventTooLarge(bytes, MAX_EVENT_BYTES) : undefined;
  }

  /** Dispatches once per turn of the event loop, so that requests read together are sent together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
    this.#surroundings.onBusy();
  }

  #dispatch(): void {
    if (this.#waiting.length === 0 || this.#closed) return;
    const depth = this.#isFast ? FAST_DEPTH : 1;
    for (const environment of this.#environments) {
      const room = depth - environment.load;
      if (environment.state !== "ready" || room <= 0) continue;
      environment.send(this.#waiting.splice(0, room), this.#surroundings.shift());
      if (this.#waiting.length === 0) return;
    }
    if (this.#environments.size === 0) this.#grow();
  }

  #grow(): void {
    if (!this.#isStarting && this.#threads < this.#surroundings.limits.environments) this.#start();
  }

  #start(): void {
    this.#threads++;
    const { onLog, now, shift } = this.#surroundings;
    const environment = new ExecutionEnvironment(this.#config, this.#taskRoot, now(), shift(), {
      onLog,
      onReady: () => {
        for (const resolve of this.#warming.splice(0)) resolve();
        this.#dispatch();
      },
      onResult: (durationMs) => {
        if (this.#averageMs === Number.POSITIVE_INFINITY) this.#averageMs = durationMs;
        this.#averageMs += (durationMs - this.#averageMs) * SMOOTHING;
        if (this.#waiting.length > 0) this.#schedule();
      },
      onEnd: (initError, unbegun) => this.#ended(environment, initError, unbegun),
      onGone: () => {
        this.#threads--;
        if (this.#threads === 0) for (const resolve of this.#threadsGone.splice(0)) resolve();
      },
    });
    this.#environments.add(environment);
  }

  #ended(
    environment: ExecutionEnvironment,
    initError: InitError | undefined,
    unbegun: readonly Invocation[],
  ): void {
    this.#environments.delete(environment);
    this.#waiting.unshift(...unbegun);
    if (initError) this.#initFailed(initError);
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Who waited for an environment that could not be started gets its error, unless another can serve. */
  #initFailed(initError: InitError): void {
    for (const resolve of this.#warming.splice(0)) resolve();
    if (this.#environments.size > 0) return;
    const failed = this.#waiting.splice(0);
    if (failed.length === 0) this.#logFailure("", initError(""));
    for (const { requestId, fail } of failed) fail(this.#closed ? closing() : initError(requestId), 0);
  }

  #oldestWait(): number {
    const [oldest] = this.#waiting;
    return oldest ? monotonicNow() - oldest.arrived : 0;
  }

  #throttleOverdue(): void {
    const limit = monotonicNow() - this.#surroundings.limits.queueTimeoutMs;
    const overdue = this.#waiting.filter(({ arrived }) => arrived < limit);
    this.#waiting = this.#waiting.filter(({ arrived }) => arrived >= limit);
    for (const { fail } of overdue) fail(throttled(), 0);
  }

  #logFailure(requestId: string, { kind, errorType, errorMessage, trace }: FunctionError): void {
    const { onLog, now } = this.#surroundings;
    if (kind === "timeout") {
      const time = new Date(now()).toISOString();
      onLog(requestId, "", `${time} ${requestId} ${timeoutText(this.#config.timeoutSeconds)}`);
      return;
    }
    // A stack begins with the error's name and message.
    onLog(requestId, "ERROR", trace.length > 0 ? trace.join("\n") : `${errorType}: ${errorMessage}`);
  }
}
