import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import type { Bundle } from "../../stacks/bundle/bundle.ts";
import { bundleAuthorizer, bundleBackend } from "../../stacks/bundle/functions.ts";
import { makeKey, TestIssuer, tokenOf } from "./authorizer/issuer.ts";

/** Runs the deployed artifact: what is in the zip, in a process of its own, with nothing but the given environment. */
async function run(bundle: Bundle, events: readonly object[], environment: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "function-"));
  try {
    for (const [name, content] of Object.entries(unzipSync(bundle.zip)))
      writeFileSync(join(directory, name), content);
    const driver = `
      const { handler } = require("./index.cjs");
      (async () => {
        const outcomes = [];
        for (const event of ${JSON.stringify(events)}) {
          outcomes.push(await handler(event, { awsRequestId: "r" }).then((value) => ({ value }), (error) => ({ error: error.message })));
        }
        console.log(JSON.stringify(outcomes));
      })();`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", driver], {
      cwd: directory,
      env: environment,
    });
    const lines = stdout.trimEnd().split("\n");
    return {
      outcomes: JSON.parse(lines.at(-1)!) as { value?: unknown; error?: string }[],
      log: lines.slice(0, -1),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("the backend's bundle", async () => {
  const authorizer = { claims: { client_id: "reader", scope: "com.test.test/test.read" } };
  const { outcomes } = await run(
    bundleBackend(),
    ["/tests", "/whoami"].map((resource) => ({
      resource,
      headers: { Origin: "https://app.example" },
      requestContext: { authorizer },
    })),
    { ALLOWED_ORIGINS: "https://app.example" },
  );
  const headers = {
    "content-type": "application/json",
    "access-control-allow-origin": "https://app.example",
    vary: "Origin",
  };
  const caller = { method: "cognito-scopes", clientId: "reader", scopes: ["com.test.test/test.read"] };
  expect(outcomes).toEqual([
    { value: { statusCode: 200, headers, body: '{"code":"00000","message":"success"}' } },
    {
      value: {
        statusCode: 200,
        headers,
        body: JSON.stringify({ code: "00000", message: "success", caller }),
      },
    },
  ]);
});

describe("the authorizer's bundle", () => {
  const STAGE = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev";
  const bundle = bundleAuthorizer({
    routes: [
      { method: "GET", path: "/tests", permission: "test.read" },
      { method: "POST", path: "/tests", permission: "test.write" },
    ],
  });
  const key = makeKey("one");
  let issuer: TestIssuer;

  beforeEach(async () => {
    issuer = await new TestIssuer().start();
    issuer.keys = [key.jwk];
  });
  afterEach(() => issuer.stop());

  const authorize = (tokens: string[], environment: Record<string, string> = {}) =>
    run(
      bundle,
      tokens.map((token) => ({
        type: "TOKEN",
        methodArn: `${STAGE}/GET/tests`,
        authorizationToken: `Bearer ${token}`,
      })),
      { TOKEN_ISSUER: issuer.url, TOKEN_AUDIENCE: "the-api", ...environment },
    );

  test("answers a valid token with the policy of its permissions, and others with Unauthorized", async () => {
    const stranger = makeKey("one");
    const { outcomes, log } = await authorize([
      tokenOf(issuer, key, { scope: "test.read", permissions: ["test.write"] }),
      tokenOf(issuer, key, { scope: "openid" }),
      tokenOf(issuer, key, { exp: 1 }),
      tokenOf(issuer, stranger, { scope: "test.read" }),
      tokenOf(issuer, key, {}, { kid: "two" }),
    ]);
    const Action = "execute-api:Invoke";
    expect(outcomes).toEqual([
      {
        value: {
          principalId: "reader",
          policyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action, Resource: [`${STAGE}/GET/tests`, `${STAGE}/POST/tests`] }],
          },
          context: { sub: "reader", scope: "test.read test.write" },
        },
      },
      {
        value: {
          principalId: "reader",
          policyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Deny", Action, Resource: [`${STAGE}/*`] }],
          },
          context: { sub: "reader", scope: "openid" },
        },
      },
      { error: "Unauthorized" },
      { error: "Unauthorized" },
      { error: "Unauthorized" },
    ]);
    expect(log.map((line) => JSON.parse(line).reason)).toEqual(["expired", "signature", "unknown-key"]);
    // Once for the keys, once more for the key id that is not among them.
    expect(issuer.fetches).toBe(2);
  });

  test("keys that cannot be fetched are an error of their own", async () => {
    issuer.keySet = (response) => response.writeHead(503).end();
    const { outcomes, log } = await authorize([tokenOf(issuer, key, { scope: "test.read" })]);
    const reason = `JwksUnavailable: GET ${issuer.url}/keys: came status 503; allowed: 200`;
    expect(outcomes).toEqual([{ error: reason }]);
    expect(log).toEqual([JSON.stringify({ level: "ERROR", event: "failed", reason, requestId: "r" })]);
  });

  test.each([
    ["without an issuer", { TOKEN_ISSUER: "" }, "TOKEN_ISSUER: came nothing"],
    [
      "with an http issuer that is not on this machine",
      { TOKEN_ISSUER: "http://issuer.example" },
      "allowed: an https URL",
    ],
    ["with a shared secret's algorithm", { TOKEN_ALGORITHMS: "HS256" }, "HS256"],
  ])("%s it does not start", async (_, environment, message) => {
    await expect(authorize(["a.b.c"], environment)).rejects.toThrow(message);
  });
});
