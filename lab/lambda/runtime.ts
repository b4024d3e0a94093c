import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { DEFAULT_LIMITS, type FunctionConfig, type LambdaLimits } from "./config.ts";
import { extractDeploymentPackage } from "./deployment-package.ts";
import { FunctionPool } from "./function-pool.ts";
import { logLines } from "./log-lines.ts";
import { MemoryWatch } from "./memory-watch.ts";
import type { InvokeResult } from "./result.ts";

/** A line that a function printed, or that says why it failed; without a request id it was between invocations. */
export interface LogLine {
  readonly functionName: string;
  readonly requestId: string;
  readonly text: string;
}

export interface LambdaRuntimeOptions {
  /** The time that functions see. */
  readonly clock: Clock;
  onLog(line: LogLine): void;
  /** @default - DEFAULT_LIMITS */
  readonly limits?: Partial<LambdaLimits>;
}

/** A function that can be invoked. */
export interface LambdaFunction {
  readonly config: FunctionConfig;
  /** No invocation takes longer, waiting and loading included; in milliseconds. */
  readonly longestMs: number;
  /** @param event a JSON value */
  invoke(event: unknown): Promise<InvokeResult>;
  /** Like `invoke`, for an event that is JSON text already. */
  invokeText(event: string): Promise<InvokeResult>;
  /** Starts an execution environment ahead of the first invocation; resolves when it is ready or has failed. */
  warm(): Promise<void>;
}

/** Time-outs are exact to this many milliseconds. */
const SWEEP_MS = 5;
/** Sweeps between two looks at the process's memory. */
const SWEEPS_PER_MEMORY_CHECK = 5;
/** An invocation that has run for this long may be one that uses the memory up. */
const LONG_MS = 20;
/** How long `close` waits for threads, some of which may be in native code that cannot be stopped. */
const CLOSE_MS = 200;

/**
 * Runs Lambda functions out of their deployment packages, each in threads of its own (design: a crash, a time-out or
 * an endless loop costs the invocation, not the lab).
 */
export class LambdaRuntime {
  readonly #options: LambdaRuntimeOptions;
  readonly #limits: LambdaLimits;
  readonly #pools: FunctionPool[] = [];
  readonly #directory: string;
  #packages = 0;
  readonly #memory = new MemoryWatch();
  #sweeper: NodeJS.Timeout | undefined;
  #sweeps = 0;

  constructor(options: LambdaRuntimeOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#directory = mkdtempSync(join(tmpdir(), "lambda-"));
    // Node looks for a package.json up to the root: a package without its own must not get another's.
    writeFileSync(join(this.#directory, "package.json"), "{}", { mode: 0o600 });
    process.once("exit", this.#removeFiles);
  }

  /**
   * Reads and extracts a function's deployment package.
   *
   * @throws DeploymentPackageError
   */
  add(config: FunctionConfig): LambdaFunction {
    const taskRoot = join(this.#directory, `task-${this.#packages++}`);
    mkdirSync(taskRoot, { mode: 0o700 });
    extractDeploymentPackage(config.zip, taskRoot);
    const { clock } = this.#options;
    const pool = new FunctionPool(config, taskRoot, {
      limits: this.#limits,
      now: () => clock.now(),
      shift: () => clockShift(clock),
      onLog: (requestId, level, text) => this.#log(config.name, requestId, level, text),
      onBusy: () => this.#startSweeping(),
    });
    this.#pools.push(pool);
    const { queueTimeoutMs, initTimeoutMs } = this.#limits;
    return {
      config,
      longestMs: queueTimeoutMs + initTimeoutMs + config.timeoutSeconds * 1000,
      invoke: (event) => pool.invoke(JSON.stringify(event) ?? "null"),
      invokeText: (event) => pool.invoke(event),
      warm: () => pool.warm(),
    };
  }

  /** Resolves when no invocation waits or runs, or after some milliseconds; true if none was left. */
  async drain(milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    const left = () => this.#pools.some(({ outstanding }) => outstanding > 0);
    while (left() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
    return !left();
  }

  /** Ends every execution environment, whatever it does, and removes the extracted files; within 200 ms. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([Promise.all(this.#pools.map((pool) => pool.close())), late]);
    clearTimeout(timer);
    process.removeListener("exit", this.#removeFiles);
    this.#removeFiles();
  }

  #removeFiles = (): void => {
    rmSync(this.#directory, { recursive: true, force: true });
  };

  #log(functionName: string, requestId: string, level: string, text: string): void {
    for (const line of logLines(level, text)) this.#options.onLog({ functionName, requestId, text: line });
  }

  #startSweeping(): void {
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS);
  }

  #sweep(): void {
    let busy = false;
    for (const pool of this.#pools) busy = pool.sweep() || busy;
    if (this.#sweeps++ % SWEEPS_PER_MEMORY_CHECK === 0) this.#checkMemory();
    if (busy) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #checkMemory(): void {
    const megabytes = this.#pools.reduce((sum, pool) => sum + pool.memoryInUse(LONG_MS), 0);
    if (!this.#memory.isExceeded(megabytes)) return;
    for (const pool of this.#pools) pool.endForMemory(LONG_MS);
  }
}

/**
 * How far the lab's clock is ahead of the machine's. A clock that tests hold still has no offset of its own; for one
 * that runs, its offset is exact where the difference of two readings is a millisecond off at times.
 */
function clockShift(clock: Clock): number {
  const difference = clock.now() - Date.now();
  return Math.abs(difference - clock.offset) <= 2 ? clock.offset : difference;
}
