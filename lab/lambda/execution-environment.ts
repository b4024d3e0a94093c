import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { FunctionConfig } from "./config.ts";
import { environmentVariables, logGroup, logStreamName, nodeFlags } from "./environment-variables.ts";
import type { Batch, Message, Start } from "./protocol.ts";
import { closing, type Death, type FunctionError, runtimeExited, timedOut } from "./result.ts";
import { Claims, monotonicNow } from "./worker/claims.mjs";

/** One invocation that waits or runs. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** When it came, on `monotonicNow`'s clock. */
  readonly arrived: number;
  succeed(payload: string, durationMs: number): void;
  fail(error: FunctionError, durationMs: number): void;
}

/** Why a handler could not be loaded, for the invocation that wanted it. */
export type InitError = (requestId: string) => FunctionError;

/** What an execution environment tells its function's pool. */
export interface EnvironmentEvents {
  onReady(): void;
  /** An invocation has ended, one way or another. */
  onResult(durationMs: number): void;
  /** The environment runs no more: `initError` if it never could, and the invocations that it had not begun. */
  onEnd(initError: InitError | undefined, unbegun: readonly Invocation[]): void;
  /** Its thread is gone. */
  onGone(): void;
  onLog(requestId: string, level: string, text: string): void;
}

/**
 * V8's own limit stands this far above the function's memory, because V8 ends the whole process, not the thread, if
 * one large allocation goes over it; `MemoryWatch` ends the thread before that.
 */
const V8_HEADROOM_MB = 4096;

const BOOTSTRAP = "lab/lambda/worker/bootstrap.mjs";

type Cause = Death | "timeout" | "closing";

interface Sent {
  readonly sequence: number;
  readonly invocation: Invocation;
}

/** A thread of one function, with the function's modules loaded: it runs one invocation at a time. */
export class ExecutionEnvironment {
  readonly #config: FunctionConfig;
  readonly #events: EnvironmentEvents;
  readonly #claims = new Claims();
  readonly #started = monotonicNow();
  readonly #port: MessagePort;
  #worker: Worker | undefined;
  #state: "starting" | "ready" | "ended" = "starting";
  #sent: Sent[] = [];
  #sequence = 0;
  #death: Death | undefined;
  #initError: FunctionError | undefined;

  /**
   * @param taskRoot directory of the extracted deployment package
   * @param time the lab's time in milliseconds, for the log stream's name
   * @param shift milliseconds that the lab's clock is ahead of the machine's
   */
  constructor(
    config: FunctionConfig,
    taskRoot: string,
    time: number,
    shift: number,
    events: EnvironmentEvents,
  ) {
    this.#config = config;
    this.#events = events;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on("message", (message: Message) => {
      this.#receive(message);
      // Cheaper than an event for each message that has come meanwhile.
      this.#drain();
    });
    const logStream = logStreamName(time, randomUUID());
    const { arn, name, memoryMb, timeoutSeconds, handler, redirects = [] } = config;
    const timeoutMs = timeoutSeconds * 1000;
    const facts = { arn, name, memoryMb, timeoutMs, logGroup: logGroup(config), logStream };
    const start: Start = {
      port: port2,
      control: this.#claims.buffer,
      shift,
      taskRoot,
      handlerName: handler,
      redirects,
      facts,
    };
    try {
      this.#worker = this.#startThread(start, environmentVariables(config, taskRoot, logStream));
    } catch (error) {
      // Node refuses NODE_OPTIONS that it does not know; the runtime exits with 9 on those.
      this.#events.onLog("", "ERROR", error instanceof Error ? error.message : String(error));
      queueMicrotask(() => this.#end({ by: "exit", code: 9 }));
    }
  }

  get state(): "starting" | "ready" | "ended" {
    return this.#state;
  }

  /** Invocations sent and not ended. */
  get load(): number {
    return this.#sent.length;
  }

  /** Milliseconds since the environment was started. */
  get age(): number {
    return monotonicNow() - this.#started;
  }

  /** Milliseconds that the invocation under way has run; 0 if none is. */
  get runningFor(): number {
    const begun = this.#sent[0] && this.#claims.begunAt(this.#sent[0].sequence);
    return begun === undefined ? 0 : monotonicNow() - begun;
  }

  /** Sends invocations, to be run in this order after those sent before. */
  send(invocations: readonly Invocation[], shift: number): void {
    const first = this.#sequence;
    const texts: string[] = [];
    for (const invocation of invocations) {
      this.#claims.offer(this.#sequence);
      this.#sent.push({ sequence: this.#sequence++, invocation });
      texts.push(invocation.requestId, invocation.event);
    }
    this.#port.postMessage([first, shift, ...texts] satisfies Batch);
  }

  /** Takes back every invocation that has not been begun. */
  takeBack(): readonly Invocation[] {
    const taken: Invocation[] = [];
    this.#sent = this.#sent.filter(({ sequence, invocation }) => {
      if (!this.#claims.takeBack(sequence)) return true;
      taken.push(invocation);
      return false;
    });
    return taken;
  }

  /** Receives what has come while the lab's own thread was busy. */
  receive(): void {
    if (this.#state !== "ended") this.#drain();
  }

  /** Ends the environment if its invocation, or the load of its handler, has taken too long. */
  expire(initTimeoutMs: number): void {
    const limit = this.#state === "starting" ? initTimeoutMs : this.#config.timeoutSeconds * 1000;
    if ((this.#state === "starting" ? this.age : this.runningFor) > limit) this.#end("timeout");
  }

  /** Ends the environment at once. */
  end(cause: Death | "closing"): void {
    this.#end(cause);
  }

  #startThread(start: Start, env: Record<string, string>): Worker {
    const worker = new Worker(resolve(BOOTSTRAP), {
      name: this.#config.name,
      workerData: start,
      transferList: [start.port],
      env,
      argv: [],
      execArgv: nodeFlags(this.#config),
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#config.memoryMb + V8_HEADROOM_MB },
    });
    // The bootstrap captures what the function prints; this is what Node prints before or past it.
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on("data", (chunk) => this.#events.onLog("", "", String(chunk)));
    }
    worker.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") this.#death = { by: "memory" };
      else this.#events.onLog("", "ERROR", String(error?.stack ?? error));
    });
    worker.on("exit", (code) => {
      this.#drain();
      this.#end(this.#death ?? { by: "exit", code });
      this.#events.onGone();
    });
    return worker;
  }

  #drain(): void {
    for (
      let received = receiveMessageOnPort(this.#port);
      received;
      received = receiveMessageOnPort(this.#port)
    ) {
      this.#receive(received.message);
    }
  }

  #receive(message: Message): void {
    if (this.#state === "ended") return;
    if (typeof message === "string") {
      const sent = this.#sent.shift();
      if (!sent) return;
      const duration = this.#claims.duration(sent.sequence);
      sent.invocation.succeed(message, duration);
      this.#events.onResult(duration);
      return;
    }
    switch (message[0]) {
      case "ready":
        this.#state = "ready";
        this.#events.onReady();
        return;
      case "log":
        this.#events.onLog(message[1], message[2], message[3]);
        return;
      case "death":
        this.#death = message[1];
        return;
      case "init-error":
        this.#initError = {
          kind: "init",
          errorType: message[1],
          errorMessage: message[2],
          trace: message[3],
        };
        return;
      case "idle-error":
        this.#events.onLog("", "ERROR", `${message[2]}: ${message[3]}`);
        return;
      case "error": {
        const [, kind, errorType, errorMessage, trace] = message;
        const sent = this.#sent.shift();
        if (!sent) return;
        const duration = this.#claims.duration(sent.sequence);
        sent.invocation.fail({ kind, errorType, errorMessage, trace }, duration);
        this.#events.onResult(duration);
      }
    }
  }

  #end(cause: Cause): void {
    if (this.#state === "ended") return;
    const starting = this.#state === "starting";
    this.#state = "ended";
    const unbegun = this.takeBack();
    for (const { invocation, sequence } of this.#sent.splice(0)) {
      const error = this.#describe(cause, invocation.requestId);
      invocation.fail(error, monotonicNow() - (this.#claims.begunAt(sequence) ?? monotonicNow()));
    }
    this.#port.close();
    if (this.#worker) void this.#worker.terminate();
    const initError: InitError = (requestId) => this.#initError ?? this.#describe(cause, requestId, "init");
    this.#events.onEnd(starting ? initError : undefined, unbegun);
    if (!this.#worker) this.#events.onGone();
  }

  #describe(cause: Cause, requestId: string, kind?: "init"): FunctionError {
    if (cause === "closing") return closing();
    if (cause === "timeout") return timedOut(requestId, this.#config.timeoutSeconds);
    return runtimeExited(requestId, cause, kind);
  }
}
