import type { Desk } from "../../../compare/client/compose.ts";
import { Control } from "../../../compare/client/control.ts";
import { CredentialError } from "../../../compare/client/errors.ts";
import { Mask } from "../../../compare/client/mask.ts";
import { Sender } from "../../../compare/client/send.ts";
import { TargetTime } from "../../../compare/client/time.ts";
import type { Wallet } from "../../../compare/client/wallet.ts";
import { type Bench, runCell } from "../../../compare/runner/cell.ts";
import type { CellResult } from "../../../compare/runner/result.ts";
import { SUCCESS, TOKEN_EXPIRED, UNAUTHORIZED } from "../../../compare/scenarios/answers.ts";
import type { Scenario, Step } from "../../../compare/scenarios/scenario.ts";
import { bearer, NONE, READ, send, signed, WRITE } from "../../../compare/scenarios/steps.ts";
import type { Target } from "../../../compare/target/target.ts";
import { type Fake, type FakeAnswer, noPauses, type Received, startFake } from "../fake.ts";

const OK: FakeAnswer = {
  status: 200,
  headers: { "x-amzn-RequestId": "r-1" },
  body: '{"code":"00000","message":"success"}',
};
const NO: FakeAnswer = {
  status: 401,
  headers: { "x-amzn-ErrorType": "UnauthorizedException" },
  body: '{"message":"Unauthorized"}',
};
const SCENARIO: Scenario = { id: "x", teaches: "X.", plans: {} as Scenario["plans"] };
const NOW = 1_700_000_000_000;

let fake: Fake;
let answer: (request: Received) => FakeAnswer;
const sender = new Sender();
beforeAll(async () => {
  fake = await startFake((request) => answer(request));
});
afterAll(async () => {
  sender.close();
  await fake.close();
});
beforeEach(() => {
  answer = () => OK;
});

interface Rig {
  readonly run: (...steps: Step[]) => Promise<CellResult>;
  readonly advanced: number[];
  readonly permissions: string[];
  readonly time: TargetTime;
  readonly slept: number[];
}

function rig(change: Partial<Target> = {}, bench: Partial<Bench> = {}, wallet: Partial<Wallet> = {}): Rig {
  const time = new TargetTime(() => NOW);
  const advanced: number[] = [];
  const permissions: string[] = [];
  const control = new Control(fake.url, "t", sender);
  jest.spyOn(control, "advance").mockImplementation(async (seconds) => void advanced.push(seconds));
  jest
    .spyOn(control, "removePermission")
    .mockImplementation(async (...words) => void permissions.push(`- ${words.join(" ")}`));
  jest
    .spyOn(control, "restorePermission")
    .mockImplementation(async (...words) => void permissions.push(`+ ${words.join(" ")}`));
  const target: Target = {
    method: "cognito-scopes",
    stack: "cognito-scopes",
    apiUrl: `${fake.url}/dev`,
    loopback: true,
    access: {
      kind: "token",
      tokenUrl: `${fake.url}/token`,
      issuer: "i",
      client: (caller) => ({ id: `${caller}-1234`, secret: "secret-of-it" }),
    },
    ...change,
  };
  const held = {
    token: async () => "the-token",
    session: async () => ({ accessKeyId: "A", secretAccessKey: "S" }),
    expiryOf: async () => NOW + 3_600_000,
    ...wallet,
  } as unknown as Wallet;
  const desk: Omit<Desk, "witness"> = {
    target,
    targets: [target],
    wallet: held,
    time,
    mask: new Mask(),
    keys: () => [],
  };
  const pauses = noPauses();
  const run = (...steps: Step[]) => runCell(SCENARIO, steps, desk, { sender, control, pauses, ...bench });
  return { run, advanced, permissions, time, slept: pauses.slept };
}

describe("runCell", () => {
  test("passes when every answer is the expected one, and keeps what was exchanged", async () => {
    const cell = await rig().run(send(READ, bearer("reader"), SUCCESS));
    expect(cell).toMatchObject({
      outcome: "passed",
      scenario: "x",
      method: "cognito-scopes",
      stack: "cognito-scopes",
    });
    expect(cell.steps[0]).toMatchObject({ at: 0, requestId: "r-1", mismatches: [], actual: { status: 200 } });
    expect(cell.exchanges).toEqual([
      expect.objectContaining({ with: "API Gateway", request: "GET /tests, Bearer token", answer: "200" }),
    ]);
  });

  test("fails at the first answer that is another, and goes no further", async () => {
    const before = fake.received.length;
    const cell = await rig().run(send(READ, NONE, UNAUTHORIZED), send(READ, NONE, SUCCESS));
    expect(cell.outcome).toBe("failed");
    expect(cell.reason).toBe(
      "status 200, expected 401; error type absent, expected UnauthorizedException; body differs",
    );
    expect(fake.received.length - before).toBe(1);
  });

  test("fails with the reason when the credential is refused", async () => {
    const refused = {
      token: () => Promise.reject(new CredentialError("invalid_client at it", "invalid_client")),
    };
    const cell = await rig({}, {}, refused).run(send(READ, bearer("reader"), SUCCESS));
    expect(cell).toMatchObject({ outcome: "failed", reason: "invalid_client at it", steps: [] });
  });

  test("fails with the reason when nobody answers", async () => {
    const cell = await rig({ apiUrl: "http://127.0.0.1:1/dev" }).run(send(READ, NONE, SUCCESS));
    expect(cell).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("nothing listens there"),
    });
  });

  test("is not run where the target lacks what it takes", async () => {
    const forged = bearer("reader", { forgery: { key: "issuer" } });
    const jwt = {
      token: async () => `${Buffer.from('{"alg":"RS256","kid":"k"}').toString("base64url")}.e30.x`,
    };
    const cell = await rig({}, {}, jwt).run(send(READ, forged, UNAUTHORIZED));
    expect(cell).toMatchObject({ outcome: "not-run", reason: expect.stringContaining("private key") });
  });

  test("is not run where this machine lacks the denied address", async () => {
    const cell = await rig({}, { deniedAddress: "203.0.113.7" }).run({
      ...send(READ, NONE, SUCCESS),
      from: "denied-address",
    });
    expect(cell).toMatchObject({
      outcome: "not-run",
      reason: expect.stringContaining("no address 203.0.113.7"),
    });
  });

  test("repeats the very bytes, over another connection", async () => {
    await rig().run(send(WRITE, bearer("writer"), SUCCESS), { do: "repeat", expect: SUCCESS });
    const [first, second] = fake.received.slice(-2);
    expect(second?.rawHeaders.slice(0, 6)).toEqual(first?.rawHeaders.slice(0, 6));
    expect([second?.target, second?.body]).toEqual([first?.target, first?.body]);
  });

  test("asks the token endpoint as a client that is not known, and with a wrong secret", async () => {
    answer = () => ({ status: 400, body: '{"error":"invalid_client"}' });
    const expected = { status: 400, bodyMatches: "invalid_client", source: "F [R]" };
    const cell = await rig().run(
      { do: "ask-token", caller: "reader", wrong: "client", expect: expected },
      { do: "ask-token", caller: "reader", wrong: "secret", expect: expected },
    );
    expect(cell.outcome).toBe("passed");
    const sent = fake.received
      .slice(-2)
      .map(({ headers }) => Buffer.from(String(headers.authorization).slice(6), "base64").toString());
    expect(sent).toEqual(["reader-none:secret-of-it", "reader-1234:ti-fo-terces"]);
  });

  test("moves the clock to the credential's end, and back when it is done", async () => {
    const { run, advanced, time } = rig();
    let during = 0;
    answer = () => {
      during = time.offset;
      return { ...OK, status: 401, body: '{"message":"The incoming token has expired"}' };
    };
    const cell = await run(
      { do: "advance", toExpiryOf: "reader", seconds: 5 },
      send(READ, bearer("reader"), TOKEN_EXPIRED),
      { do: "advance", seconds: 10 },
    );
    expect(cell.outcome).toBe("passed");
    expect(cell.steps[0]?.at).toBe(3605);
    expect(during).toBe(3_605_000);
    expect(advanced).toEqual([3605, 10, -10, -3605]);
    expect(time.offset).toBe(0);
  });

  test("gives a permission back, also after a failure", async () => {
    answer = () => NO;
    const { run, permissions } = rig();
    const cell = await run(
      { do: "remove-permission", caller: "writer", permission: "test.write" },
      send(WRITE, bearer("writer"), SUCCESS),
    );
    expect(cell.outcome).toBe("failed");
    expect(permissions).toEqual(["- writer test.write", "+ writer test.write"]);
  });

  test("says when the target could not be put back as it was", async () => {
    const { run } = rig({}, { control: new Control("http://127.0.0.1:1", "t", sender) });
    const cell = await run(send(READ, bearer("reader"), SUCCESS), {
      do: "remove-permission",
      caller: "writer",
      permission: "test.write",
    });
    expect(cell).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("nothing listens there"),
    });
    const control = new Control(fake.url, "t", sender);
    jest.spyOn(control, "advance").mockImplementation(async (seconds) => {
      if (seconds < 0) throw new Error("it is gone");
    });
    const moved = await rig({}, { control }).run({ do: "advance", seconds: 5 });
    expect(moved).toMatchObject({
      outcome: "failed",
      reason: "the target could not be put back as it was: it is gone",
    });
  });

  test("waits when it is throttled", async () => {
    const answers = [{ status: 429 }, { status: 429 }, OK];
    answer = () => answers.shift()!;
    const { run, slept } = rig();
    expect((await run(send(READ, bearer("reader"), SUCCESS))).outcome).toBe("passed");
    expect(slept).toEqual([200, 400]);
  });

  test.each([
    [false, ["passed", 2]],
    [true, ["failed", 0]],
  ])("waits for IAM's propagation only away from this machine (loopback %s)", async (loopback, expected) => {
    const answers = [{ status: 403 }, { status: 403 }];
    answer = () => answers.shift() ?? OK;
    const access = { kind: "role", region: "eu-west-1", roleArn: () => "arn" } as const;
    const { run, slept } = rig({ method: "iam", loopback, access });
    const cell = await run(send(READ, signed("reader"), SUCCESS));
    expect([cell.outcome, slept.length]).toEqual(expected);
  });

  test("never waits for a refusal that is expected", async () => {
    answer = () => NO;
    const access = { kind: "role", region: "eu-west-1", roleArn: () => "arn" } as const;
    const { run, slept } = rig({ method: "iam", loopback: false, access });
    expect((await run(send(READ, signed("reader"), UNAUTHORIZED))).outcome).toBe("passed");
    expect(slept).toEqual([]);
  });

  test("an interruption is no failure of the target, and leaves nothing changed", async () => {
    const stop = new AbortController();
    const { run, permissions } = rig({}, { signal: stop.signal });
    answer = () => {
      stop.abort(new Error("stopped"));
      return OK;
    };
    const steps: Step[] = [
      { do: "remove-permission", caller: "writer", permission: "test.write" },
      send(READ, bearer("reader"), SUCCESS),
      send(READ, bearer("reader"), SUCCESS),
    ];
    await expect(run(...steps)).rejects.toThrow("stopped");
    expect(permissions).toHaveLength(2);
  });
});
