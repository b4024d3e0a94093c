import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** Real Terraform, browsers, and how soon a process ends: after everything that is fast, and one at a time. */
const SLOW = ["test/lab/main.test.ts", "test/deploy/", "test/browser/"];

/** What is read of jest's `--json` report. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface Outcome {
  readonly code: number;
  readonly report: Report | undefined;
}

/**
 * `npm test`: the fast tests, then the slow ones; `npm test -- <jest arguments>` is one run of jest with those. Ends
 * with what was skipped and why, and a line that counts; fails when a test fails or none has run.
 */
async function main(args: readonly string[]): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "test-"));
  try {
    const runs =
      args.length > 0
        ? [args]
        : [
            ["--maxWorkers=100%", ...SLOW.map((path) => `--testPathIgnorePatterns=<rootDir>/${path}`)],
            ["--runInBand", "--passWithNoTests", ...SLOW],
          ];
    const outcomes: Outcome[] = [];
    for (const [index, run] of runs.entries())
      outcomes.push(await jest(run, join(directory, `${index}.json`)));
    return conclude(
      outcomes,
      args.some((argument) => /^(-t|--testNamePattern)/.test(argument)),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function jest(args: readonly string[], file: string): Promise<Outcome> {
  const command = ["node_modules/jest/bin/jest.js", ...args, "--json", `--outputFile=${file}`];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code: signal ? 130 : (code ?? 1), report: read(file) }));
  });
}

/** Undefined when jest was stopped before it wrote one. */
function read(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param chosen tests were chosen by name: jest counts all others as skipped */
function conclude(outcomes: readonly Outcome[], chosen: boolean): number {
  const reports = outcomes.flatMap(({ report }) => report ?? []);
  const files = reports.flatMap(({ testResults }) => testResults);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses: readonly string[]) =>
    tests.filter(({ status }) => statuses.includes(status)).length;
  // A file that cannot be loaded fails without a test.
  const broken = files.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.length,
  );
  const passed = count("passed");
  const failed = count("failed") + broken.length;
  const skipped = chosen ? [] : tests.filter(({ status }) => status === "pending" || status === "todo");
  if (skipped.length > 0) console.log("\nNot run on this machine:");
  for (const { fullName } of skipped) console.log(`  ${fullName}`);
  if (broken.length > 0) console.log("\nNot to be loaded:");
  for (const { name } of broken) console.log(`  ${relative(process.cwd(), name)}`);
  if (passed + failed === 0) console.log("\nNo test has run.");
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  const code = outcomes.map((outcome) => outcome.code).find((one) => one !== 0);
  return code ?? (failed > 0 || passed === 0 ? 1 : 0);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
