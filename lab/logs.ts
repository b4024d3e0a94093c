import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { makePrivateDirectory } from "./private-files.ts";

/** How long lines are gathered before they are written, in milliseconds. */
const GATHER_MS = 50;

/**
 * The lab's log files, one a CloudWatch log group, in `<lab directory>/logs`: `/aws/lambda/x` is `aws_lambda_x.log`.
 * A run begins with empty files. They are their owner's alone.
 */
export class Logs {
  readonly #directory: string;
  readonly #streams = new Map<string, WriteStream>();
  readonly #gathered = new Map<string, string[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(labDirectory: string) {
    this.#directory = join(labDirectory, "logs");
    makePrivateDirectory(this.#directory);
  }

  /** Adds a line to a log group. */
  write(logGroup: string, line: string): void {
    const lines = this.#gathered.get(logGroup);
    if (lines) lines.push(line);
    else this.#gathered.set(logGroup, [line]);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  /** Writes what is gathered and closes the files. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await Promise.all(
      [...this.#streams.values()].map((stream) => new Promise((resolve) => stream.end(resolve))),
    );
  }

  #flush(): void {
    this.#timer = undefined;
    for (const [logGroup, lines] of this.#gathered) this.#stream(logGroup).write(`${lines.join("\n")}\n`);
    this.#gathered.clear();
  }

  #stream(logGroup: string): WriteStream {
    const known = this.#streams.get(logGroup);
    if (known) return known;
    const name = logGroup.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^_+/, "");
    const stream = createWriteStream(join(this.#directory, `${name}.log`), { mode: 0o600 });
    // A full disk costs the log, not the lab.
    stream.on("error", () => undefined);
    this.#streams.set(logGroup, stream);
    return stream;
  }
}
