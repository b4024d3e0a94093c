import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Clock } from "../../../lab/clock.ts";
import { TestRuntime } from "./support/functions.ts";

let lambda: TestRuntime;
beforeEach(() => {
  lambda = new TestRuntime();
});
afterEach(() => lambda.close());

async function payload(code: string, overrides = {}, event: unknown = {}): Promise<unknown> {
  const result = await lambda.add(code, overrides).invoke(event);
  if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
  return JSON.parse(result.payload);
}

describe("environment variables", () => {
  test("the function's own, those of Lambda, and none of the lab's", async () => {
    process.env.LAB_SECRET = "do not tell";
    try {
      const seen = await payload("exports.handler = async () => process.env", {
        environment: { TABLE: "t", LANG: "C" },
      });
      expect(seen).toEqual({
        TABLE: "t",
        LANG: "C",
        TZ: ":UTC",
        PATH: "/usr/local/bin:/usr/bin:/bin",
        _HANDLER: "index.handler",
        AWS_REGION: "eu-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
        AWS_LAMBDA_FUNCTION_NAME: "backend",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/backend",
        AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
        LAMBDA_TASK_ROOT: expect.stringMatching(/task-0$/),
      });
    } finally {
      delete process.env.LAB_SECRET;
    }
  });

  test("a child process of the function gets no more", async () => {
    process.env.LAB_SECRET = "do not tell";
    try {
      const code = `exports.handler = async () => require("child_process").execFileSync(${JSON.stringify(process.execPath)}, ["-p", "JSON.stringify(process.env)"], { encoding: "utf8" })`;
      const seen = String(await payload(code));
      expect(seen).toContain("AWS_LAMBDA_FUNCTION_NAME");
      expect(seen).not.toContain("LAB_SECRET");
    } finally {
      delete process.env.LAB_SECRET;
    }
  });

  test("what Lambda reserves cannot be set", async () => {
    const environment = { AWS_REGION: "mars-1", _HANDLER: "x.y" };
    const code = "exports.handler = async () => [process.env.AWS_REGION, process.env._HANDLER]";
    expect(await payload(code, { environment })).toEqual(["eu-west-1", "index.handler"]);
  });

  test("what a function changes is its own", async () => {
    const code = "exports.handler = async () => { process.env.PATH = '/nowhere'; return process.env.PATH }";
    const before = process.env.PATH;
    expect(await payload(code)).toBe("/nowhere");
    expect(process.env.PATH).toBe(before);
  });

  test("nor does the thread see the lab's port, arguments or flags", async () => {
    const code = `const { workerData } = require("worker_threads");
      exports.handler = async () => [workerData, process.argv.slice(2), process.execArgv.filter((flag) => !flag.startsWith("--no-experimental"))]`;
    expect(await payload(code)).toEqual([{}, [], []]);
  });
});

describe("the context object", () => {
  test("has the members of Lambda's", async () => {
    const code = `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), keys: Object.keys(context) })`;
    const context = lambda.add(code, { timeoutSeconds: 7, logGroup: "/own/group" });
    const result = await context.invoke({});
    if (!result.ok) throw new Error(result.errorMessage);
    const seen = JSON.parse(result.payload);
    expect(seen).toMatchObject({
      callbackWaitsForEmptyEventLoop: true,
      functionName: "backend",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:backend",
      memoryLimitInMB: "128",
      logGroupName: "/own/group",
      logStreamName: expect.stringContaining("[$LATEST]"),
      awsRequestId: result.requestId,
    });
    expect(seen.left).toBeGreaterThan(6_000);
    expect(seen.left).toBeLessThanOrEqual(7_000);
    expect(seen.keys).toEqual(
      expect.arrayContaining(["succeed", "fail", "done", "clientContext", "identity"]),
    );
  });

  test("each invocation has a request id of its own", async () => {
    const identify = lambda.add("exports.handler = async (event, context) => context.awsRequestId");
    const ids = await Promise.all(Array.from({ length: 50 }, () => identify.invoke({})));
    expect(new Set(ids.map((result) => result.ok && result.payload)).size).toBe(50);
  });
});

describe("the clock", () => {
  const read = `const started = Date.now(); const { now } = Date;
    exports.handler = async () => ({
      started, now: Date.now(), kept: now(), date: new Date().getTime(), text: Date.parse(Date()), other: new Date(5).getTime(),
      parts: new Date(2020, 1, 2).getMonth(), utc: Date.UTC(1970, 0, 2), is: new Date() instanceof Date,
      name: Date.name, length: Date.length, same: new Date().constructor === Date, sub: new (class extends Date {})().getTime(),
    })`;

  test("is the lab's, before the handler's code is loaded and from one invocation to the next", async () => {
    lambda.clock.set(Date.UTC(2031, 0, 1));
    const reading = lambda.add(read);
    const first = await reading.invoke({});
    lambda.clock.advance(3_600_000);
    const second = await reading.invoke({});
    if (!first.ok || !second.ok) throw new Error("failed");
    const [before, after] = [JSON.parse(first.payload), JSON.parse(second.payload)];
    expect(new Date(before.started).getUTCFullYear()).toBe(2031);
    for (const name of ["now", "kept", "date", "sub"]) {
      expect(after[name] - before[name]).toBeGreaterThanOrEqual(3_600_000);
      expect(after[name] - before[name]).toBeLessThan(3_660_000);
    }
    expect(Math.abs(after.text - after.now)).toBeLessThan(2_000);
    expect(after).toMatchObject({
      other: 5,
      parts: 1,
      utc: 86_400_000,
      is: true,
      name: "Date",
      length: 7,
      same: true,
    });
  });

  test("a clock that stands still, too", async () => {
    const frozen = new TestRuntime({}, new Clock(() => 1_700_000_000_000));
    try {
      const result = await frozen.add("exports.handler = async () => Date.now()").invoke({});
      expect(result.ok && Number(result.payload) - 1_700_000_000_000).toBeLessThan(5_000);
    } finally {
      await frozen.close();
    }
  });

  test("time-outs and timers do not follow it", async () => {
    const slow = lambda.add(
      "exports.handler = async (event, context) => { const t = performance.now(); await new Promise((r) => setTimeout(r, 20)); return [performance.now() - t, context.getRemainingTimeInMillis()] }",
      { timeoutSeconds: 5 },
    );
    await slow.warm();
    lambda.clock.advance(86_400_000);
    const result = await slow.invoke({});
    if (!result.ok) throw new Error(result.errorMessage);
    const [waited, left] = JSON.parse(result.payload);
    expect(waited).toBeLessThan(2_000);
    expect(left).toBeGreaterThan(2_000);
    expect(left).toBeLessThanOrEqual(5_000);
  });
});

describe("the machine", () => {
  test("the working directory is the package's, for fs and path", async () => {
    const files = {
      "data/a.txt": "from the package",
      "index.mjs": `import fs, { readFileSync } from "node:fs"; import { readFile } from "node:fs/promises"; import path from "node:path"; import { promisify } from "node:util";
        export const handler = async () => [
          readFileSync("data/a.txt", "utf8"), fs.readFileSync("./data/a.txt", "utf8"), await readFile("data/a.txt", "utf8"),
          await promisify(fs.readFile)("data/a.txt", "utf8"), fs.existsSync("package-lock.json"),
          path.resolve("x") === path.join(process.env.LAMBDA_TASK_ROOT, "x"), process.cwd() === process.env.LAMBDA_TASK_ROOT,
          (process.chdir("data"), readFileSync("a.txt", "utf8")),
        ]`,
    };
    const result = await lambda.add(files).invoke({});
    const text = "from the package";
    expect(result.ok && JSON.parse(result.payload)).toEqual([
      text,
      text,
      text,
      text,
      false,
      true,
      true,
      text,
    ]);
    expect(process.cwd()).not.toContain("task-");
  });

  test("a package.json above the package's directory does not matter", async () => {
    mkdirSync(join(lambda.directory, "x"));
    expect(await payload("exports.handler = async () => require('path').dirname(__dirname)")).toMatch(
      /lambda-/,
    );
  });

  test("it reaches servers on loopback", async () => {
    const server = createServer((_request, response) => response.end("keys"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const code = "exports.handler = async (url) => (await fetch(url)).text()";
      expect(await payload(code, {}, `http://127.0.0.1:${port}/`)).toBe("keys");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
