import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { Clock } from "../../lab/clock.ts";
import { call, seen, UNAUTHORIZED } from "./support/call.ts";
import { decoded, handMadeToken, keysIn } from "./support/hand-made-token.ts";
import { idpToken } from "./support/issued-token.ts";
import {
  apiMethod,
  apiResource,
  custom,
  ECHO,
  invokePermission,
  lambdaAuthorizer,
  lambdaFunction,
  merge,
  restApi,
  stackOf,
  writeStack,
} from "./support/terraform-directory.ts";
import { faults, synthesizedStacks, TestLab } from "./support/test-lab.ts";

const clock = new Clock(() => Date.UTC(2026, 5, 1, 12));

describe.each([
  ["https://issuer.example.com/", "https://issuer.example.com/.well-known/jwks.json"],
  ["https://issuer.example.com", "https://issuer.example.com/.well-known/jwks.json"],
  ["https://login.example.com/tenant/v2.0", "https://login.example.com/tenant/v2.0/.well-known/jwks.json"],
])("--var token_issuer=%s --var token_audience=my-api", (issuer, jwksUri) => {
  let lab: TestLab;
  beforeAll(async () => {
    const variables = { token_issuer: issuer, token_audience: "my-api" };
    lab = await TestLab.start(synthesizedStacks(), { clock, variables });
  });
  afterAll(() => lab.close());
  afterEach(() => expect(faults(lab)).toEqual([]));

  test("is what the outputs and the tokens say, and where the keys are", async () => {
    expect(lab.lab.outputs["custom-authorizer"]).toMatchObject({
      token_issuer: issuer,
      token_audience: "my-api",
    });
    expect(decoded(await idpToken(lab), 1)).toMatchObject({ iss: issuer, aud: "my-api" });
    const discovery = await call(`${lab.lab.url}/idp/.well-known/openid-configuration`);
    expect(JSON.parse(discovery.body)).toMatchObject({ issuer, jwks_uri: jwksUri });
  });

  test.each([
    ["custom-authorizer", "api_url"],
    ["comparison", "custom_authorizer_api_url"],
  ])("the deployed authorizer of %s finds the keys and decides as ever", async (stack, output) => {
    const answers = await Promise.all(
      ["reader", "writer"].map(async (caller) => {
        const headers = { authorization: `Bearer ${await idpToken(lab, caller)}` };
        return (await lab.call(stack, "/tests", { method: "POST", headers }, output)).status;
      }),
    );
    expect(answers).toEqual([403, 200]);
  });

  test("a token of the lab's own issuer URL is none of this issuer's", async () => {
    const [key] = keysIn(lab.read("keys/idp.jwks.json"));
    const now = clock.now() / 1000;
    const claims = { aud: "my-api", sub: "x", scope: "test.read", iat: now, exp: now + 60 };
    const status = async (iss: string) => {
      const headers = { authorization: `Bearer ${handMadeToken(key!, { ...claims, iss })}` };
      return (await lab.call("custom-authorizer", "/tests", { headers })).status;
    };
    expect([await status(issuer), await status(`${lab.lab.url}/idp`)]).toEqual([200, 401]);
  });
});

test("Terraform's own validation of the variable holds: an http issuer is refused", async () => {
  const variables = { token_issuer: "http://issuer.example.com/", token_audience: "my-api" };
  await expect(TestLab.start(synthesizedStacks(), { variables })).rejects.toThrow(/variable\.token_issuer/);
});

/** Verifies RS256 tokens with keys that it fetches one way or another, as authorizers do. */
const AUTHORIZER = `
const { createPublicKey, verify } = require("node:crypto");
const https = require("https");
const http = require("http");
const { ISSUER, WAY } = process.env;
const url = ISSUER.replace(/\\/$/, "") + "/.well-known/jwks.json";
const ways = {
  fetch: async () => (await fetch(url)).json(),
  get: () => new Promise((resolve, reject) => {
    (url.startsWith("https:") ? https : http).get(url, (response) => {
      let body = "";
      response.on("data", (data) => { body += data; });
      response.on("end", () => resolve(JSON.parse(body)));
    }).on("error", reject);
  }),
};
exports.handler = async ({ authorizationToken, methodArn }) => {
  const [header, payload, signature] = authorizationToken.split(" ")[1].split(".");
  const { keys } = await ways[WAY]();
  const { kid } = JSON.parse(Buffer.from(header, "base64url"));
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid), format: "jwk" });
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const good = verify("sha256", Buffer.from(header + "." + payload), key, Buffer.from(signature, "base64url"));
  if (!good || claims.iss !== ISSUER || claims.exp * 1000 < Date.now()) throw new Error("Unauthorized");
  return {
    principalId: claims.sub,
    policyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  };
};`;

/** A stack of somebody else's with a variable for the issuer, and with declared callers. */
function foreign(variable: string, way: string): string {
  const resource = merge(
    restApi(),
    apiResource("items", "items"),
    apiMethod("GET", "items", custom("jwt")),
    lambdaAuthorizer("jwt", "jwt", { type: "TOKEN" }),
    lambdaFunction("jwt", "index.handler", {
      environment: [{ variables: { ISSUER: `\${var.${variable}}`, WAY: way } }],
    }),
    lambdaFunction("backend", "main.echo"),
    invokePermission("jwt"),
    invokePermission("backend"),
  );
  const more = {
    variable: { [variable]: { type: "string" } },
    locals: { callers: { reader: ["items.read"] } },
  };
  return writeStack(stackOf(resource, more), { "jwt.zip": { "index.js": AUTHORIZER }, "backend.zip": ECHO });
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("Terraform that is not ours", () => {
  const get = (lab: TestLab, token: string) =>
    lab.call("shop", "/items", { headers: { authorization: `Bearer ${token}` } }, "url");

  test.each(["fetch", "get"])("whose function gets the issuer's keys by %s", async (way) => {
    const variables = { token_issuer: "https://tenant.example.com/" };
    const lab = await TestLab.start(foreign("token_issuer", way), { clock, variables });
    const token = await idpToken(lab);
    expect((await get(lab, token)).status).toBe(200);
    const [head, , signature] = token.split(".");
    const other = Buffer.from(JSON.stringify({ ...decoded(token, 1), sub: "root" })).toString("base64url");
    expect(seen(await get(lab, `${head}.${other}.${signature}`))).toEqual(UNAUTHORIZED);
    await lab.close();
  });

  test.each(["fetch", "get"])(
    "whose variable has another name, by %s: it is told the lab's issuer",
    async (way) => {
      const port = await freePort();
      const variables = { auth_domain: `http://127.0.0.1:${port}/idp` };
      const lab = await TestLab.start(foreign("auth_domain", way), { clock, variables, port });
      const token = await idpToken(lab);
      expect(decoded(token, 1).iss).toBe(variables.auth_domain);
      expect((await get(lab, token)).status).toBe(200);
      await lab.close();
    },
  );

  test("whose token_issuer is not given gets the lab's own", async () => {
    const lab = await TestLab.start(foreign("token_issuer", "fetch"), { clock });
    expect((await get(lab, await idpToken(lab))).status).toBe(200);
    await lab.close();
  });
});
