import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { Clock } from "../../../../lab/clock.ts";
import type { FunctionConfig, LambdaLimits } from "../../../../lab/lambda/config.ts";
import { type LambdaFunction, LambdaRuntime, type LogLine } from "../../../../lab/lambda/runtime.ts";

/** A deployment package: its files by name, or the text of `index.js`. */
export type Files = string | Readonly<Record<string, string>>;

/** Writes a deployment package and answers its path. */
export function writeZip(directory: string, name: string, files: Files): string {
  const entries = typeof files === "string" ? { "index.js": files } : files;
  const zip = join(directory, `${name}.zip`);
  writeFileSync(
    zip,
    zipSync(Object.fromEntries(Object.entries(entries).map(([file, text]) => [file, strToU8(text)]))),
  );
  return zip;
}

/** The configuration of a function, for a package at a path. */
export function functionConfig(zip: string, overrides: Partial<FunctionConfig> = {}): FunctionConfig {
  return {
    name: "backend",
    arn: "arn:aws:lambda:eu-west-1:123456789012:function:backend",
    zip,
    handler: "index.handler",
    runtime: "nodejs22.x",
    timeoutSeconds: 10,
    memoryMb: 128,
    environment: {},
    region: "eu-west-1",
    accountId: "123456789012",
    address: "aws_lambda_function.backend",
    ...overrides,
  };
}

/** A runtime over a directory of its own, with what its functions printed. */
export class TestRuntime {
  readonly clock: Clock;
  readonly logs: LogLine[] = [];
  readonly directory = mkdtempSync(join(tmpdir(), "lambda-test-"));
  readonly runtime: LambdaRuntime;
  #packages = 0;

  constructor(limits: Partial<LambdaLimits> = {}, clock = new Clock()) {
    this.clock = clock;
    this.runtime = new LambdaRuntime({ clock, limits, onLog: (line) => this.logs.push(line) });
  }

  /** Adds a function of a package made of these files. */
  add(files: Files, overrides: Partial<FunctionConfig> = {}): LambdaFunction {
    const zip = writeZip(this.directory, `package-${this.#packages++}`, files);
    return this.runtime.add(functionConfig(zip, overrides));
  }

  /** What the functions printed, line by line. */
  get lines(): readonly string[] {
    return this.logs.map(({ text }) => text);
  }

  async close(): Promise<void> {
    await this.runtime.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
