import { connect } from "node:net";
import { Clock } from "../../lab/clock.ts";
import { call } from "./support/call.ts";
import { assumeRole, callSigned } from "./support/caller.ts";
import { idpToken, poolToken } from "./support/issued-token.ts";
import { faults, synthesizedStacks, TestLab } from "./support/test-lab.ts";

const OUTPUTS = {
  iam: ["api_url", "reader_role_arn", "writer_role_arn"],
  "cognito-scopes": [
    "api_url",
    "issuer",
    "reader_client_id",
    "reader_client_secret",
    "token_url",
    "writer_client_id",
    "writer_client_secret",
  ],
  "custom-authorizer": ["api_url", "token_audience", "token_issuer"],
};
const METHODS = ["iam", "cognito-scopes", "custom-authorizer"] as const;
type Method = (typeof METHODS)[number];
const prefixOf = (method: Method) => `${method.replaceAll("-", "_")}_`;

const SUCCESS = '{"code":"00000","message":"success"}';

/** Where a method is: in its own stack, and in the comparison. */
const PLACES = METHODS.flatMap((method) => [
  { method, stack: method as string, prefix: "" },
  { method, stack: "comparison", prefix: prefixOf(method) },
]);

const clock = new Clock(() => Date.UTC(2026, 5, 1, 12));
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks(), { clock });
});
afterAll(() => lab.close());
afterEach(() => expect(faults(lab)).toEqual([]));

/** Calls a route as a declared caller, the way of the method. */
async function callAs(
  caller: string,
  { method, stack, prefix }: (typeof PLACES)[number],
  verb: string,
  path: string,
) {
  const url = `${lab.output(stack, `${prefix}api_url`)}${path}`;
  if (method === "iam") {
    const role = lab.output(stack, `${prefix}${caller}_role_arn`);
    const key = await assumeRole(lab.lab.environment, role, clock.now());
    return callSigned(url, key, { method: verb, region: "ap-northeast-2", at: clock.now() });
  }
  const token =
    method === "custom-authorizer" ? idpToken(lab, caller) : poolToken(lab, caller, stack, prefix);
  return call(url, { method: verb, headers: { authorization: `Bearer ${await token}` } });
}

test("outputs.json: every stack with exactly the declared outputs", () => {
  const outputs = JSON.parse(lab.read("outputs.json")) as Record<string, Record<string, string>>;
  const names = Object.fromEntries(
    Object.entries(outputs).map(([stack, one]) => [stack, Object.keys(one).sort()]),
  );
  const comparison = METHODS.flatMap((method) =>
    OUTPUTS[method].map((name) => prefixOf(method) + name),
  ).sort();
  expect(names).toEqual({ ...OUTPUTS, comparison });
  expect(outputs).toEqual(lab.lab.outputs);
});

test("outputs.json: every URL is the lab's own; api_url ends with the stage", () => {
  const outputs = Object.values(lab.lab.outputs).flatMap((one) => Object.entries(one));
  const urls = outputs.filter(([name]) => /(?:_url|issuer)$/.test(name)) as [string, string][];
  expect(urls).toHaveLength(12);
  for (const [name, url] of urls) {
    expect(url.startsWith(`${lab.lab.url}/`)).toBe(true);
    if (name.endsWith("api_url")) expect(url).toMatch(/\/execute-api\/[a-z0-9]{10}\/dev$/);
    if (name.endsWith("token_url")) expect(url).toMatch(/\/oauth2\/token$/);
  }
});

test("env: what a shell needs", () => {
  const lines = lab.read("env").trimEnd().split("\n");
  const env = Object.fromEntries(
    lines.map((line) => /^([A-Z_]+)=([\w:/.+-]+)$/.exec(line)?.slice(1) ?? [line, ""]),
  );
  expect(env).toMatchObject({
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA[A-Z0-9]{16}$/),
    AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^.{40}$/),
    AWS_REGION: "ap-northeast-2",
    AWS_DEFAULT_REGION: "ap-northeast-2",
    AWS_ENDPOINT_URL_STS: `${lab.lab.url}/sts`,
    TOKEN_URL: `${lab.lab.url}/idp/oauth2/token`,
    READER_CLIENT_ID: expect.stringMatching(/./),
    READER_CLIENT_SECRET: expect.stringMatching(/./),
    WRITER_CLIENT_ID: expect.stringMatching(/./),
    WRITER_CLIENT_SECRET: expect.stringMatching(/./),
  });
  expect(env).toEqual(lab.lab.environment);
});

test.each(PLACES)("$stack ($method): the callers' permissions, no more and no less", async (place) => {
  const answers = await Promise.all(
    (["reader", "writer"] as const).flatMap((caller) =>
      [
        ["GET", "/tests"],
        ["POST", "/tests"],
      ].map(async ([verb = "", path = ""]) => {
        const { status, body } = await callAs(caller, place, verb, path);
        return [caller, verb, status, status === 200 ? body : ""];
      }),
    ),
  );
  const refused = place.method === "cognito-scopes" ? 401 : 403;
  expect(answers).toEqual([
    ["reader", "GET", 200, SUCCESS],
    ["reader", "POST", refused, ""],
    ["writer", "GET", 200, SUCCESS],
    ["writer", "POST", 200, SUCCESS],
  ]);
});

test.each(PLACES)("$stack ($method): /whoami says who calls", async (place) => {
  const { status, body } = await callAs("reader", place, "GET", "/whoami");
  const whoami = JSON.parse(body) as { caller: object };
  expect([status, whoami]).toEqual([200, { code: "00000", message: "success", caller: expect.anything() }]);
  const id = {
    iam: "tester",
    "cognito-scopes":
      place.method === "cognito-scopes" && lab.output(place.stack, `${place.prefix}reader_client_id`),
    "custom-authorizer": lab.lab.environment.READER_CLIENT_ID,
  }[place.method];
  expect(JSON.stringify(whoami.caller)).toContain(id);
});

test.each(PLACES)(
  "$stack ($method): nobody gets in without a credential",
  async ({ method, stack, prefix }) => {
    const { status } = await call(`${lab.output(stack, `${prefix}api_url`)}/tests`);
    expect(status).toBe(method === "iam" ? 403 : 401);
  },
);

test.each(["127.0.0.2", "::1"])("it does not listen on %s", async (host) => {
  const socket = connect({ host, port: Number(new URL(lab.lab.url).port) });
  const outcome = await new Promise((resolve) => {
    socket.once("connect", () => resolve("connected"));
    socket.once("error", ({ message }) => resolve(message));
  });
  socket.destroy();
  expect(outcome).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT/);
});
