import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { InvokeResult } from "../../../lab/lambda/result.ts";
import { TestRuntime } from "./support/functions.ts";

const open: TestRuntime[] = [];
function start(...parameters: ConstructorParameters<typeof TestRuntime>): TestRuntime {
  const lambda = new TestRuntime(...parameters);
  open.push(lambda);
  return lambda;
}
afterEach(() => Promise.all(open.splice(0).map((lambda) => lambda.close())));

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** A handler that answers which environment ran it, after some milliseconds. */
const WHO = `const id = Math.random(); let busy = 0; exports.handler = async (ms) => {
  if (busy++) throw new Error("two at a time");
  if (ms) await new Promise((r) => setTimeout(r, ms));
  busy--;
  return id;
}`;
const payloads = (results: readonly InvokeResult[]) =>
  results.map((result) => (result.ok ? result.payload : result.errorMessage));

describe("environments", () => {
  test("one at a time in each, however many call, and no more than the limit", async () => {
    const who = start({ environments: 3 }).add(WHO);
    const ids = payloads(await Promise.all(times(30, () => who.invoke(20))));
    expect(ids.every((id) => /^0\.\d+/.test(id))).toBe(true);
    expect(new Set(ids).size).toBeGreaterThan(1);
    expect(new Set(ids).size).toBeLessThanOrEqual(3);
  });

  test("invocations one after the other stay in one environment", async () => {
    const who = start().add(WHO);
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push(...payloads([await who.invoke(0)]));
    expect(new Set(ids).size).toBe(1);
  });

  test("two functions of one package share nothing", async () => {
    const lambda = start();
    const code = "globalThis.count ??= 0; exports.handler = async () => ++globalThis.count";
    const [first, second] = [lambda.add(code), lambda.add(code)];
    await first.invoke({});
    expect(payloads([await first.invoke({}), await second.invoke({})])).toEqual(["2", "1"]);
  });

  test("warm starts one ahead, once", async () => {
    const lambda = start();
    const warmed = lambda.add(`console.log("loaded"); exports.handler = async () => 1`);
    await Promise.all([warmed.warm(), warmed.warm()]);
    await warmed.warm();
    expect(await warmed.invoke({})).toMatchObject({ payload: "1" });
    expect(lambda.lines).toEqual(["INFO\tloaded"]);
  });

  test("warming what cannot be loaded resolves, and the invocation tells why", async () => {
    const lambda = start();
    const broken = lambda.add("throw new Error('broken')");
    await broken.warm();
    expect(lambda.lines[0]).toBe("ERROR\tError: broken");
    expect(await broken.invoke({})).toMatchObject({ kind: "init", errorMessage: "broken" });
  });

  test("invocations behind one that hangs are run elsewhere, long before it times out", async () => {
    const code = `exports.handler = async (event) => { if (event === "hang") for (;;); return 1 }`;
    const lambda = start({ environments: 2 });
    const mixed = lambda.add(code, { timeoutSeconds: 30 });
    // Fast by experience, so that many are sent to the one environment ahead of time.
    await Promise.all(times(200, () => mixed.invoke("")));
    const hanging = mixed.invoke("hang");
    const behind = await Promise.race([Promise.all(times(20, () => mixed.invoke(""))), hanging]);
    expect(Array.isArray(behind) && payloads(behind).every((payload) => payload === "1")).toBe(true);
  });
});

describe("the queue", () => {
  const SLOW = "exports.handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 1 }";

  test("is first come, first served", async () => {
    const lambda = start({ environments: 1 });
    const code = `let n = 0; exports.handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return n++ }`;
    const counting = lambda.add(code);
    expect(payloads(await Promise.all(times(20, () => counting.invoke(2))))).toEqual(times(20, String));
  });

  test("is bounded: one more is throttled", async () => {
    const slow = start({ environments: 1, queue: 5 }).add(SLOW);
    await slow.warm();
    const results = await Promise.all(times(10, () => slow.invoke(30)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(5);
    expect(results.filter(({ ok }) => !ok)[0]).toMatchObject({
      kind: "refused",
      errorType: "TooManyRequestsException",
      errorMessage: "Rate Exceeded.",
    });
  });

  test("does not keep an invocation for ever", async () => {
    const slow = start({ environments: 1, queueTimeoutMs: 50 }).add(SLOW);
    await slow.warm();
    const [first, second] = await Promise.all([slow.invoke(300), slow.invoke(0)]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ kind: "refused", errorType: "TooManyRequestsException" });
  });

  test("events over 6 MB are refused, one at the limit is not", async () => {
    const echo = start().add("exports.handler = async (event) => event.length");
    expect(await echo.invoke("é".repeat(3_145_727))).toMatchObject({ payload: "3145727" });
    expect(await echo.invoke("é".repeat(3_145_728))).toMatchObject({
      kind: "refused",
      errorType: "RequestEntityTooLargeException",
      errorMessage:
        "6291458 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
    });
  });

  test.each<[unknown, string]>([
    [undefined, "null"],
    [null, "null"],
    ["\u2028 \ud83d\ude00 \ud800", JSON.stringify("\u2028 \ud83d\ude00 \ud800")],
    [{ __proto__: null, a: [1, "2"], b: undefined }, '{"a":[1,"2"]}'],
  ])("an event arrives as JSON: %j", async (event, payload) => {
    const echo = start().add("exports.handler = async (event) => event");
    expect(await echo.invoke(event)).toMatchObject({ ok: true, payload });
  });
});

describe("every invocation is run once and answered once", () => {
  const HARM = ["exit", "throw late", "hang", "reject", "kill"];
  /** Writes down each time it is called, then does what the event says. */
  const code = (file: string) => `const { appendFileSync } = require("fs");
    exports.handler = async ({ id, act }) => {
      appendFileSync(${JSON.stringify(file)}, id + "\\n");
      if (act === "exit") process.exit(1);
      if (act === "kill") process.kill(process.pid, "SIGKILL");
      if (act === "hang") for (;;);
      if (act === "reject") { Promise.reject(new Error("r")); await new Promise((r) => setTimeout(r, 1000)); }
      if (act === "throw late") { setTimeout(() => { throw new Error("t") }); await new Promise((r) => setTimeout(r, 1000)); }
      if (act === "busy") for (const begun = performance.now(); performance.now() - begun < 15; );
      if (act === "wait") await new Promise((r) => setTimeout(r, 3));
      if (act === "error") throw new Error("handled");
      return id;
    }`;
  const act = fc.oneof(
    { weight: 30, arbitrary: fc.constant("") },
    { weight: 3, arbitrary: fc.constantFrom("wait", "busy", "error") },
    { weight: 1, arbitrary: fc.constantFrom(...HARM) },
  );

  test("whatever crashes, hangs or exits among them", async () => {
    let run = 0;
    const lambda = start({ environments: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 120 }),
        fc.boolean(),
        async (acts, experienced) => {
          const file = join(lambda.directory, `calls-${run++}`);
          const harmed = lambda.add(code(file), { timeoutSeconds: 0.15 });
          if (experienced)
            await Promise.all(times(100, (n) => harmed.invoke({ id: `before-${n}`, act: "" })));
          const results = await Promise.all(acts.map((one, id) => harmed.invoke({ id, act: one })));
          const calls = readFileSync(file, "utf8")
            .trim()
            .split("\n")
            .filter((id) => !id.startsWith("before"));
          expect(calls.map(Number).sort((a, b) => a - b)).toEqual(times(acts.length, (n) => n));
          results.forEach((result, id) => {
            if (HARM.includes(acts[id] ?? ""))
              expect(result).toMatchObject({ ok: false, kind: expect.stringMatching(/crash|timeout/) });
            else if (acts[id] === "error") expect(result).toMatchObject({ ok: false, kind: "unhandled" });
            else expect(result).toMatchObject({ ok: true, payload: String(id) });
          });
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  test("memory stays level over many invocations", async () => {
    const lambda = start();
    const echo = lambda.add("exports.handler = async (event) => ({ statusCode: 200, body: event.a })");
    const event = { a: "x".repeat(2_000) };
    const round = async () => {
      for (let n = 0; n < 100; n++) await Promise.all(times(50, () => echo.invoke(event)));
    };
    await round();
    const before = process.memoryUsage.rss();
    await round();
    await round();
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  }, 30_000);
});
