import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { zipSync } from "fflate";
import { Clock } from "../../../../lab/clock.ts";
import { type LambdaFunction, LambdaRuntime } from "../../../../lab/lambda/runtime.ts";
import { temporaryDirectory } from "../../support/temporary-directory.ts";

/** Runs the code that the event holds, with the ways to send a request in reach. */
const HANDLER = `
import http, { get as httpGet } from "node:http";
import https, { get, request } from "node:https";
import { createRequire } from "node:module";
const required = createRequire(import.meta.url)("https");
const AsyncFunction = (async () => {}).constructor;
const text = (send) => new Promise((resolve, reject) => {
  const sent = send((response) => {
    let body = "";
    response.on("data", (data) => { body += data; }).on("end", () => resolve(body));
  });
  sent.on("error", reject);
});
export const handler = ({ code }) =>
  new AsyncFunction("http", "httpGet", "https", "get", "request", "required", "text", "return " + code)(
    http, httpGet, https, get, request, required, text,
  );
`;

let servers: Server[];
let runtime: LambdaRuntime;
let run: (code: string) => Promise<unknown>;

/** A server that answers with its name and what it was asked. */
async function serve(name: string): Promise<string> {
  const server = createServer(({ method, url, headers }, response) => {
    response.end([name, method, url, headers.host === new URL(base).host, headers["x-more"] ?? ""].join(" "));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  servers.push(server);
  return base;
}

beforeAll(async () => {
  servers = [];
  const [local, other] = await Promise.all([serve("local"), serve("other")]);
  const zip = join(temporaryDirectory(), "function.zip");
  writeFileSync(zip, zipSync({ "index.mjs": Buffer.from(HANDLER) }));
  runtime = new LambdaRuntime({ clock: new Clock(), onLog: () => undefined });
  const target: LambdaFunction = runtime.add({
    name: "fetches",
    arn: "arn:aws:lambda:us-east-1:123456789012:function:fetches",
    zip,
    handler: "index.handler",
    runtime: "nodejs20.x",
    timeoutSeconds: 5,
    memoryMb: 128,
    environment: { OTHER: other, LOCAL: local },
    region: "us-east-1",
    accountId: "123456789012",
    address: "aws_lambda_function.fetches",
    redirects: [
      { from: "https://issuer.example.com/", to: `${local}/idp` },
      { from: "https://login.example.com/tenant", to: `${local}/tenant/` },
      { from: `${other}/issuer`, to: `${local}/plain` },
    ],
  });
  run = async (code) => {
    const result = await target.invoke({ code });
    return result.ok ? JSON.parse(result.payload) : `${result.errorType}: ${result.errorMessage}`;
  };
});
afterAll(async () => {
  await runtime.close();
  for (const server of servers) server.close().closeAllConnections();
});

const URLS = `"https://issuer.example.com/.well-known/jwks.json"`;
const KEYS = "local GET /idp/.well-known/jwks.json true ";

test.each<[string, string]>([
  ["fetch with text", `fetch(${URLS}).then((r) => r.text())`],
  ["fetch with a URL", `fetch(new URL(${URLS})).then((r) => r.text())`],
  ["fetch with a Request", `fetch(new Request(${URLS})).then((r) => r.text())`],
  ["https.get with text", `text((done) => https.get(${URLS}, done))`],
  ["https.get with a URL", `text((done) => https.get(new URL(${URLS}), done))`],
  ["https.get imported by name", `text((done) => get(${URLS}, done))`],
  ["https.get required", `text((done) => required.get(${URLS}, done))`],
  [
    "options beside the URL",
    `text((done) => get(${URLS}, { agent: false, rejectUnauthorized: true }, done))`,
  ],
  [
    "options alone",
    `text((done) => get({ hostname: "issuer.example.com", path: "/.well-known/jwks.json", agent: new https.Agent() }, done))`,
  ],
  [
    "host and port",
    `text((done) => get({ host: "issuer.example.com", port: 443, path: "/.well-known/jwks.json" }, done))`,
  ],
  ["request and end", `text((done) => request(${URLS}, done).end())`],
  [
    "a Host header of its own",
    `text((done) => get(${URLS}, { headers: { HOST: "issuer.example.com" } }, done))`,
  ],
  ["dots in the path", `text((done) => get("https://issuer.example.com/a/../.well-known/jwks.json", done))`],
])("%s is redirected", async (_, code) => {
  expect(await run(code)).toBe(KEYS);
});

test.each<[string, string, string]>([
  [
    "method, headers and query are kept",
    `text((done) => request("https://issuer.example.com/token?a=1", { method: "POST", headers: { "x-more": "y" } }, done).end("z"))`,
    "local POST /idp/token?a=1 true y",
  ],
  [
    "headers as a list",
    `text((done) => get("https://issuer.example.com/", { headers: ["x-more", "y", "host", "issuer.example.com"] }, done))`,
    "local GET /idp/ true y",
  ],
  [
    "the method and headers of fetch",
    `fetch("https://issuer.example.com/x", { method: "PUT", body: "z", headers: { "x-more": "y" } }).then((r) => r.text())`,
    "local PUT /idp/x true y",
  ],
  [
    "the issuer itself",
    `fetch("https://login.example.com/tenant").then((r) => r.text())`,
    "local GET /tenant true ",
  ],
  [
    "below an issuer with a path",
    `fetch("https://login.example.com/tenant/keys").then((r) => r.text())`,
    "local GET /tenant/keys true ",
  ],
  [
    "an http issuer",
    "text((done) => httpGet(process.env.OTHER + '/issuer/keys', done))",
    "local GET /plain/keys true ",
  ],
])("%s", async (_, code, seen) => {
  expect(await run(code)).toBe(seen);
});

test.each<[string, string]>([
  ["fetch", "fetch(process.env.OTHER + '/keys').then((r) => r.text())"],
  ["http.get", "text((done) => http.get(process.env.OTHER + '/keys', done))"],
])("%s of anything else goes where it says", async (_, code) => {
  expect(await run(code)).toBe("other GET /keys true ");
});

test("a name that only begins like the issuer's is not redirected", async () => {
  // Names under .invalid never resolve (RFC 6761), so nothing leaves the machine.
  expect(await run(`text((done) => get("https://issuer.example.com.invalid/", done))`)).toMatch(
    /ENOTFOUND|EAI_AGAIN/,
  );
});

test("another port of the same host is not redirected", async () => {
  const code = "text((done) => http.get(process.env.LOCAL + '/issuer/keys', done))";
  expect(await run(code)).toBe("local GET /issuer/keys true ");
});

test("another path of the same host is not redirected", async () => {
  const code = "fetch(process.env.OTHER + '/issuer2/keys').then((r) => r.text())";
  expect(await run(code)).toBe("other GET /issuer2/keys true ");
});

test.each<[string, string]>([
  ["no URL", `get("no url")`],
  ["another protocol", `get("ftp://issuer.example.com/")`],
])("%s fails as Node lets it fail", async (_, code) => {
  expect(await run(code)).toMatch(/^TypeError: /);
});
