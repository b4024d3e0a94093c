import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { SignatureV4 } from "@smithy/signature-v4";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { faults, synthesizedStacks, TestLab } from "../support/test-lab.ts";

/** The SDK signs by the machine's clock. */
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks());
});
afterAll(() => lab.close());
afterEach(() => expect(faults(lab)).toEqual([]));

const role = (caller: string) => lab.output("iam", `${caller}_role_arn`);
/** A role of the same account, for Lambda alone. */
const untrusted = () => role("reader").replace(/caller-reader$/, "backend");

describe("the AWS SDK for JavaScript", () => {
  const client = (credentials?: object) =>
    new STSClient({
      region: "ap-northeast-2",
      endpoint: lab.lab.environment.AWS_ENDPOINT_URL_STS ?? "",
      credentials: (credentials ?? {
        accessKeyId: lab.lab.environment.AWS_ACCESS_KEY_ID,
        secretAccessKey: lab.lab.environment.AWS_SECRET_ACCESS_KEY,
      }) as never,
    });

  /** Signs with the SDK's signer and sends with fetch, as an application does. */
  async function send(credentials: object, method: string, target: string, body?: string): Promise<Response> {
    const url = new URL(`${lab.output("iam", "api_url")}${target}`);
    const signer = new SignatureV4({
      service: "execute-api",
      region: "ap-northeast-2",
      sha256: Sha256,
      credentials: credentials as never,
    });
    const { headers } = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host },
      ...(body && { body }),
    });
    return fetch(url, { method, headers, ...(body && { body }) });
  }

  async function sessionOf(caller: string, Policy?: string) {
    const command = new AssumeRoleCommand({
      RoleArn: role(caller),
      RoleSessionName: "bob",
      ...(Policy && { Policy }),
    });
    const { Credentials: credentials } = await client().send(command);
    return {
      accessKeyId: credentials?.AccessKeyId,
      secretAccessKey: credentials?.SecretAccessKey,
      sessionToken: credentials?.SessionToken,
    };
  }

  test("AssumeRole, then the API: allowed and denied", async () => {
    const [reader, writer] = await Promise.all([sessionOf("reader"), sessionOf("writer")]);
    const answers = await Promise.all([
      send(reader, "GET", "/tests?q=a b&r=(1)!*'"),
      send(reader, "POST", "/tests", "{}"),
      send(writer, "POST", "/tests", '{"ü":1}'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 200]);
    const identity = await client(reader).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toMatch(/:assumed-role\/[^/]+\/bob$/);
  });

  test("A.3 [D] a session policy is honoured, or refused by name", async () => {
    const nothing = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    });
    const answer = await send(await sessionOf("reader", nothing), "GET", "/tests");
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("in a session policy"),
    ]);
    await expect(sessionOf("reader", "no policy")).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
  });

  describe("the default credential chain", () => {
    const before = { ...process.env };
    beforeAll(() => Object.assign(process.env, lab.lab.environment));
    afterAll(() => {
      process.env = before;
    });

    test("out of the environment", async () => {
      const identity = await client(defaultProvider()).send(new GetCallerIdentityCommand({}));
      expect(identity.Arn).toBe("arn:aws:iam::123456789012:user/lab");
    });

    test("a profile that assumes the role, as people configure it", async () => {
      const filepath = join(temporaryDirectory(), "config");
      writeFileSync(
        filepath,
        `[profile reader]\nrole_arn = ${role("reader")}\ncredential_source = Environment\n`,
      );
      const files = { filepath, configFilepath: filepath, ignoreCache: true };
      // It warns that the environment has credentials too, which is what this profile asks for.
      const silent = () => undefined;
      const logger = { debug: silent, info: silent, warn: silent, error: silent };
      const credentials = defaultProvider({ profile: "reader", ...files, logger });
      expect((await send(await credentials(), "GET", "/tests")).status).toBe(200);
      expect((await send(await credentials(), "POST", "/tests")).status).toBe(403);
    });
  });

  test("the lab's own identity may assume roles, and nothing else", async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = lab.lab.environment;
    const answer = await send({ accessKeyId, secretAccessKey }, "GET", "/tests");
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([403, "AccessDeniedException"]);
    const command = new AssumeRoleCommand({ RoleArn: untrusted(), RoleSessionName: "bob" });
    await expect(client().send(command)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("E [D] an interceptor cannot turn a signed GET into another verb", async () => {
    const url = new URL(`${lab.output("iam", "api_url")}/tests`);
    const writer = await sessionOf("writer");
    const signer = new SignatureV4({
      service: "execute-api",
      region: "ap-northeast-2",
      sha256: Sha256,
      credentials: writer as never,
    });
    const request = { method: "GET", protocol: "http:", hostname: url.hostname, path: url.pathname };
    const override = { "x-http-method-override": "POST" };
    const plain = await signer.sign({ ...request, headers: { host: url.host } });
    const intercepted = await fetch(url, { headers: { ...plain.headers, ...override } });
    expect([intercepted.status, await intercepted.text()]).toEqual([
      403,
      `{"message":"'x-http-method-override' must be a 'SignedHeader' in the AWS Authorization."}`,
    ]);
    const own = await signer.sign({ ...request, headers: { host: url.host, ...override } });
    expect((await fetch(url, { headers: own.headers })).status).toBe(200);
  });
});
