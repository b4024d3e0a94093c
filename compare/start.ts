import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { publish } from "./publish.ts";
import { ProgressLine } from "./report/progress.ts";
import { type Result, type RunOptions, run } from "./run.ts";
import { SCENARIOS } from "./scenarios/catalogue.ts";
import { readEnv } from "./target/env.ts";

/** The lab's directory, where the report goes too. */
const DIRECTORY = ".lab";
/** An address of this machine that a second deployment denies, for the one scenario about that. */
const DENIED_ADDRESS = "127.0.0.99";
const DENIED = "denied-address";

/** A lab in a process of its own. */
interface RunningLab {
  readonly directory: string;
  stop(): Promise<void>;
}

/** `npm start`: synthesize, run the stacks here, send every scenario through every method, write the report. */
async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const labs: RunningLab[] = [];
  const progress = new ProgressLine(process.stderr);
  try {
    process.stderr.write("synthesizing, and starting the lab …\n");
    const synthesized = synthesizeDenying();
    const starting = [
      startLab(DIRECTORY),
      synthesized.then((from) => startLab(join(DIRECTORY, DENIED), from)),
    ];
    for (const lab of starting)
      lab.then(
        (started) => labs.push(started),
        () => undefined,
      );
    const [lab, denying] = (await Promise.all(starting)) as [RunningLab, RunningLab];
    const options = {
      signal: stop.signal,
      onProgress: (news: Parameters<ProgressLine["show"]>[0]) => progress.show(news),
    };
    const others = SCENARIOS.filter(({ id }) => id !== DENIED);
    const main = await runAgainst(lab, { ...options, scenarios: others });
    const one = SCENARIOS.filter(({ id }) => id === DENIED);
    const denied = main.interrupted
      ? undefined
      : await runAgainst(denying, { ...options, scenarios: one, deniedAddress: DENIED_ADDRESS, samples: 0 });
    progress.end();
    const result = denied ? together(main, denied) : main;
    const files = {
      outputs: join(DIRECTORY, "outputs.json"),
      env: undefined,
      json: undefined,
      synthesized: "cdktf.out",
    };
    return publish(result, files, (text) => process.stdout.write(text));
  } finally {
    progress.end();
    await Promise.all(labs.map((lab) => lab.stop()));
  }
}

/** The project's context with one address denied, synthesized beside the lab's files: `cdktf.out` stays as it is deployed. */
async function synthesizeDenying(): Promise<string> {
  const directory = join(DIRECTORY, DENIED);
  const out = join(directory, "cdktf.out");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const project = JSON.parse(readFileSync("cdktf.json", "utf8"));
  const policy = project.context?.resourcePolicy ?? {};
  const denyCidrs = [...(policy.denyCidrs ?? []), `${DENIED_ADDRESS}/32`];
  const context = { ...project.context, resourcePolicy: { ...policy, denyCidrs } };
  const file = join(directory, "cdktf.json");
  writeFileSync(file, JSON.stringify({ ...project, context }));
  await finished(["main.ts", file], { CDKTF_OUTDIR: out });
  return out;
}

function finished(args: readonly string[], environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ["run.mjs", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new StartError(`${args[0]} ended with exit code ${code}`)),
    );
  });
}

/** Starts a lab and waits for its `ready`. */
function startLab(directory: string, from?: string): Promise<RunningLab> {
  const args = [
    "run.mjs",
    "lab/main.ts",
    "--port",
    "0",
    "--dir",
    directory,
    ...(from ? ["--from", from] : []),
  ];
  // Its log of refusals is not for this screen: it is in the lab's directory, and scenarios are refused on purpose.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (errors.push(line) > 200) errors.shift();
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("ready")) return;
      resolve({
        directory,
        stop: () => {
          child.kill("SIGTERM");
          return exited;
        },
      });
    });
    child.once("error", reject);
    exited.then(() => reject(new StartError(`the lab did not start\n${errors.join("\n")}`)));
  });
}

/** What a run needs of a lab's directory. */
async function runAgainst({ directory }: RunningLab, options: Partial<RunOptions>): Promise<Result> {
  const environment = readEnv(join(directory, "env"));
  // The SDK's credential chain reads the process's environment.
  Object.assign(process.env, environment);
  return run({ ...options, outputs: join(directory, "outputs.json"), environment });
}

function together(first: Result, second: Result): Result {
  const cells = [...first.cells, ...second.cells];
  const scenarios = SCENARIOS.filter(({ id }) => cells.some((cell) => cell.scenario === id));
  const mask = first.mask.and(second.mask);
  return {
    ...first,
    scenarios,
    cells,
    mask,
    interrupted: second.interrupted,
    seconds: first.seconds + second.seconds,
  };
}

/** Something that was to be started did not. */
class StartError extends Error {
  override readonly name = "StartError";
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof StartError ? `npm start: ${error.message}` : error);
    process.exitCode = 1;
  },
);
