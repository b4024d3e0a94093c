import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { REGION } from "../support/credentials.ts";
import { document, invoke, trust } from "../support/deployment.ts";
import { describeWith, run, versionOf } from "../support/programs.ts";
import { DEPLOYER, type TestSts, testSts } from "../support/sts.ts";
import { type PlainServer, serve } from "../support/wire.ts";

const READER = "arn:aws:iam::123456789012:role/reader";
const CLOSED = "arn:aws:iam::123456789012:role/closed";
const SESSION = "arn:aws:sts::123456789012:assumed-role/reader/me";
const denied = (arn: string) =>
  `User: ${DEPLOYER} is not authorized to perform: sts:AssumeRole on resource: ${arn} because no role trust policy allows the sts:AssumeRole action`;

let sts: TestSts;
let server: PlainServer;

beforeAll(async () => {
  // these clients sign by the machine's clock
  sts = testSts(
    {
      "aws_iam_role.reader": {
        name: "reader",
        assume_role_policy: trust(undefined, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
      },
      "aws_iam_role.closed": { name: "closed", assume_role_policy: trust("arn:aws:iam::999999999999:root") },
    },
    Date.now,
  );
  server = await serve(sts.handler);
});
afterAll(() => server.close());

const version = versionOf("aws");

describeWith("the AWS CLI", version)("the AWS CLI", () => {
  const environment = (more: Record<string, string> = {}) => ({
    AWS_ACCESS_KEY_ID: sts.keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sts.keys.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL_STS: `${server.url}/sts`,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    NO_PROXY: "*",
    ...more,
  });
  const aws = (args: readonly string[], more?: Record<string, string>) =>
    run("aws", ["sts", ...args, "--output", "json"], environment(more));
  const assume = (arn: string) => ["assume-role", "--role-arn", arn, "--role-session-name", "me"];

  test("assume-role, then get-caller-identity with what it gave", async () => {
    const tags = [
      "--tags",
      "Key=team,Value=a b",
      "--transitive-tag-keys",
      "team",
      "--duration-seconds",
      "900",
    ];
    const assumed = await aws([...assume(READER), ...tags, "--policy", invoke()]);
    expect(assumed).toMatchObject({ status: 0, stderr: "" });
    const { Credentials, AssumedRoleUser, PackedPolicySize } = JSON.parse(assumed.stdout);
    expect(AssumedRoleUser.Arn).toBe(SESSION);
    expect(PackedPolicySize).toBeGreaterThan(0);
    expect(Date.parse(Credentials.Expiration)).toBeGreaterThan(Date.now() + 800_000);

    const identity = await aws(["get-caller-identity"], {
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    });
    expect(JSON.parse(identity.stdout)).toEqual({
      UserId: AssumedRoleUser.AssumedRoleId,
      Account: "123456789012",
      Arn: SESSION,
    });
  }, 60_000);

  test("with the signature of the global endpoint", async () => {
    const identity = await aws(["get-caller-identity"], {
      AWS_STS_REGIONAL_ENDPOINTS: "legacy",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_REGION: "us-east-1",
    });
    expect(JSON.parse(identity.stdout)).toMatchObject({ Arn: DEPLOYER });
  }, 60_000);

  test("contract: a wrong secret is SignatureDoesNotMatch, a role that does not trust the caller AccessDenied", async () => {
    const wrong = await aws(["get-caller-identity"], { AWS_SECRET_ACCESS_KEY: "wrong" });
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr.trim()).toMatch(
      /^(aws: \[ERROR\]: )?An error occurred \(SignatureDoesNotMatch\) when calling the GetCallerIdentity operation: The request signature we calculated does not match the signature you provided\./,
    );
    const refused = await aws(assume(CLOSED));
    expect(refused.stderr).toContain(
      `(AccessDenied) when calling the AssumeRole operation: ${denied(CLOSED)}`,
    );
  }, 60_000);
});

describe("the AWS SDK for JavaScript", () => {
  const client = (
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
    region = REGION,
  ) => new STSClient({ region, endpoint: `${server.url}/sts`, credentials, maxAttempts: 1 });
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error as STSServiceException,
    );

  test("AssumeRole, then GetCallerIdentity with what it gave", async () => {
    const assumed = await client(sts.keys).send(
      new AssumeRoleCommand({
        RoleArn: READER,
        RoleSessionName: "me",
        Tags: [{ Key: "team", Value: "ä+b" }],
        Policy: document({ Effect: "Allow", Action: "*", Resource: "*" }),
      }),
    );
    expect(assumed.AssumedRoleUser?.Arn).toBe(SESSION);
    expect(assumed.Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
    expect(sts.credentials.lookup(AccessKeyId)?.principal.tags).toEqual({ team: "ä+b" });
    const identity = await client({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    }).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: "123456789012",
      Arn: SESSION,
      UserId: assumed.AssumedRoleUser?.AssumedRoleId,
    });
  });

  test.each<[string, () => Promise<unknown>, string, number, string]>([
    [
      "a wrong secret",
      () => client({ ...sts.keys, secretAccessKey: "wrong" }).send(new GetCallerIdentityCommand({})),
      "SignatureDoesNotMatch",
      403,
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    ],
    [
      "an unknown key",
      () =>
        client({ accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" }).send(new GetCallerIdentityCommand({})),
      "InvalidClientTokenId",
      403,
      "The security token included in the request is invalid.",
    ],
    [
      "a role that does not trust the caller",
      () => client(sts.keys).send(new AssumeRoleCommand({ RoleArn: CLOSED, RoleSessionName: "me" })),
      "AccessDenied",
      403,
      denied(CLOSED),
    ],
    [
      "a policy that is none",
      () =>
        client(sts.keys).send(
          new AssumeRoleCommand({ RoleArn: READER, RoleSessionName: "me", Policy: "{}" }),
        ),
      "MalformedPolicyDocumentException",
      400,
      "Syntax errors in policy: AssumeRole: Policy: Statement: ",
    ],
    [
      "another region",
      () => client(sts.keys, "eu-west-1").send(new GetCallerIdentityCommand({})),
      "SignatureDoesNotMatch",
      403,
      "Credential should be scoped to a valid region.",
    ],
  ])("%s", async (_, send, name, status, message) => {
    const error = await failure(send());
    expect(error).toBeInstanceOf(STSServiceException);
    expect([error?.name, error?.$metadata.httpStatusCode]).toEqual([name, status]);
    expect(error?.message.slice(0, message.length)).toBe(message);
  });
});
