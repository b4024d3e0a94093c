import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Clock } from "../../../lab/clock.ts";
import { type Lab, type LabConfig, startLab } from "../../../lab/lab.ts";
import { synthesize } from "../../../stacks/app.ts";
import { contextWith } from "../../support/context.ts";
import { type Answer, type Call, call } from "./call.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

// Synthesizing and starting take a second or two, more on a busy machine.
jest.setTimeout(30_000);

/** Synthesizes the project's stacks, with some keys of the context replaced, into a directory of their own. */
export function synthesizedStacks(changes: Record<string, unknown> = {}): string {
  return synthesize(contextWith(changes), temporaryDirectory()).outdir;
}

/** A lab in this process, its directory and what it told. */
export class TestLab {
  readonly lab: Lab;
  readonly directory: string;
  /** Each refusal and each fault. */
  readonly lines: readonly string[];

  private constructor(lab: Lab, directory: string, lines: readonly string[]) {
    this.lab = lab;
    this.directory = directory;
    this.lines = lines;
  }

  /** @param from a synthesized directory */
  static async start(from: string, config: Partial<LabConfig> = {}): Promise<TestLab> {
    const { directory = temporaryDirectory() } = config;
    const lines: string[] = [];
    const onLine = (line: string): unknown => lines.push(line);
    const defaults = { port: 0, variables: {}, clock: new Clock(), onLine };
    const lab = await startLab({ ...defaults, ...config, from, directory });
    return new TestLab(lab, directory, lines);
  }

  /** An output of a stack, which must be text. */
  output(stack: string, name: string): string {
    const value = this.lab.outputs[stack]?.[name];
    if (typeof value !== "string") throw new Error(`${stack} has no output ${name}`);
    return value;
  }

  /** Calls a route of a stack: `target` follows the stack's `api_url` as it is. */
  call(stack: string, target: string, request: Call = {}, output = "api_url"): Promise<Answer> {
    return call(`${this.output(stack, output)}${target}`, request);
  }

  /** A file of the lab's directory. */
  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  close(): Promise<void> {
    return this.lab.close();
  }
}

/** The port that a lab listens on. */
export const portOf = ({ lab }: TestLab): number => Number(new URL(lab.url).port);

/** The faults among what a lab told: there must be none, whatever clients send. */
export const faults = ({ lines }: TestLab): readonly string[] =>
  lines.filter((line) => line.startsWith("fault"));
