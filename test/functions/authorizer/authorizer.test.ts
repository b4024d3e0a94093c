import { createAuthorizer, surroundings } from "../../../functions/authorizer/authorizer.ts";
import type { Configuration } from "../../../functions/authorizer/config.ts";
import { routeTable } from "../../../routes/table.ts";
import { json, makeKey, makeToken, rs256, TestIssuer, tokenOf } from "./issuer.ts";

const STAGE = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev";
const key = makeKey("one");
const stranger = makeKey("one");
let issuer: TestIssuer;
let log: string[];
let authorize: (authorizationToken: string, methodArn?: string) => Promise<unknown>;

beforeEach(async () => {
  issuer = await new TestIssuer().start();
  issuer.keys = [key.jwk];
  log = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void log.push(line));
  const configuration: Configuration = { issuer: issuer.url, audience: "the-api", algorithms: ["RS256"] };
  const table = routeTable([{ method: "GET", path: "/tests", permission: "test.read" }]);
  const authorizer = createAuthorizer(configuration, table, surroundings(configuration));
  authorize = (authorizationToken, methodArn = `${STAGE}/GET/tests`) =>
    authorizer({ authorizationToken, methodArn }, { awsRequestId: "the-request" });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.stop();
});

const effects = (answer: unknown) =>
  (answer as { policyDocument: { Statement: { Effect: string }[] } }).policyDocument.Statement.map(
    ({ Effect }) => Effect,
  );

test("a valid token with the permission: a policy that allows, and not a line in the log", async () => {
  const answer = await authorize(
    `Bearer ${tokenOf(issuer, key, { scope: "test.read", client_id: "reader-client" })}`,
  );
  expect(answer).toMatchObject({
    principalId: "reader",
    context: { sub: "reader", scope: "test.read", clientId: "reader-client" },
  });
  expect(effects(answer)).toEqual(["Allow"]);
  expect(log).toEqual([]);
});

test("a valid token without the permission: a policy that denies", async () => {
  expect(effects(await authorize(`Bearer ${tokenOf(issuer, key, { scope: "test.write" })}`))).toEqual([
    "Deny",
  ]);
});

const hour = 3600;
const seconds = () => Math.floor(Date.now() / 1000);

test.each<[string, () => string, string]>([
  ["no token", () => "", "no-bearer-token"],
  ["a malformed one", () => "Bearer a.b", "malformed"],
  ["expired", () => tokenOf(issuer, key, { exp: seconds() - 1 }), "expired"],
  ["not yet valid", () => tokenOf(issuer, key, { nbf: seconds() + hour }), "not-yet-valid"],
  ["another issuer", () => tokenOf(issuer, key, { iss: "http://127.0.0.1:1" }), "issuer"],
  ["another audience", () => tokenOf(issuer, key, { aud: "another-api" }), "audience"],
  ["alg: none", () => tokenOf(issuer, key, {}, { alg: "none" }), "algorithm"],
  ["HMAC", () => tokenOf(issuer, key, {}, { alg: "HS256" }), "algorithm"],
  ["an unknown key id", () => tokenOf(issuer, key, {}, { kid: "two" }), "unknown-key"],
  ["somebody else's signature", () => tokenOf(issuer, stranger), "signature"],
  [
    "permissions that are no strings",
    () => tokenOf(issuer, key, { permissions: [{ name: "test.read" }] }),
    "claims",
  ],
])(
  "D.1 [D, R] %s: the error is exactly Unauthorized, and the log has the reason and nothing of the token",
  async (_, make, reason) => {
    const made = make();
    const authorization = made === "" || made.startsWith("Bearer") ? made : `Bearer ${made}`;
    await expect(authorize(authorization)).rejects.toEqual(new Error("Unauthorized"));
    expect(log).toEqual([
      JSON.stringify({ level: "INFO", event: "refused", reason, requestId: "the-request" }),
    ]);
  },
);

test("a token that is wrong in itself causes no fetch", async () => {
  await expect(authorize(`Bearer ${tokenOf(issuer, key, { aud: "another-api" })}`)).rejects.toThrow(
    "Unauthorized",
  );
  expect(issuer.requests).toEqual([]);
});

test("D.1 [R] keys that cannot be fetched: an error of its own, logged with its cause", async () => {
  issuer.keySet = json({}, 500);
  const token = tokenOf(issuer, key, { scope: "test.read" });
  const reason = `JwksUnavailable: GET ${issuer.url}/keys: came status 500; allowed: 200`;
  await expect(authorize(`Bearer ${token}`)).rejects.toMatchObject({
    name: "JwksUnavailable",
    message: reason,
  });
  expect(log).toEqual([
    JSON.stringify({ level: "ERROR", event: "failed", reason, requestId: "the-request" }),
  ]);
});

test("an expired token is a 401 even while the keys cannot be fetched", async () => {
  await issuer.stop();
  const url = "http://127.0.0.1:1";
  const authorizer = createAuthorizer(
    { issuer: url, audience: "the-api", algorithms: ["RS256"] },
    routeTable([]),
  );
  const token = makeToken(
    { alg: "RS256", kid: "one" },
    { iss: url, aud: "the-api", sub: "reader", exp: 1 },
    rs256(key),
  );
  await expect(
    authorizer({ authorizationToken: `Bearer ${token}`, methodArn: `${STAGE}/GET/` }),
  ).rejects.toThrow(/^Unauthorized$/);
});

test("an ARN that is none: an error, logged", async () => {
  await expect(authorize(`Bearer ${tokenOf(issuer, key)}`, "*")).rejects.toThrow("methodArn");
  expect(JSON.parse(log[0]!)).toMatchObject({ level: "ERROR", event: "failed" });
});

test("no line of the log holds any part of a token", async () => {
  const tokens = [
    tokenOf(issuer, key, { sub: "subject-in-token" }, { kid: "key-id-in-token" }),
    tokenOf(issuer, stranger, { sub: "subject-in-token" }),
    tokenOf(issuer, key, { iss: "issuer-in-token", sub: "subject-in-token" }),
    tokenOf(issuer, key, { aud: "audience-in-token" }),
  ];
  for (const token of tokens) await expect(authorize(`Bearer ${token}`)).rejects.toThrow("Unauthorized");
  expect(log).toHaveLength(tokens.length);
  for (const part of [...tokens.flatMap((token) => token.split(".")), "in-token"])
    expect(log.join("\n")).not.toContain(part);
});
