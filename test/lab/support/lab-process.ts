import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finished, Leashed } from "../../support/leash.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** `npm run lab` in a process of its own. */
export class LabProcess {
  /** The lab's directory. */
  readonly directory: string;
  /** Where it makes its temporary files. */
  readonly temporary = temporaryDirectory();
  readonly #process: Leashed;
  readonly #ready: Promise<void>;
  #output = "";

  /** @param args after `--dir` */
  constructor(args: readonly string[], directory = join(temporaryDirectory(), "lab")) {
    this.directory = directory;
    const command = [process.execPath, "run.mjs", "lab/main.ts", "--dir", directory, ...args];
    let ready: () => void = () => undefined;
    this.#ready = new Promise((resolve) => {
      ready = resolve;
    });
    // A umask that hides nothing: what is private is so by the lab's own doing.
    this.#process = new Leashed(["/bin/sh", "-c", 'umask 000; exec "$@"', "sh", ...command], {
      env: { ...process.env, TMPDIR: this.temporary },
      seconds: 60,
      onOutput: (output) => {
        this.#output = output;
        if (/^ready /m.test(output)) ready();
      },
    });
  }

  /** Resolves once it is ready; rejects if it ends before. */
  async ready(): Promise<this> {
    const ended = this.#process.finished.then(({ output }) => Promise.reject(new Error(output)));
    await Promise.race([this.#ready, ended]);
    // From here on its end is no error.
    ended.catch(() => undefined);
    return this;
  }

  /** What it printed so far, on both streams. */
  get output(): string {
    return this.#output;
  }

  get finished(): Promise<Finished> {
    return this.#process.finished;
  }

  /** Signals its process group, and waits until it and all that it started have closed its output. */
  async signal(
    signal: "SIGINT" | "SIGTERM" | "SIGKILL",
  ): Promise<Finished & { readonly milliseconds: number }> {
    const began = performance.now();
    this.#process.signal(signal);
    const finished = await this.#process.finished;
    return { ...finished, milliseconds: performance.now() - began };
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  outputs(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    return JSON.parse(this.read("outputs.json"));
  }
}
