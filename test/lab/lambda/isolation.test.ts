import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionConfig } from "../../../lab/lambda/config.ts";
import { TestRuntime } from "./support/functions.ts";

let lambda: TestRuntime;
beforeEach(() => {
  lambda = new TestRuntime();
});
afterEach(() => lambda.close());

/** A handler that does harm once and answers 1 otherwise. */
const harmful = (harm: string) =>
  `exports.handler = async (event) => { if (event === "harm") { ${harm} } return 1 }`;

/** What the harm costs: the harmful invocation's error, and that the next one is served. */
async function harmed(harm: string, overrides: Partial<FunctionConfig> = {}): Promise<unknown> {
  const victim = lambda.add(harmful(harm), overrides);
  const neighbour = lambda.add("exports.handler = async () => 'untouched'", { name: "neighbour" });
  expect(await victim.invoke("fine")).toMatchObject({ ok: true, payload: "1" });
  const [result, beside] = await Promise.all([victim.invoke("harm"), neighbour.invoke({})]);
  expect(beside).toMatchObject({ payload: '"untouched"' });
  expect(await victim.invoke("fine")).toMatchObject({ ok: true, payload: "1" });
  return result.ok
    ? result.payload
    : [result.kind, result.errorType, result.errorMessage.replace(result.requestId, "<id>")];
}

const exited = (reason: string, type = "Runtime.ExitError") => [
  "crash",
  type,
  `RequestId: <id> Error: Runtime exited ${reason}`,
];

describe("harm costs the invocation, not the lab", () => {
  const wait = "await new Promise((r) => setTimeout(r, 5000));";
  test.each<[string, string, unknown]>([
    ["process.exit", "process.exit(3)", exited("with error: exit status 3")],
    ["process.exit(0)", "process.exit(0)", exited("without providing a reason")],
    ["process.reallyExit", "process.reallyExit(5)", exited("with error: exit status 5")],
    ["process.abort", "process.abort()", exited("with error: signal: aborted")],
    ["SIGKILL to itself", "process.kill(process.pid, 'SIGKILL')", exited("with error: signal: killed")],
    ["a signal by number", "process.kill(process.pid, 15)", exited("with error: signal: terminated")],
    ["a signal to its process group", "process.kill(0)", exited("with error: signal: terminated")],
    ["a signal to every process", "process.kill(-1, 'SIGKILL')", exited("with error: signal: killed")],
    [
      "uncaught exception",
      `setTimeout(() => { throw new TypeError("late") }, 1); ${wait}`,
      ["crash", "TypeError", "late"],
    ],
    ["uncaught string", `setTimeout(() => { throw "late" }, 1); ${wait}`, ["crash", "string", "late"]],
    [
      "unhandled rejection",
      `Promise.reject(new Error("nobody")); ${wait}`,
      ["crash", "Runtime.UnhandledPromiseRejection", "Error: nobody"],
    ],
    [
      "an emitted error",
      `new (require("events"))().emit("error", new Error("emitted"))`,
      ["unhandled", "Error", "emitted"],
    ],
    [
      "endless recursion",
      "const f = () => f() + 1; f()",
      ["unhandled", "RangeError", "Maximum call stack size exceeded"],
    ],
  ])("%s", async (_what, harm, expected) => {
    expect(await harmed(harm)).toEqual(expected);
  });

  test("a signal to another process does not leave the sandbox", async () => {
    const result = await harmed(`process.kill(process.ppid, 0); `);
    expect(result).toEqual(["unhandled", "Error", "kill ESRCH"]);
  });

  test("a signal that is handled, ignored or only asked about", async () => {
    const code = `process.on("SIGTERM", () => {}); return (process.kill(process.pid), process.kill(process.pid, 'SIGCHLD'), process.kill(process.pid, 0))`;
    expect(await harmed(code)).toBe("true");
  });

  test.each([
    ["an endless loop", "for (;;);"],
    ["an endless loop of microtasks", "for (;;) await null;"],
    ["a wait without end", "await new Promise((r) => setTimeout(r, 60000));"],
    ["a blocked thread", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
    ["a regular expression that backtracks", "/^(a+)+$/.test('a'.repeat(40) + 'b');"],
  ])("time-out: %s", async (_what, harm) => {
    const expected = [
      "timeout",
      "Sandbox.Timedout",
      "RequestId: <id> Error: Task timed out after 0.20 seconds",
    ];
    expect(await harmed(harm, { timeoutSeconds: 0.2 })).toEqual(expected);
    expect(lambda.lines).toContainEqual(
      expect.stringMatching(/^\d{4}-.*Z [0-9a-f-]{36} Task timed out after 0\.20 seconds$/),
    );
  });

  test("a handler that loads without end", async () => {
    const slow = new TestRuntime({ initTimeoutMs: 200 });
    try {
      const result = await slow.add("for (;;);", { timeoutSeconds: 3 }).invoke({});
      expect(result).toMatchObject({
        kind: "timeout",
        errorMessage: expect.stringMatching(/Task timed out after 3.00 seconds$/),
      });
    } finally {
      await slow.close();
    }
  });

  test.each([
    ["objects", "const a = []; for (;;) a.push(new Array(1e5).fill({}));"],
    ["one large array", "new Array(1e9).fill(1);"],
    ["one large list", "Array.from({ length: 1e9 });"],
    ["a growing map", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {});"],
    ["buffers", "const a = []; for (;;) a.push(Buffer.alloc(2e7, 1));"],
  ])(
    "out of memory: %s",
    async (_what, harm) => {
      expect(await harmed(harm, { timeoutSeconds: 60 })).toEqual(
        exited("with error: signal: killed", "Runtime.OutOfMemory"),
      );
    },
    60_000,
  );

  test("an exception between invocations costs the environment alone", async () => {
    const code = `exports.handler = async () => { setImmediate(() => { throw new Error("after") }); return 1 }`;
    const leaving = lambda.add(code);
    const thrown = () => lambda.lines.filter((line) => line.includes("Error: after")).length;
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await leaving.invoke({})).toMatchObject({ payload: "1" });
      // What is invoked before it throws pays for it, as in Lambda.
      while (thrown() < attempt) await new Promise(setImmediate);
    }
  });

  test("a time-out ends the environment, a returned error does not", async () => {
    const code = `let n = 0; exports.handler = async (how) => { n++; if (how === "loop") for (;;); if (how === "throw") throw new Error(); return n }`;
    const counting = lambda.add(code, { timeoutSeconds: 0.2 });
    const counts: unknown[] = [];
    for (const how of ["", "throw", "", "loop", ""]) {
      const result = await counting.invoke(how);
      counts.push(result.ok ? result.payload : result.kind);
    }
    expect(counts).toEqual(["1", "unhandled", "3", "timeout", "1"]);
  });
});

describe("what a function prints", () => {
  test("goes to the log with the request's id, by every way out", async () => {
    const code = `const fs = require("fs"); exports.handler = async () => {
      console.log("log", { a: 1 }); console.error("error"); console.debug("%s!", "debug"); console.table([1]);
      process.stdout.write("half "); process.stdout.write("line\\nnext\\n"); process.stderr.write("last");
      fs.writeSync(1, "sync\\n"); fs.writeSync(2, Buffer.from("xbufferx\\n"), 1, 6); fs.writeFileSync(1, "file\\n");
      await new Promise((done) => fs.write(1, "async\\n", done));
      process.emitWarning("careful");
      await new Promise(setImmediate);
    }`;
    const result = await lambda.add(code).invoke({});
    expect(result).toMatchObject({ ok: true });
    expect(lambda.lines).toEqual(
      expect.arrayContaining([
        "INFO\tlog { a: 1 }",
        "ERROR\terror",
        "DEBUG\tdebug!",
        "half line",
        "next",
        "lastsync",
        "buffer" + "file",
        "async",
      ]),
    );
    expect(lambda.lines).toContainEqual(expect.stringMatching(/^WARN\tWarning: careful/));
    expect(new Set(lambda.logs.map(({ requestId }) => requestId))).toEqual(new Set([result.requestId]));
    expect(new Set(lambda.logs.map(({ functionName }) => functionName))).toEqual(new Set(["backend"]));
  });

  test("never reaches the lab's own output", () => {
    const program = "test/lab/lambda/support/print-everywhere.ts";
    const { stdout, stderr } = spawnSync(process.execPath, ["run.mjs", program], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^done \d\d\n$/);
  });

  test("is bounded by line and by invocation, however much it is", async () => {
    const code = `exports.handler = async () => {
      console.log("a".repeat(1e6));
      const chunk = "b".repeat(1e5) + "\\n"; for (let i = 0; i < 2e4; i++) process.stdout.write(chunk);
      process.stdout.write("c".repeat(1e8));
      return 1;
    }`;
    const flooding = lambda.add(code);
    expect(await flooding.invoke({})).toMatchObject({ payload: "1" });
    expect(Math.max(...lambda.lines.map(({ length }) => length))).toBeLessThan(17_000);
    expect(lambda.lines.join("").length).toBeLessThan(300_000);
    expect(lambda.lines.at(-1)).toBe("WARN\tfurther output of this invocation is dropped");
  });

  test("a failure's stack is logged with the request's id", async () => {
    const result = await lambda.add("exports.handler = async () => { throw new Error('why') }").invoke({});
    expect(lambda.logs).toContainEqual({
      functionName: "backend",
      requestId: result.requestId,
      text: "ERROR\tError: why",
    });
    expect(lambda.lines).toContainEqual(expect.stringMatching(/^ERROR\t {4}at exports\.handler/));
  });
});

describe("the end", () => {
  const threads = () => readdirSync("/proc/self/task").length;

  test("close ends what runs, within 200 ms, and leaves neither thread nor file", async () => {
    const before = existsSync("/proc/self/task") ? threads() : 0;
    const closing = new TestRuntime();
    const running = ["for (;;);", "await new Promise(() => setInterval(() => {}, 1000));"].map((code) =>
      closing.add(`exports.handler = async () => { console.log(__dirname); ${code} }`).invoke({}),
    );
    while (closing.lines.length < 2) await new Promise(setImmediate);
    const directory = join(closing.lines[0]?.replace("INFO\t", "") ?? "", "..");
    expect(readFileSync(join(directory, "package.json"), "utf8")).toBe("{}");
    const started = performance.now();
    await closing.close();
    expect(performance.now() - started).toBeLessThan(1_000);
    for (const result of await Promise.all(running)) {
      expect(result).toMatchObject({ ok: false, kind: "refused", errorType: "ServiceException" });
    }
    expect(existsSync(directory)).toBe(false);
    if (before > 0) expect(threads()).toBeLessThanOrEqual(before);
  });

  test("a closed runtime refuses", async () => {
    const closed = new TestRuntime();
    const late = closed.add("exports.handler = async () => 1");
    await closed.close();
    expect(await late.invoke({})).toMatchObject({ ok: false, kind: "refused" });
    await late.warm();
  });

  test("drain waits for what runs, no longer than it may", async () => {
    const slow = lambda.add(
      "exports.handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 1 }",
    );
    expect(await lambda.runtime.drain(1_000)).toBe(true);
    const quick = slow.invoke(50);
    expect(await lambda.runtime.drain(10_000)).toBe(true);
    expect(await Promise.race([quick, "not yet"])).toMatchObject({ payload: "1" });
    void slow.invoke(60_000);
    expect(await lambda.runtime.drain(50)).toBe(false);
  });

  test("the extracted files are the user's alone", async () => {
    const result = await lambda
      .add("exports.handler = async () => [__dirname, require('fs').statSync(__filename).mode & 0o777]")
      .invoke({});
    const [directory, mode] = result.ok ? JSON.parse(result.payload) : [];
    expect(directory.startsWith(tmpdir())).toBe(true);
    expect(mode).toBe(0o600);
  });
});
