import { type Progress, run } from "../../compare/run.ts";
import { SCENARIOS } from "../../compare/scenarios/catalogue.ts";
import { TargetError } from "../../compare/target/errors.ts";
import { type FakeTarget, type Flaw, startFakeTarget } from "./fake-target.ts";

/** What the fake, which knows no SigV4 messages at unknown routes, answers as AWS does. */
const ONLY = [
  "no-credential",
  "malformed",
  "reader-reads",
  "reader-writes",
  "writer-writes",
  "whoami",
  "self-signed",
  "unsigned",
  "tampered-credential",
  "unknown-caller",
  "wrong-secret",
];
const scenarios = SCENARIOS.filter(({ id }) => ONLY.includes(id));

let target: FakeTarget;
afterEach(() => target.close());

async function red(flaw: Flaw): Promise<readonly string[]> {
  target = await startFakeTarget(flaw);
  const result = await run({ outputs: target.outputs, environment: {}, scenarios, samples: 0 });
  return result.cells.filter(({ outcome }) => outcome === "failed").map(({ scenario }) => scenario);
}

describe("run", () => {
  test("is green against a target that is no lab, and asks for a token once a caller", async () => {
    target = await startFakeTarget();
    const news: Progress[] = [];
    const result = await run({
      outputs: target.outputs,
      environment: {},
      scenarios,
      samples: 5,
      onProgress: (one) => news.push(one),
    });
    expect(result.cells.map(({ scenario, outcome }) => [scenario, outcome])).toEqual(
      scenarios.map(({ id }) => [id, "passed"]),
    );
    expect(news.filter(({ cell }) => cell).map(({ done }) => done)).toEqual(
      scenarios.map((_, index) => index + 1),
    );
    expect(result.latencies).toEqual([
      expect.objectContaining({ method: "cognito-scopes", cache: "warm", samples: 5, local: true }),
    ]);
    const asked = target.fake.received.filter(
      ({ target: path, headers }) => path === "/oauth2/token" && String(headers.authorization).length > 0,
    );
    // Two callers, once each; and the two scenarios that ask with a wrong client or secret.
    expect(asked).toHaveLength(4);
  });

  test("does not run what only a lab can, and says why", async () => {
    target = await startFakeTarget();
    const result = await run({
      outputs: target.outputs,
      environment: {},
      scenarios: SCENARIOS.filter(({ id }) => /expired|removed|lookalikes|logs|address/.test(id)),
      samples: 0,
    });
    expect(result.cells.every(({ outcome }) => outcome === "not-run")).toBe(true);
    expect(result.cells.every(({ reason }) => (reason ?? "").length > 20)).toBe(true);
    expect(target.fake.received).toEqual([]);
  });

  test.each([
    ["open route", ["no-credential", "malformed", "self-signed", "unsigned"]],
    ["scope dropped", ["reader-writes"]],
    [
      "swapped secrets",
      [
        "reader-reads",
        "reader-writes",
        "writer-writes",
        "whoami",
        "tampered-credential",
        "self-signed",
        "unsigned",
      ],
    ],
    [
      "hidden gateway response",
      ["no-credential", "malformed", "tampered-credential", "self-signed", "unsigned"],
    ],
  ] as const)("%s: the right cells are red", async (flaw, cells) => {
    expect([...(await red(flaw))].sort()).toEqual([...cells].sort());
  });

  test("keeps what it has when it is stopped", async () => {
    target = await startFakeTarget();
    const stop = new AbortController();
    const result = await run({
      outputs: target.outputs,
      environment: {},
      scenarios,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 3) stop.abort();
      },
    });
    expect(result.interrupted).toBe(true);
    expect(result.cells).toHaveLength(3);
  });

  test("refuses methods that the outputs file does not describe", async () => {
    target = await startFakeTarget();
    const options = { outputs: target.outputs, environment: {}, methods: ["iam"] as const };
    await expect(run(options)).rejects.toThrow(TargetError);
    await expect(run(options)).rejects.toThrow("describes no stack with iam");
  });
});
