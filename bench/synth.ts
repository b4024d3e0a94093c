import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Bundle } from "../stacks/bundle/bundle.ts";
import { bundleAuthorizer, bundleBackend } from "../stacks/bundle/functions.ts";
import type { Figure } from "./figure.ts";

const RUNS = 9;
const ROUTES = [2, 50, 250];
const AIMS: Readonly<Record<number, string>> = { 2: "under 2× the floor", 250: "under 4× the floor" };
const MOST_MEGABYTES = 250;

/**
 * `npm run bench -- synth`: time and memory of a synthesis at 2, 50 and 250 routes, both bundles included, beside the
 * floor: node that only loads `cdktf` and the same provider modules. Runs are interleaved, medians are shown.
 */
export function benchSynth(progress: (text: string) => void): readonly Figure[] {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const floor = join(directory, "floor.cjs");
    writeFileSync(floor, floorProgram());
    const commands = new Map([["floor", [floor]]]);
    for (const count of ROUTES) {
      const file = join(directory, `${count}.json`);
      writeFileSync(file, JSON.stringify({ context: contextOf(count) }));
      commands.set(`${count} routes`, ["run.mjs", "main.ts", file]);
    }
    const runs = new Map([...commands.keys()].map((name) => [name, [] as Run[]]));
    for (let round = 1; round <= RUNS; round++) {
      progress(`synthesis, round ${round} of ${RUNS}`);
      for (const [name, args] of commands) runs.get(name)?.push(run(args, directory));
    }
    progress("bundles");
    return [...timings(runs), ...bundles(directory)];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs node, and reads its peak resident memory, which it writes as it ends. */
function run(args: readonly string[], directory: string): Run {
  const hook = join(directory, "memory.cjs");
  const memory = join(directory, "memory");
  writeFileSync(
    hook,
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(memory)}, String(process.resourceUsage().maxRSS)))`,
  );
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--require", hook, ...args], {
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: join(directory, "out") },
  });
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(`${args.join(" ")} failed\n${stderr}`);
  return { seconds, megabytes: Number(readFileSync(memory, "utf8")) / 1024 };
}

/** Requires what the stacks import, and nothing else. */
function floorProgram(): string {
  const sources = readdirSync("stacks", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const text = sources.map((name) => readFileSync(join("stacks", name), "utf8")).join("\n");
  const modules = new Set(text.match(/@cdktf\/provider-aws\/lib\/[\w-]+/g));
  const root = JSON.stringify(join(process.cwd(), "floor.cjs"));
  const requires = ["cdktf", ...modules].map((name) => `load(${JSON.stringify(name)});`);
  return `const load = require("module").createRequire(${root});\n${requires.join("\n")}\n`;
}

function contextOf(count: number): object {
  const { context } = JSON.parse(readFileSync("cdktf.json", "utf8"));
  const routes = Array.from({ length: count }, (_, index) => ({
    method: index % 2 === 0 ? "GET" : "POST",
    path: `/resource-${index}`,
    permission: index % 2 === 0 ? "test.read" : "test.write",
  }));
  return { ...context, routes };
}

function timings(runs: ReadonlyMap<string, readonly Run[]>): Figure[] {
  const floor = median((runs.get("floor") ?? []).map(({ seconds }) => seconds));
  return [...runs].map(([what, all]) => {
    const seconds = median(all.map((one) => one.seconds));
    const megabytes = Math.max(...all.map((one) => one.megabytes));
    const aim = AIMS[Number.parseInt(what, 10)];
    return {
      what: `synth, ${what}`,
      measured: `${seconds.toFixed(2)} s, ${Math.round(megabytes)} MB`,
      ratio: seconds / floor,
      aim: what === "floor" ? "" : [aim, `under ${MOST_MEGABYTES} MB`].filter(Boolean).join(", "),
    };
  });
}

function bundles(directory: string): Figure[] {
  const routes = (contextOf(2) as { routes: Parameters<typeof bundleAuthorizer>[0]["routes"] }).routes;
  return [
    bundle("backend", bundleBackend(), "under 2 KB", directory),
    bundle("authorizer", bundleAuthorizer({ routes }), "under 60 KB", directory),
  ];
}

function bundle(name: string, { zip, bytes, codeBytes }: Bundle, aim: string, directory: string): Figure {
  const [code] = Object.values(unzipSync(zip));
  const file = join(directory, `${name}.cjs`);
  writeFileSync(file, code ?? "");
  const program = `const t = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - t)`;
  const env = { ...process.env, TOKEN_ISSUER: "https://issuer.example.com/", TOKEN_AUDIENCE: "api" };
  const times = Array.from({ length: RUNS }, () =>
    Number(spawnSync(process.execPath, ["-e", program], { env, encoding: "utf8" }).stdout),
  );
  const measured = `${codeBytes.toLocaleString("en")} B of code, zip ${bytes.toLocaleString("en")} B, cold import ${median(times).toFixed(1)} ms`;
  return { what: `bundle, ${name}`, measured, aim };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
