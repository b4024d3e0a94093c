import { type Decision, Decisions, refusalLine } from "../../../lab/gateway/decisions.ts";
import { api } from "./support/api.ts";
import { lab } from "./support/gateway.ts";

const decision = (requestId: string, more: Partial<Decision> = {}): Decision => ({
  requestId,
  at: 0,
  api: "abcde12345",
  stack: "test",
  stage: "dev",
  method: "GET",
  path: "/dev/tests",
  sourceIp: "127.0.0.1",
  route: undefined,
  caller: undefined,
  steps: [],
  responseType: undefined,
  status: 200,
  ...more,
});

describe("Decisions", () => {
  test("keeps the last ones, a fixed number of them", () => {
    const decisions = new Decisions(3);
    for (const id of ["a", "b", "c", "d"]) decisions.add(decision(id));
    expect(decisions.find("a")).toBeUndefined();
    expect(decisions.latest(() => true, 10).map(({ requestId }) => requestId)).toEqual(["d", "c", "b"]);
  });

  test("of two under one id, which a client can send, the later is found", () => {
    const decisions = new Decisions(3);
    decisions.add(decision("a", { status: 200 }));
    decisions.add(decision("a", { status: 403 }));
    expect(decisions.find("a")?.status).toBe(403);
  });

  test("a capacity that is no number of decisions is the programmer's mistake", () => {
    expect(() => new Decisions(0)).toThrow(TypeError);
  });
});

describe("what the gateway records", () => {
  test("an allowed request: every step that it passed, and why", async () => {
    const { send, gateway, refusals } = lab(api());
    await send("GET /dev/tests");
    const [recorded] = gateway.decisions.latest(() => true, 1);
    expect(recorded?.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      "parse pass",
      "route pass",
      "authenticate pass",
      "integrate pass",
    ]);
    expect(recorded).toMatchObject({ status: 200, responseType: undefined, route: "/tests", stack: "test" });
    expect(refusals).toEqual([]);
  });

  test("a long path is shortened, and no header or query is kept", async () => {
    const { send, gateway } = lab(api());
    await send(`GET /dev/${"a".repeat(5000)}?secret=1`, {
      headers: [["Authorization", "Bearer secret-token"]],
    });
    const [recorded] = gateway.decisions.latest(() => true, 1);
    expect(recorded?.path.length).toBeLessThan(300);
    expect(JSON.stringify(recorded)).not.toMatch(/secret/);
  });

  test("a request to an unknown API is recorded too", async () => {
    const { send, gateway } = lab(api());
    await send("GET /dev/tests", { overrides: { apiId: "zzzzz99999" } });
    expect(gateway.decisions.latest(() => true, 1)[0]).toMatchObject({
      api: "zzzzz99999",
      stack: undefined,
      status: 403,
    });
  });

  test("the line of a refusal is one line, whatever the path holds", () => {
    const line = refusalLine(decision("a", { path: "/dev/\n\u001b[31mx\u2028", status: 403 }));
    expect(line).toBe("403 GET /dev/??[31mx? · request a");
  });
});
