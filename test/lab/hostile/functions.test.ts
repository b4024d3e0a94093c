import { BAD_GATEWAY, CONFIGURATION, seen } from "../support/call.ts";
import {
  apiMethod,
  apiResource,
  custom,
  invokePermission,
  lambdaAuthorizer,
  lambdaFunction,
  merge,
  restApi,
  stackOf,
  writeStack,
} from "../support/terraform-directory.ts";
import { faults, TestLab } from "../support/test-lab.ts";

/** Does to itself what it is told, and would let anybody in. */
const SOURCE = `
const { Worker, parentPort, workerData } = require("node:worker_threads");
const deeds = {
  exit: () => process.exit(0),
  exitLater: () => new Promise(() => setImmediate(() => process.exit(1))),
  reallyExit: () => process.reallyExit(0),
  abort: () => process.abort(),
  kill: () => process.kill(process.pid, "SIGKILL"),
  killParent: () => process.kill(process.ppid, "SIGTERM"),
  throw: () => { throw new Error("bug"); },
  throwNothing: () => { throw undefined; },
  throwLater: () => new Promise(() => setImmediate(() => { throw new Error("bug"); })),
  rejectLater: () => { Promise.reject(new Error("unheard")); return new Promise(() => setTimeout(() => {}, 100)); },
  never: () => new Promise(() => {}),
  loop: () => { for (;;); },
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  memory: () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); },
  stack: () => { const deeper = () => deeper() + 1; return deeper(); },
  huge: () => ({ filler: "x".repeat(7e6) }),
  bigint: () => 1n,
  nothing: () => undefined,
  proxy: () => new Proxy({}, { ownKeys() { throw new Error("trap"); } }),
  toJson: () => ({ toJSON() { process.exit(0); } }),
};
const answer = (result) => (event) => {
  const deed = deeds[event.authorizationToken ?? event.queryStringParameters?.deed];
  return deed ? deed() : result(event);
};
exports.authorize = async (event) => answer(() => ({
  principalId: "p",
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
}))(event);
exports.answer = async (event) => answer(() => ({ statusCode: 200, body: "fine" }))(event);
`;

const DEEDS = [...SOURCE.matchAll(/^ {2}(\w+): \(\) =>/gm)].map(([, name]) => name as string);

const small = { timeout: 1, memory_size: 128 };
const resource = merge(
  restApi(),
  apiResource("guarded", "guarded"),
  apiResource("open", "open"),
  apiMethod("GET", "guarded", custom("guard")),
  apiMethod("GET", "open", { authorization: "NONE" }),
  lambdaAuthorizer("guard", "guard", { type: "TOKEN", authorizer_result_ttl_in_seconds: 300 }),
  lambdaFunction("guard", "main.authorize", small),
  lambdaFunction("backend", "main.answer", small),
  invokePermission("guard"),
  invokePermission("backend"),
);

describe("a function that breaks costs its own request alone", () => {
  let shop: TestLab;
  beforeAll(async () => {
    const zip = { "main.js": SOURCE };
    shop = await TestLab.start(writeStack(stackOf(resource), { "guard.zip": zip, "backend.zip": zip }));
  });
  afterAll(() => shop.close());
  afterEach(async () => {
    expect(faults(shop)).toEqual([]);
    expect(seen(await guarded("fine"))).toEqual([200, undefined, "fine"]);
    expect(seen(await open("fine"))).toEqual([200, undefined, "fine"]);
  });

  const guarded = (authorization: string) =>
    shop.call("shop", "/guarded", { headers: { authorization } }, "url");
  const open = (deed: string) => shop.call("shop", `/open?deed=${deed}`, {}, "url");

  test("every deed is known", () => {
    expect(DEEDS.length).toBeGreaterThan(15);
  });

  test.each(DEEDS)("D.1 [R] an authorizer: %s → 500, and nobody gets in", async (deed) => {
    expect(seen(await guarded(deed))).toEqual(CONFIGURATION);
  });

  test.each(DEEDS)("E [R] a backend: %s → 502", async (deed) => {
    expect(seen(await open(deed))).toEqual(BAD_GATEWAY);
  });

  test("all of it at once, and those between are served", async () => {
    const mixed = DEEDS.flatMap((deed) => [deed, "fine"]);
    const answers = await Promise.all(mixed.map(async (deed) => (await guarded(deed)).status));
    expect(answers).toEqual(mixed.map((deed) => (deed === "fine" ? 200 : 500)));
  }, 30_000);
});
