import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { call } from "./support/call.ts";
import { LabProcess } from "./support/lab-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";
import {
  apiMethod,
  apiResource,
  invokePermission,
  lambdaFunction,
  merge,
  restApi,
  stackOf,
  writeStack,
} from "./support/terraform-directory.ts";

/** Answers after as many milliseconds as the query says, and prints that it has begun. */
const SLOW = `
exports.handler = async ({ queryStringParameters }) => {
  console.log("begun");
  await new Promise((resolve) => setTimeout(resolve, Number(queryStringParameters?.ms ?? 0)));
  return { statusCode: 200, body: "done" };
};`;

const started: LabProcess[] = [];
afterAll(() => Promise.all(started.map((lab) => lab.signal("SIGKILL"))));

function start(args: readonly string[], directory?: string): LabProcess {
  const lab = new LabProcess(args, directory);
  started.push(lab);
  return lab;
}

const slowStack = () =>
  writeStack(
    stackOf(
      merge(
        restApi(),
        apiResource("wait", "wait"),
        apiMethod("GET", "wait", { authorization: "NONE" }),
        lambdaFunction("backend", "main.handler", { timeout: 20 }),
        invokePermission("backend"),
      ),
    ),
    { "backend.zip": { "main.js": SLOW } },
  );

/** Every file and directory below one, with its mode. */
function modes(directory: string): Record<string, string> {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = [directory, ...found.map((entry) => join(entry.parentPath, entry.name))];
  return Object.fromEntries(
    paths.map((path) => [path.slice(directory.length + 1), (statSync(path).mode & 0o777).toString(8)]),
  );
}

describe("npm run lab", () => {
  let from: string;
  beforeAll(() => {
    from = slowStack();
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s to the process group: a request under way is answered, it exits 0 within a second and leaves nothing",
    async (signal) => {
      const lab = await start(["--port", "0", "--from", from]).ready();
      const url = lab.outputs().shop?.url;
      const answer = call(`${url}/wait?ms=300`);
      // Another one, so that the function's environment is there and the slow one has begun.
      expect((await call(`${url}/wait?ms=0`)).status).toBe(200);
      const { status, milliseconds } = await lab.signal(signal);
      const { status: answered, body } = await answer;
      expect([answered, body, status]).toEqual([200, "done", 0]);
      expect(milliseconds).toBeLessThan(1000);
      expect(readdirSync(lab.temporary)).toEqual([]);
    },
    30_000,
  );

  test("Ctrl-C below npm, which passes on what the terminal has sent already: the second does not cut the first short", async () => {
    const lab = await start(["--port", "0", "--from", from]).ready();
    const answer = call(`${lab.outputs().shop?.url}/wait?ms=300`);
    expect((await call(`${lab.outputs().shop?.url}/wait?ms=0`)).status).toBe(200);
    const [{ status }] = await Promise.all([lab.signal("SIGINT"), lab.signal("SIGINT")]);
    expect([(await answer).status, status]).toEqual([200, 0]);
    expect(readdirSync(lab.temporary)).toEqual([]);
  }, 30_000);

  test("SIGTERM to npm alone reaches it", async () => {
    const directory = join(temporaryDirectory(), "lab");
    const args = ["run", "lab", "--", "--port", "0", "--dir", directory, "--from", from];
    const npm = spawn("npm", args, { stdio: ["ignore", "pipe", "ignore"], detached: true });
    let killed = false;
    const timer = setTimeout(() => {
      killed = process.kill(-(npm.pid as number), "SIGKILL");
    }, 20_000);
    let output = "";
    for await (const chunk of npm.stdout) {
      output += chunk;
      if (/^ready /m.test(output)) npm.kill("SIGTERM");
    }
    clearTimeout(timer);
    // Its output ends when the last process that it started has ended.
    expect([killed, output]).toEqual([false, expect.stringMatching(/^ready /m)]);
  }, 30_000);

  test("a reader of its output that goes away costs the output, not the lab", async () => {
    const directory = join(temporaryDirectory(), "lab");
    const args = ["run.mjs", "lab/main.ts", "--port", "0", "--dir", directory, "--from", from];
    const lab = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for await (const chunk of lab.stdout) {
      output += chunk;
      if (/^ready /m.test(output)) break;
    }
    lab.stdout.destroy();
    lab.stderr.destroy();
    const { shop } = JSON.parse(readFileSync(join(directory, "outputs.json"), "utf8"));
    const calls = Array.from({ length: 20 }, () => call(`${shop.url}/nothing`));
    const answers = await Promise.allSettled(calls);
    lab.kill("SIGTERM");
    expect(await once(lab, "exit")).toEqual([0, null]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: "fulfilled", value: { status: 403 } });
  }, 30_000);

  test("a request that takes longer than the second is answered 503, and does not hold it up", async () => {
    const lab = await start(["--port", "0", "--from", from]).ready();
    const answer = call(`${lab.outputs().shop?.url}/wait?ms=15000`);
    expect((await call(`${lab.outputs().shop?.url}/wait?ms=0`)).status).toBe(200);
    const { status, milliseconds } = await lab.signal("SIGTERM");
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(1000);
    expect((await answer).status).toBe(503);
    expect(readdirSync(lab.temporary)).toEqual([]);
  }, 30_000);

  test("stopped while it starts, it leaves nothing", async () => {
    const lab = start(["--port", "0", "--from", from]);
    while (readdirSync(lab.temporary).length === 0) await new Promise(setImmediate);
    const { milliseconds } = await lab.signal("SIGINT");
    expect(milliseconds).toBeLessThan(1000);
    expect(readdirSync(lab.temporary)).toEqual([]);
  }, 30_000);

  test("files are their owner's alone, whatever the umask; a second run in the same directory is like the first", async () => {
    const first = await start(["--port", "0", "--from", from]).ready();
    await call(`${first.outputs().shop?.url}/wait`);
    await first.signal("SIGTERM");
    const expected = {
      "": "700",
      seed: "600",
      env: "600",
      "outputs.json": "600",
      keys: "700",
      "keys/cognito.jwks.json": "600",
      "keys/idp.jwks.json": "600",
      logs: "700",
      "logs/aws_lambda_shop-backend.log": "600",
    };
    expect(modes(first.directory)).toEqual(expected);
    const keys = first.read("keys/idp.jwks.json");
    const second = await start(["--port", "0", "--from", from], first.directory).ready();
    expect((await call(`${second.outputs().shop?.url}/wait`)).body).toBe("done");
    await second.signal("SIGTERM");
    expect(modes(second.directory)).toEqual(expected);
    expect(second.read("keys/idp.jwks.json")).toBe(keys);
  }, 60_000);

  test("one line begins with ready, and everything answers by then", async () => {
    const lab = await start(["--port", "0", "--from", from]).ready();
    const ready = lab.output.split("\n").filter((line) => line.startsWith("ready"));
    expect(ready).toEqual([expect.stringMatching(/^ready in \d+\.\d s: http:\/\/127\.0\.0\.1:\d+/)]);
    expect((await call(`${lab.outputs().shop?.url}/wait`)).status).toBe(200);
    // Harmless things that are ignored are listed once, by what they are.
    expect(lab.output.match(/aws_lambda_function\.role/g)).toHaveLength(1);
    await lab.signal("SIGTERM");
  }, 30_000);
});

describe("what it cannot do is told in a sentence", () => {
  const ended = (args: readonly string[]) => start(args).finished;

  test("a port in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const { status, output } = await ended(["--port", String(port), "--from", slowStack()]);
    server.close();
    expect([status, output]).toEqual([
      1,
      `port ${port} is in use; choose another with --port N or --port 0\n`,
    ]);
  }, 30_000);

  test("--from with a directory that CDKTF did not make", async () => {
    const { status, output } = await ended(["--port", "0", "--from", temporaryDirectory()]);
    expect(status).toBe(1);
    expect(output).toMatch(/manifest\.json: cannot be read: ENOENT.*CDKTF/);
    expect(output).not.toMatch(/^\s+at /m);
  }, 30_000);

  test("an option that there is not is exit code 2", async () => {
    const { status, output } = await ended(["--pork", "1"]);
    expect([status, output]).toEqual([2, expect.stringMatching(/^Unknown option '--pork'/)]);
    expect(output).not.toMatch(/^\s+at /m);
  }, 30_000);

  test("--help lists every option, exit code 0", async () => {
    const { status, output } = await ended(["--help"]);
    expect(status).toBe(0);
    for (const option of ["--port N", "--dir DIR", "--from DIR", "--var name=value"])
      expect(output).toContain(option);
  }, 30_000);

  test("a variable that no stack declares", async () => {
    const { status, output } = await ended(["--port", "0", "--from", slowStack(), "--var", "tokne_issuer=x"]);
    expect([status, output]).toEqual([
      1,
      expect.stringMatching(/variable\.tokne_issuer: no stack declares it; declared: none\n$/),
    ]);
  }, 30_000);
});
