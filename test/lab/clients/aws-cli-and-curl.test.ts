import { join } from "node:path";
import { describeWith } from "../../support/requires.ts";
import { type Finished, run } from "../support/programs.ts";
import { faults, synthesizedStacks, TestLab } from "../support/test-lab.ts";

/** These clients sign by the machine's clock. The API denies one address of this machine. */
let lab: TestLab;
beforeAll(async () => {
  lab = await TestLab.start(synthesizedStacks({ resourcePolicy: { denyCidrs: ["127.0.0.2/32"] } }));
});
afterAll(() => lab.close());
afterEach(() => expect(faults(lab)).toEqual([]));

const SUCCESS = '{"code":"00000","message":"success"}';
const role = (caller: string) => lab.output("iam", `${caller}_role_arn`);
/** A role of the same account, for Lambda alone. */
const untrusted = () => role("reader").replace(/caller-reader$/, "backend");

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

describeWith(["aws", "curl"], "the AWS CLI and curl --aws-sigv4, with the lab's env file in a shell", () => {
  /** Runs a program in a shell that has read the env file. */
  const shell = (
    command: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Finished> => {
    const script = 'set -a; . "$0"; set +a; exec env "$@"';
    const more = Object.entries({
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      NO_PROXY: "*",
      ...environment,
    }).map(([name, value]) => `${name}=${value}`);
    return run("/bin/sh", ["-c", script, join(lab.directory, "env"), ...more, ...command]);
  };
  const aws = (args: readonly string[], environment?: Readonly<Record<string, string>>) =>
    shell(["aws", "sts", ...args, "--output", "json"], environment);
  const assume = async (caller: string, ...more: readonly string[]): Promise<Credentials> => {
    const { stdout, stderr } = await aws([
      ...["assume-role", "--role-arn", role(caller), "--role-session-name", "ada"],
      ...more,
    ]);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout).Credentials;
  };
  /** The status and the body of a request that curl signs. */
  const curl = async (key: Credentials, target: string, ...more: readonly string[]) => {
    const { stdout, stderr } = await shell([
      ...["curl", "-sS", "--noproxy", "*", "--globoff", "-w", "\\n%{http_code}"],
      ...["--aws-sigv4", "aws:amz:ap-northeast-2:execute-api"],
      ...["--user", `${key.AccessKeyId}:${key.SecretAccessKey}`],
      ...["-H", `x-amz-security-token: ${key.SessionToken}`],
      ...more,
      `${lab.output("iam", "api_url")}${target}`,
    ]);
    if (stderr !== "") throw new Error(stderr);
    const [body, status] = stdout.split(/\n(?=\d+$)/);
    return [Number(status), body];
  };

  let reader: Credentials;
  let writer: Credentials;
  let confined: Credentials;
  beforeAll(async () => {
    const session = {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: "execute-api:Invoke",
        Resource: "arn:aws:execute-api:*:*:*/*/POST/*",
      },
    };
    [reader, writer, confined] = await Promise.all([
      assume("reader"),
      assume("writer"),
      assume("writer", "--policy", JSON.stringify(session)),
    ]);
  }, 60_000);

  test.each<[string, () => Credentials, string, readonly string[]]>([
    ["the reader: GET", () => reader, "/tests", []],
    ["the reader: GET with a query", () => reader, "/tests?a=1&b=x%20y", []],
    [
      "the writer: POST with a JSON body",
      () => writer,
      "/tests",
      ["-d", '{"a":1}', "-H", "content-type: application/json"],
    ],
    ["the writer: POST with a form", () => writer, "/tests?x=1", ["-d", "a=1&b=é"]],
    ["the confined writer: POST, which its session policy allows", () => confined, "/tests", ["-X", "POST"]],
  ])("%s → 200", async (_, key, target, args) => {
    expect(await curl(key(), target, ...args)).toEqual([200, SUCCESS]);
  });

  test.each<[string, () => Credentials, readonly string[], RegExp]>([
    [
      "the reader: POST",
      () => reader,
      ["-d", "a"],
      /because no identity-based policy allows the execute-api:Invoke action/,
    ],
    [
      "the confined writer: GET",
      () => confined,
      [],
      /because no session policy allows the execute-api:Invoke action/,
    ],
    [
      "the reader from 127.0.0.2",
      () => reader,
      ["--interface", "127.0.0.2"],
      /with an explicit deny in a resource-based policy/,
    ],
    [
      "a wrong secret",
      () => ({ ...reader, SecretAccessKey: "wrong" }),
      [],
      /The request signature we calculated does not match/,
    ],
    [
      "another's session token",
      () => ({ ...reader, SessionToken: writer.SessionToken }),
      [],
      /The security token included in the request is invalid\./,
    ],
  ])("%s → 403", async (_, key, args, message) => {
    const [status, body] = await curl(key(), "/tests", ...args);
    expect(status).toBe(403);
    expect(body).toMatch(message);
  });

  test("/whoami has the role session's name", async () => {
    const [, body] = await curl(reader, "/whoami");
    expect(JSON.parse(String(body)).caller).toMatchObject({ name: "ada", account: "123456789012" });
  });

  test("get-caller-identity says who the env file is, and who the session", async () => {
    const session = {
      AWS_ACCESS_KEY_ID: reader.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: reader.SecretAccessKey,
      AWS_SESSION_TOKEN: reader.SessionToken,
    };
    const answers = await Promise.all([aws(["get-caller-identity"]), aws(["get-caller-identity"], session)]);
    expect(answers.map(({ stdout }) => JSON.parse(stdout).Arn)).toEqual([
      "arn:aws:iam::123456789012:user/lab",
      role("reader").replace(":iam:", ":sts:").replace(":role/", ":assumed-role/").concat("/ada"),
    ]);
  }, 30_000);

  test("what STS refuses, it refuses by name", async () => {
    const named = ["--role-session-name", "ada"];
    const answers = await Promise.all([
      aws(["assume-role", "--role-arn", role("reader"), ...named], { AWS_SECRET_ACCESS_KEY: "wrong" }),
      aws(["get-caller-identity"], { AWS_ACCESS_KEY_ID: "AKIAUNKNOWN000000000" }),
      aws(["assume-role", "--role-arn", untrusted(), ...named]),
      aws(["assume-role", "--role-arn", `${role("reader")}-not`, ...named]),
      aws(["assume-role", "--role-arn", role("reader"), ...named, "--policy", '{"Version":"2012-10-17"}']),
    ]);
    const codes = answers.map(({ status, stderr }) => [status === 0, /\((\w+)\)/.exec(stderr)?.[1]]);
    expect(codes).toEqual([
      [false, "SignatureDoesNotMatch"],
      [false, "InvalidClientTokenId"],
      [false, "AccessDenied"],
      [false, "AccessDenied"],
      [false, "MalformedPolicyDocument"],
    ]);
  }, 60_000);
});
