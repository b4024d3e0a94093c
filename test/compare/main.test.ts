import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type FakeTarget, startFakeTarget } from "./fake-target.ts";

let target: FakeTarget;
beforeAll(async () => {
  target = await startFakeTarget();
});
afterAll(() => target.close());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["run.mjs", "compare/main.ts", ...args], {
    env: { PATH: process.env.PATH },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  return { child, ended };
}

const run = (...args: string[]): Promise<Ended> => start(...args).ended;

describe("the command", () => {
  test("--help exits 0", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const option of ["--outputs", "--env", "--only", "--method", "--json", "--explain", "--cost"])
      expect(out).toContain(option);
  });

  test("unknown options and unusable targets exit 2, with what is wrong", async () => {
    const [option, file] = await Promise.all([
      run("--nonsense"),
      run("--outputs", "/nonexistent/outputs.json"),
    ]);
    expect(option).toMatchObject({ code: 2, out: "" });
    expect(option.err).toContain("compare: Unknown option '--nonsense'");
    expect(file).toMatchObject({ code: 2, out: "" });
    expect(file.err).toContain("/nonexistent/outputs.json: no such file");
  });

  test("prints the table, writes the reports, and exits 0 when all is as expected", async () => {
    const { code, out, err } = await run(
      "--outputs",
      target.outputs,
      "--only",
      "reader-reads,expired,no-credential",
      "--samples",
      "3",
    );
    expect([code, err]).toEqual([0, expect.stringContaining("reader-reads ✓")]);
    expect(out).toContain("2 as expected, 0 failed, 1 not run here");
    const directory = path.dirname(target.outputs);
    expect(readFileSync(path.join(directory, "report.md"), "utf8")).toContain(
      "# API Gateway authorization, three ways: report",
    );
    const written = readFileSync(path.join(directory, "report.json"), "utf8");
    expect(JSON.parse(written)).toMatchObject({ version: 1, ok: true });
    for (const text of [out, err, written, readFileSync(path.join(directory, "report.md"), "utf8")]) {
      expect(text).not.toMatch(/client-secret|eyJ/);
    }
  });

  test("exits 1 when a scenario fails, and shows it", async () => {
    const json = path.join(path.dirname(target.outputs), "deep", "result.json");
    const { code, out } = await run(
      "--outputs",
      target.outputs,
      "--only",
      "unknown-route",
      "--samples",
      "0",
      "--json",
      json,
    );
    expect(code).toBe(1);
    expect(out).toContain("✗ unknown-route: cognito-scopes");
    expect(existsSync(json)).toBe(true);
  });

  test("Ctrl-C prints what there is and exits 130", async () => {
    const { child, ended } = start("--outputs", target.outputs, "--samples", "100000");
    child.stderr?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("reader-reads")) child.kill("SIGINT");
    });
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(out).toContain("Interrupted: the table is not complete.");
    expect(out).toContain("reader-reads");
  });
});
