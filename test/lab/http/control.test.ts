import { Clock } from "../../../lab/clock.ts";
import { createControl } from "../../../lab/http/control.ts";
import type { HttpAnswer } from "../../../lab/http/message.ts";

const SECRET = "lab-secret";
const ID = "6f1c8a3e-0000-4000-8000-000000000000";

function control() {
  const clock = new Clock(() => 1_000_000);
  const calls: unknown[] = [];
  const handle = createControl({
    secret: SECRET,
    clock,
    decision: (requestId) => (requestId === ID ? { requestId, steps: [] } : undefined),
    setPermission: (...call) => {
      calls.push(call);
      return call[0] === "reader team";
    },
  });
  const ask = (method: string, path: string, body = "", authorization: string | null = `Bearer ${SECRET}`) =>
    handle({
      method,
      path,
      wirePath: `/_lab${path}`,
      query: "",
      headers: authorization === null ? [] : [["Authorization", authorization]],
      body: Buffer.from(body),
      sourceIp: "127.0.0.1",
      host: "127.0.0.1",
      httpVersion: "1.1",
    }) as HttpAnswer;
  return { clock, calls, ask };
}

const outcome = ({ status, body }: HttpAnswer): unknown[] => [
  status,
  body === "" ? "" : JSON.parse(body.toString()),
];

describe("the control endpoint", () => {
  test("tells how one request was decided", () => {
    const { ask } = control();
    expect(outcome(ask("GET", `/decisions/${ID}`))).toEqual([200, { requestId: ID, steps: [] }]);
    expect(ask("GET", "/decisions/unknown").status).toBe(404);
    expect(ask("DELETE", `/decisions/${ID}`).status).toBe(405);
  });

  test("moves the clock, forwards and backwards", () => {
    const { ask, clock } = control();
    expect(outcome(ask("POST", "/clock", '{"advance":3600000}'))).toEqual([
      200,
      { now: 4_600_000, offset: 3_600_000 },
    ]);
    expect(clock.now()).toBe(4_600_000);
    expect(outcome(ask("POST", "/clock", '{"advance":-600000}'))).toEqual([
      200,
      { now: 4_000_000, offset: 3_000_000 },
    ]);
    expect(outcome(ask("GET", "/clock"))).toEqual([200, { now: 4_000_000, offset: 3_000_000 }]);
  });

  test.each([
    "",
    "{}",
    "null",
    "[]",
    '{"advance":"1"}',
    '{"advance":1.5}',
    '{"advance":1e99}',
    '{"advance":9007199254740991}',
    "{",
  ])("does not move the clock for %j", (body) => {
    const { ask, clock } = control();
    expect(ask("POST", "/clock", body).status).toBe(400);
    expect(clock.offset).toBe(0);
  });

  test("takes a permission away and gives it back", () => {
    const { ask, calls } = control();
    const path = "/callers/reader%20team/permissions/test.read";
    expect(outcome(ask("DELETE", path))).toEqual([204, ""]);
    expect(outcome(ask("PUT", path))).toEqual([204, ""]);
    expect(calls).toEqual([
      ["reader team", "test.read", false],
      ["reader team", "test.read", true],
    ]);
    expect(ask("DELETE", "/callers/nobody/permissions/test.read").status).toBe(404);
    expect(ask("POST", path).status).toBe(405);
  });

  test.each([
    "/",
    "/clock/",
    "/clock/x",
    "/decisions",
    "/decisions/a/b",
    "/callers",
    "/callers/a/permissions",
    "/callers/a/permissions/b/c",
    "/callers/a/other/b",
  ])("nothing is at %s", (path) => {
    expect(control().ask("GET", path).status).toBe(404);
  });

  test("an invalid percent-encoding is refused", () => {
    expect(control().ask("DELETE", "/callers/%zz/permissions/test.read").status).toBe(400);
  });
});

test("the secret beside another Authorization header is not taken", () => {
  const handle = createControl({
    secret: SECRET,
    clock: new Clock(),
    decision: () => ({}),
    setPermission: () => true,
  });
  const headers = [`Bearer ${SECRET}`, "Bearer other"].map((value) => ["Authorization", value] as const);
  const request = {
    method: "GET",
    path: "/clock",
    wirePath: "/_lab/clock",
    query: "",
    body: Buffer.alloc(0),
  };
  const answer = handle({
    ...request,
    headers,
    sourceIp: "127.0.0.1",
    host: "127.0.0.1",
    httpVersion: "1.1",
  });
  expect((answer as HttpAnswer).status).toBe(401);
});

describe("without the secret nothing is told or moved", () => {
  test.each([
    ["none", ""],
    ["a wrong one", "Bearer lab-secreT"],
    ["a longer one", `Bearer ${SECRET}x`],
    ["another scheme", `Basic ${SECRET}`],
    ["the secret alone", SECRET],
    ["no header", null],
  ])("%s", (_what, authorization) => {
    const { ask, clock, calls } = control();
    const paths = [
      ["GET", `/decisions/${ID}`],
      ["POST", "/clock"],
      ["DELETE", "/callers/reader team/permissions/x"],
      ["GET", "/x"],
    ];
    for (const [method, path] of paths as [string, string][]) {
      const answer = ask(method, path, '{"advance":1}', authorization);
      expect(answer.status).toBe(401);
      expect(answer.body.toString()).not.toContain(SECRET);
    }
    expect([clock.offset, calls]).toEqual([0, []]);
  });
});
