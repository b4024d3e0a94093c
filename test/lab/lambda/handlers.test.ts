import type { FunctionConfig } from "../../../lab/lambda/config.ts";
import { type Files, TestRuntime } from "./support/functions.ts";

let lambda: TestRuntime;
beforeAll(() => {
  lambda = new TestRuntime();
});
afterAll(() => lambda.close());

/** What a function answers to `{"n":1}`: its payload, or its error's type and message. */
async function answer(files: Files, overrides: Partial<FunctionConfig> = {}): Promise<unknown> {
  const result = await lambda.add(files, overrides).invoke({ n: 1 });
  return result.ok ? JSON.parse(result.payload) : [result.kind, result.errorType, result.errorMessage];
}

describe("where a handler is found", () => {
  const body = "async (event) => event.n";
  test.each<[string, Record<string, string>, string]>([
    ["CommonJS .js", { "index.js": `exports.handler = ${body}` }, "index.handler"],
    [".cjs", { "index.cjs": `exports.handler = ${body}` }, "index.handler"],
    [".mjs", { "index.mjs": `export const handler = ${body}` }, "index.handler"],
    [
      ".js of an ES module package",
      { "package.json": '{"type":"module"}', "index.js": `export const handler = ${body}` },
      "index.handler",
    ],
    [
      "the nearest package.json decides",
      {
        "package.json": '{"type":"module"}',
        "dist/package.json": "{}",
        "dist/index.js": `exports.handler = ${body}`,
      },
      "dist/index.handler",
    ],
    ["below a directory", { "dist/src/app.js": `exports.handler = ${body}` }, "dist/src/app.handler"],
    ["nested exports", { "index.js": `exports.a = { b: { handler: ${body} } }` }, "index.a.b.handler"],
    [
      "a default export's member",
      { "index.mjs": `export default { handler: ${body} }` },
      "index.default.handler",
    ],
    [
      "relative imports",
      {
        "index.mjs": `import { run } from "./lib/run.mjs"; export const handler = run`,
        "lib/run.mjs": `export const run = ${body}`,
      },
      "index.handler",
    ],
    [
      "packages in node_modules",
      {
        "index.js": `exports.handler = require("dep")`,
        "node_modules/dep/index.js": `module.exports = ${body}`,
      },
      "index.handler",
    ],
    [
      "CommonJS from an ES module",
      {
        "index.mjs": `import lib from "./lib.cjs"; export const handler = lib.run`,
        "lib.cjs": `exports.run = ${body}`,
      },
      "index.handler",
    ],
  ])("%s", async (_what, files, handler) => {
    expect(await answer(files, { handler })).toBe(1);
  });

  test.each<[string, Record<string, string>, string, string, string | RegExp]>([
    [
      "no such file",
      { "other.js": "" },
      "index.handler",
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'index'/,
    ],
    [
      "a missing dependency",
      { "index.js": `require("absent")` },
      "index.handler",
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'absent'/,
    ],
    [
      "no such export",
      { "index.js": "" },
      "index.handler",
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
    [
      "not a function",
      { "index.js": "exports.handler = 1" },
      "index.handler",
      "Runtime.HandlerNotFound",
      "index.handler is not a function",
    ],
    [
      "a path upwards",
      { "index.js": "" },
      "../index.handler",
      "Runtime.MalformedHandlerName",
      /^'..\/index.handler' is not a valid handler name/,
    ],
    ["no export named", { "index.js": "" }, "index", "Runtime.MalformedHandlerName", "Bad handler"],
    [
      "a syntax error",
      { "index.js": "exports.handler = (" },
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      /^SyntaxError: /,
    ],
    [
      "ES module syntax without a package.json that says so",
      { "index.js": "export const handler = async () => 1" },
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      "SyntaxError: Unexpected token 'export'",
    ],
    [
      "throws while it loads",
      { "index.js": `throw new RangeError("boot")` },
      "index.handler",
      "RangeError",
      "boot",
    ],
    [
      "rejects while it loads",
      { "index.mjs": `Promise.reject(new Error("later")); await new Promise((r) => setTimeout(r, 1000));` },
      "index.handler",
      "Runtime.UnhandledPromiseRejection",
      "Error: later",
    ],
    [
      "never loads",
      { "index.mjs": "await new Promise(() => {});" },
      "index.handler",
      "Runtime.ExitError",
      /Error: Runtime exited with error: exit status 13$/,
    ],
    [
      "exits while it loads",
      { "index.js": "process.exit(4)" },
      "index.handler",
      "Runtime.ExitError",
      /exit status 4$/,
    ],
  ])("init error: %s", async (_what, files, handler, errorType, message) => {
    expect(await answer(files, { handler })).toEqual([
      "init",
      errorType,
      typeof message === "string" ? message : expect.stringMatching(message),
    ]);
  });

  test("an init error comes with every invocation, and each tries again", async () => {
    const failing = lambda.add(`throw new Error(String(Math.random()))`);
    const messages = new Set<string>();
    for (let attempt = 0; attempt < 3; attempt++) {
      const result = await failing.invoke({});
      if (!result.ok) messages.add(result.errorMessage);
    }
    expect(messages.size).toBe(3);
  });

  test("NODE_OPTIONS that Node does not know end the runtime with 9", async () => {
    const result = await answer("exports.handler = async () => 1", {
      environment: { NODE_OPTIONS: "--no-such-flag" },
    });
    expect(result).toEqual(["init", "Runtime.ExitError", expect.stringMatching(/exit status 9$/)]);
  });

  test("NODE_OPTIONS switch require(esm) back on", async () => {
    const files = {
      "index.js": `exports.handler = require("./lib.mjs").run`,
      "lib.mjs": "export const run = async () => 1",
    };
    expect(await answer(files)).toEqual(["init", "Error", expect.stringContaining("require() of ES Module")]);
    expect(await answer(files, { environment: { NODE_OPTIONS: "--experimental-require-module" } })).toBe(1);
  });
});

describe("how a handler answers", () => {
  test.each<[string, string, unknown]>([
    ["async", "async () => ({ a: [1] })", { a: [1] }],
    ["a promise", "() => Promise.resolve(2)", 2],
    ["a thenable", "() => ({ then(done) { done(3) } })", 3],
    ["undefined is null", "async () => {}", null],
    ["callback", "(event, context, callback) => callback(null, 4)", 4],
    ["callback, later", "(event, context, callback) => { setTimeout(callback, 5, null, 5) }", 5],
    ["callback without a result", "(event, context, callback) => callback()", null],
    ["context.succeed", "(event, context) => context.succeed(6)", 6],
    ["context.done", "(event, context) => context.done(null, 7)", 7],
    ["a return value without promise or callback is ignored", "() => 8", null],
    ["a callback that never comes", "(event, context, callback) => {}", null],
    ["the first answer counts", "async (event, context, callback) => { callback(null, 9); return 10 }", 9],
    ["the first callback counts", "(event, context, callback) => { callback(null, 11); callback('no') }", 11],
    [
      "what is not JSON inside is dropped",
      "async () => ({ a: undefined, b: () => 1, c: new Date(0) })",
      { c: "1970-01-01T00:00:00.000Z" },
    ],
  ])("%s", async (_what, code, expected) => {
    expect(await answer(`exports.handler = ${code}`)).toEqual(expected);
  });

  test.each<[string, string, string, string]>([
    ["async throw", "async () => { throw new TypeError('a') }", "TypeError", "a"],
    ["synchronous throw", "() => { throw new Error('b') }", "Error", "b"],
    [
      "an error's own name",
      "async () => { const e = new Error('c'); e.name = 'Mine'; throw e }",
      "Mine",
      "c",
    ],
    ["a thrown string", "async () => { throw 'Unauthorized' }", "string", "Unauthorized"],
    ["a thrown number", "async () => { throw 5 }", "number", "5"],
    ["a thrown object", "async () => { throw { a: 1 } }", "object", "[object Object]"],
    ["nothing thrown", "async () => { throw undefined }", "string", "handled"],
    ["what looks like an error", "async () => { throw { name: 'N', message: 'm', stack: 's' } }", "N", "m"],
    [
      "no prototype",
      "async () => { throw Object.create(null) }",
      "handled",
      expect.stringMatching(/^callback called with Error/) as unknown as string,
    ],
    ["callback with an error", "(e, c, callback) => callback(new Error('d'))", "Error", "d"],
    [
      "D.1 [D+R] callback('Unauthorized') fails with exactly that",
      "(e, c, callback) => callback('Unauthorized')",
      "string",
      "Unauthorized",
    ],
    ["callback with false", "(e, c, callback) => callback(false)", "boolean", "false"],
    ["context.fail", "(e, c) => c.fail('Unauthorized')", "string", "Unauthorized"],
    ["context.fail without an error", "(e, c) => c.fail()", "string", "handled"],
    ["context.done with an error", "(e, c) => c.done('x')", "string", "x"],
    [
      "a promise that never settles",
      "async () => { await new Promise(() => {}) }",
      "Runtime.NodeJsExit",
      expect.stringMatching(/never settled/) as unknown as string,
    ],
  ])("error: %s", async (_what, code, errorType, errorMessage) => {
    expect(await answer(`exports.handler = ${code}`)).toEqual(["unhandled", errorType, errorMessage]);
  });

  test.each([
    ["a BigInt", "1n"],
    ["a cycle", "(() => { const a = {}; a.a = a; return a })()"],
    ["a toJSON that throws", "({ toJSON() { throw new Error('no') } })"],
    ["a function", "() => 1"],
    ["a symbol", "Symbol()"],
  ])("no JSON for %s", async (_what, value) => {
    const expected = ["invalid-result", "Error", "Unable to stringify response body"];
    expect(await answer(`exports.handler = async () => ${value}`)).toEqual(expected);
    expect(await answer(`exports.handler = (e, c, callback) => callback(null, ${value})`)).toEqual(expected);
  });

  test("a result over 6 MB is refused, one at the limit is not", async () => {
    const sized = lambda.add("exports.handler = async ({ bytes }) => 'é'.repeat(bytes / 2 - 1)");
    expect(await sized.invoke({ bytes: 6_291_556 })).toMatchObject({ ok: true });
    expect(await sized.invoke({ bytes: 6_291_558 })).toMatchObject({
      kind: "invalid-result",
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
  });

  test("an error has its stack, line by line", async () => {
    const result = await lambda
      .add("exports.handler = async function run() { throw new Error('where') }")
      .invoke({});
    expect(result).toMatchObject({
      trace: expect.arrayContaining(["Error: where", expect.stringMatching(/at exports.handler|at .*run/)]),
    });
  });

  test("a callback's result waits for the event loop to empty, unless told not to", async () => {
    const code = `exports.handler = (wait, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = wait;
      let ticks = 0;
      const timer = setInterval(() => ++ticks === 3 && clearInterval(timer), 5);
      const answer = { toJSON: () => ticks };
      callback(null, answer);
    }`;
    expect(await lambda.add(code).invoke(true)).toMatchObject({ payload: "3" });
    expect(await lambda.add(code).invoke(false)).toMatchObject({ payload: "0" });
  });

  test("an environment goes on after each kind of answer, with its module's state", async () => {
    const code = `let calls = 0; exports.handler = (how, context, callback) => {
      const n = ++calls;
      if (how === "callback") return callback(null, n);
      if (how === "throw") throw new Error(String(n));
      if (how === "never") return;
      if (how === "hang") return new Promise(() => {});
      if (how === "bigint") return context.succeed(1n);
      return Promise.resolve(n);
    }`;
    const stateful = lambda.add(code);
    const answers: unknown[] = [];
    for (const how of ["", "callback", "throw", "never", "hang", "bigint", "callback", ""]) {
      const result = await stateful.invoke(how);
      answers.push(result.ok ? result.payload : result.errorMessage);
    }
    expect(answers).toEqual(["1", "2", "3", "null", "null", "Unable to stringify response body", "7", "8"]);
  });
});
