import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs "$@" and waits for it. File descriptor 3 is the leash: when its other end is closed, which the operating system
 * does however this process ends, the whole process group is killed. The watcher is ended by SIGKILL: just started, it may
 * still have its parent's trap, and would lose a SIGTERM.
 */
const LEASH = `
trap : INT TERM
(read -r _ <&3; kill -KILL 0) &
watch=$!
"$@" 3<&-
code=$?
kill -KILL "$watch" 2>/dev/null
exit "$code"`;

/** How a program ended, and what it printed: both streams in the order in which they came. */
export interface Finished {
  /** Exit code, as a shell has it; null where a signal ended it. */
  readonly status: number | null;
  readonly output: string;
}

export interface LeashOptions {
  readonly cwd?: string;
  /** The whole environment. @default this process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Seconds until the program is killed. @default never */
  readonly seconds?: number;
  /** Is given everything that was printed so far, whenever there is more. */
  readonly onOutput?: (output: string) => void;
}

/** A program that ends with everything it started, at the latest when this process does: killed or not. */
export class Leashed {
  readonly finished: Promise<Finished>;
  readonly #child: ChildProcess;

  constructor(command: readonly string[], { cwd, env = process.env, seconds, onOutput }: LeashOptions = {}) {
    // Detached: the shell leads a process group of its own.
    this.#child = spawn("/bin/sh", ["-c", LEASH, "sh", ...command], {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let output = "";
    const add = (chunk: Buffer) => {
      output += chunk;
      onOutput?.(output);
    };
    this.#child.stdout?.on("data", add);
    this.#child.stderr?.on("data", add);
    const timer = seconds === undefined ? undefined : setTimeout(() => expire(), seconds * 1000);
    const expire = () => {
      output += `\n${command.join(" ")}: killed after ${seconds} s\n`;
      this.signal("SIGKILL");
    };
    this.finished = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (status) => {
        clearTimeout(timer);
        resolve({ status, output });
      });
    });
  }

  /** Signals the whole process group. */
  signal(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(-pid, constants.signals[signal]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Kills it and waits for its end. */
  async stop(): Promise<void> {
    this.signal("SIGKILL");
    await this.finished;
  }
}

/** Runs a program to its end. */
export const run = (command: readonly string[], options: LeashOptions = {}): Promise<Finished> =>
  new Leashed(command, options).finished;
