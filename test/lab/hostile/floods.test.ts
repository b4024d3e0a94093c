import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { lastRequest, RawConnection, sendAndClose } from "../http/support/raw.ts";
import { type Answer, call } from "../support/call.ts";
import { goodBearer } from "../support/good-token.ts";
import { faults, portOf, synthesizedStacks, TestLab } from "../support/test-lab.ts";

const METHODS = ["iam", "cognito-scopes", "custom-authorizer"] as const;
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks());
});
afterAll(() => lab.close());
// Whatever came: the lab has no fault of its own, and answers as before.
afterEach(async () => {
  expect(faults(lab)).toEqual([]);
  expect((await get("cognito-scopes", "/tests", goodBearer(lab, "cognito-scopes"))).status).toBe(200);
});

const get = (stack: string, target: string, authorization?: string | readonly string[]): Promise<Answer> =>
  lab.call(stack, target, authorization === undefined ? {} : { headers: { authorization } });

describe("floods", () => {
  test("E [D] 10,240 bytes of header values are taken, one more is not", async () => {
    const authorization = goodBearer(lab, "cognito-scopes");
    const host = `127.0.0.1:${portOf(lab)}`;
    const rest = authorization.length + host.length + "close".length;
    const send = async (more: string) => {
      const filler = "a".repeat(10_240 - rest) + more;
      return (await lab.call("cognito-scopes", "/tests", { headers: { authorization, "x-filler": filler } }))
        .status;
    };
    expect([await send(""), await send("a")]).toEqual([200, 431]);
  });

  test.each(METHODS)(
    "%s: a body of 10 MB without a credential is refused, one byte more is 413",
    async (method) => {
      const send = async (size: number) =>
        (await lab.call(method, "/tests", { method: "POST", body: Buffer.alloc(size) })).status;
      const tenMegabytes = 10 * 1024 * 1024;
      expect([await send(tenMegabytes), await send(tenMegabytes + 1)]).toEqual([
        method === "iam" ? 403 : 401,
        413,
      ]);
    },
  );

  test("many headers, and many of one name", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`x-${index}`, "a"]));
    const same = { "x-same": Array.from({ length: 1_000 }, () => "a") };
    const answers = await Promise.all(
      [many, same].map((headers) => lab.call("custom-authorizer", "/tests", { headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test("2,000 requests at once: each gets its own answer", async () => {
    const tokens = {
      "cognito-scopes": goodBearer(lab, "cognito-scopes"),
      "custom-authorizer": goodBearer(lab, "custom-authorizer"),
    };
    // The policy is in the cache, as it is for a token that is used so often.
    expect((await get("custom-authorizer", "/tests", tokens["custom-authorizer"])).status).toBe(200);
    const requests = Array.from({ length: 2_000 }, (_, index) => {
      const method = METHODS[index % 3] as (typeof METHODS)[number];
      const authorization = method !== "iam" && index % 2 === 0 ? tokens[method] : null;
      const status = authorization ? 200 : method === "iam" ? 403 : 401;
      return { url: `${lab.output(method, "api_url")}/tests`, authorization, status };
    });
    const answers = await flood(requests.map(({ url, authorization }) => [url, authorization]));
    expect(answers.map(([status]) => status)).toEqual(requests.map(({ status }) => status));
    expect(new Set(answers.map(([, id]) => id)).size).toBe(2_000);
  }, 60_000);
});

/** Sends requests at once, from another process. @returns the status and the request id of each answer */
async function flood(requests: readonly (readonly [string, string | null])[]) {
  const child = spawn(process.execPath, ["test/lab/hostile/support/flood.mjs"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(requests));
  return JSON.parse(await text(child.stdout)) as readonly (readonly [number | string, string])[];
}

test("clients that send a part and no more hold nobody up", async () => {
  const path = new URL(lab.output("iam", "api_url")).pathname;
  const slow = Array.from({ length: 200 }, (_, index) =>
    new RawConnection(portOf(lab)).send(
      index % 2 === 0
        ? `GET ${path}/tests HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: `
        : `POST ${path}/tests HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{`,
    ),
  );
  const answers = await Promise.all(Array.from({ length: 20 }, () => get("iam", "/tests")));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  for (const { socket } of slow) socket.destroy();
});

test.each([
  ["not HTTP", "\x16\x03\x01\x02\x00"],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["two Hosts", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: example.com\r\n\r\n"],
  ["a whole URL as the target", "GET http://example.com/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
])("%s is 400", async (_, bytes) => {
  expect((await sendAndClose(portOf(lab), bytes)).statuses).toEqual([400]);
});

test("a page that was lured here by another name gets nothing", async () => {
  const { text } = await sendAndClose(
    portOf(lab),
    lastRequest("/idp/oauth2/token").replace("Host: 127.0.0.1", "Host: evil.example"),
  );
  expect(text).toMatch(/^HTTP\/1\.1 421 /);
});

test("issuers and STS take what is hostile with an error of theirs", async () => {
  const bodies = [
    "",
    "\xff\xfe",
    "grant_type=%zz",
    "a".repeat(100_000),
    "grant_type[]=x",
    "\0",
    '{"grant_type":1}',
  ];
  const urls = [
    `${lab.lab.url}/idp/oauth2/token`,
    lab.output("cognito-scopes", "token_url"),
    `${lab.lab.url}/sts/`,
  ];
  for (const url of urls) {
    for (const body of bodies) {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const { status } = await call(url, { method: "POST", headers, body: Buffer.from(body, "latin1") });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  }
});
