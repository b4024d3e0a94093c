import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { Result } from "../../compare/run.ts";
import { type RunOptions, run } from "../../compare/run.ts";
import { readEnv } from "../../compare/target/env.ts";
import { startLab } from "../../lab/lab.ts";

type Json = Record<string, unknown>;

/** A stack's `cdk.tf.json`, to be changed. */
export class Stack {
  readonly #json: {
    resource: Record<string, Record<string, Json>>;
    data: Record<string, Record<string, Json>>;
    output: Record<string, Json>;
  };
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    this.#json = JSON.parse(readFileSync(path.join(directory, "cdk.tf.json"), "utf8"));
  }

  /** The one resource of a type whose name has a word in it. */
  resource(type: string, word = ""): Json {
    const [found] = Object.entries(this.#json.resource[type] ?? {}).filter(([name]) => name.includes(word));
    if (!found) throw new Error(`${this.directory}: no ${type} with ${word}`);
    return found[1];
  }

  /** The one policy document whose name has a word in it. */
  document(word: string): Json {
    const [found] = Object.entries(this.#json.data.aws_iam_policy_document ?? {}).filter(([name]) =>
      name.includes(word),
    );
    if (!found) throw new Error(`${this.directory}: no policy document with ${word}`);
    return found[1];
  }

  output(name: string): Json {
    return this.#json.output[name]!;
  }

  add(type: string, name: string, config: Json): void {
    this.#json.resource[type] = { ...this.#json.resource[type], [name]: config };
  }

  /** A reference to an attribute of the one resource of a type. */
  reference(type: string, attribute: string): string {
    return `\${${type}.${Object.keys(this.#json.resource[type]!)[0]}.${attribute}}`;
  }

  /** Puts other code into a function; what was there is `sound.mjs` now, for the other code to use. */
  code(word: string, source: string): void {
    const zip = path.join(this.directory, String(this.resource("aws_lambda_function", word).filename));
    const files = unzipSync(readFileSync(zip));
    const [[name, sound]] = Object.entries(files).filter(([file]) => file.startsWith("index.")) as [
      [string, Uint8Array],
    ];
    const renamed = `sound${path.extname(name)}`;
    const text = Buffer.from(source.replace("./sound.mjs", `./${renamed}`));
    writeFileSync(zip, zipSync({ [renamed]: sound, "index.mjs": text }));
  }

  save(): void {
    writeFileSync(path.join(this.directory, "cdk.tf.json"), JSON.stringify(this.#json));
  }
}

/** A folder for everything of one test file. */
export class Workshop {
  readonly directory = mkdtempSync(path.join(tmpdir(), "compare-"));

  /** Synthesizes the project, with some of the context's keys replaced. */
  synthesize(name: string, context: Json = {}): string {
    const declared = JSON.parse(readFileSync("cdktf.json", "utf8")) as { context: Json };
    const file = path.join(this.directory, `${name}.json`);
    writeFileSync(file, JSON.stringify({ ...declared, context: { ...declared.context, ...context } }));
    const CDKTF_OUTDIR = path.join(this.directory, name);
    execFileSync(process.execPath, ["run.mjs", "main.ts", file], {
      env: { ...process.env, CDKTF_OUTDIR },
      stdio: "ignore",
    });
    return CDKTF_OUTDIR;
  }

  /** A copy of one stack, changed. */
  change(from: string, stack: string, name: string, change: (stack: Stack) => void): string {
    const to = path.join(this.directory, name);
    mkdirSync(path.join(to, "stacks"), { recursive: true });
    cpSync(path.join(from, "stacks", stack), path.join(to, "stacks", stack), { recursive: true });
    const manifest = JSON.parse(readFileSync(path.join(from, "manifest.json"), "utf8")) as { stacks: Json };
    manifest.stacks = { [stack]: manifest.stacks[stack] };
    writeFileSync(path.join(to, "manifest.json"), JSON.stringify(manifest));
    const changed = new Stack(path.join(to, "stacks", stack));
    change(changed);
    changed.save();
    return to;
  }

  /** Runs a synthesized directory in a lab, and the scenarios against its outputs file and URLs. */
  async compare(from: string, options: Partial<RunOptions> = {}): Promise<Result> {
    const directory = mkdtempSync(path.join(this.directory, "lab-"));
    const lab = await startLab({ from, port: 0, directory, variables: {} });
    try {
      const outputs = path.join(directory, "outputs.json");
      return await run({
        outputs,
        environment: readEnv(path.join(directory, "env")),
        samples: 0,
        ...options,
      });
    } finally {
      await lab.close();
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** The cells that failed: `scenario / method`, with the reason. */
export function red({ cells }: Result): Readonly<Record<string, string>> {
  return Object.fromEntries(
    cells.flatMap(({ scenario, outcome, reason = "" }) => (outcome === "failed" ? [[scenario, reason]] : [])),
  );
}
