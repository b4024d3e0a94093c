import type { Exchange } from "../../../compare/client/exchange.ts";
import { Roles } from "../../../compare/client/roles.ts";
import { type Fake, type FakeAnswer, noPauses, startFake } from "../fake.ts";

const SESSION = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>session-secret</SecretAccessKey><SessionToken>session-token</SessionToken>
<Expiration>2036-11-22T12:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

function refusal(code: string): FakeAnswer {
  return {
    status: 403,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>why</Message></Error></ErrorResponse>`,
  };
}

let fake: Fake;
let answers: FakeAnswer[];
beforeAll(async () => {
  fake = await startFake(() => answers.shift() ?? { status: 200, body: SESSION });
});
afterAll(() => fake.close());
beforeEach(() => {
  answers = [];
});

const request = {
  roleArn: "arn:aws:iam::123456789012:role/reader",
  sessionName: "compare-reader",
  region: "eu-west-1",
  durationSeconds: 900,
  clockOffset: 0,
};
const environment = () => ({
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "long-term-secret",
  AWS_ENDPOINT_URL_STS: fake.url,
});

describe("Roles", () => {
  test("assumes the role, signed by the deploying identity, and tells it without secrets", async () => {
    const seen: Exchange[] = [];
    const session = await new Roles({ environment: environment() }).assume(request, (one) => seen.push(one));
    expect(session).toEqual({
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: "session-secret",
      sessionToken: "session-token",
    });
    const form = new URLSearchParams(fake.received.at(-1)?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      Action: "AssumeRole",
      RoleArn: request.roleArn,
      RoleSessionName: "compare-reader",
      DurationSeconds: "900",
    });
    expect(fake.received.at(-1)?.headers.authorization).toContain("Credential=AKIAEXAMPLE/");
    expect(JSON.stringify(seen)).toContain("AssumeRole reader as compare-reader");
    expect(JSON.stringify(seen)).not.toMatch(/session-secret|session-token|long-term/);
  });

  test("dates its request by the target's clock", async () => {
    await new Roles({ environment: environment() }).assume({ ...request, clockOffset: 3_600_000 * 24 * 400 });
    const dated = String(fake.received.at(-1)?.headers["x-amz-date"]);
    expect(Number(dated.slice(0, 4))).toBeGreaterThan(new Date().getUTCFullYear());
  });

  test("says what a refused identity needs", async () => {
    answers = [refusal("AccessDenied")];
    await expect(new Roles({ environment: environment() }).assume(request)).rejects.toThrow(
      /AssumeRole of arn:aws:iam::123456789012:role\/reader: AccessDenied: your identity needs sts:AssumeRole/,
    );
  });

  test("waits for IAM to know a new role, with growing pauses", async () => {
    answers = [refusal("AccessDenied"), refusal("AccessDenied")];
    const pauses = noPauses();
    const roles = new Roles({
      environment: environment(),
      pauses,
      patience: { attempts: 6, baseMs: 1000, capMs: 8000 },
    });
    await expect(roles.assume(request)).resolves.toMatchObject({ accessKeyId: "ASIAEXAMPLE" });
    expect(pauses.slept).toEqual([1000, 2000]);
  });

  test("does not wait for it at a lab", async () => {
    answers = [refusal("AccessDenied"), refusal("AccessDenied")];
    const pauses = noPauses();
    await expect(new Roles({ environment: environment(), pauses }).assume(request)).rejects.toMatchObject({
      code: "AccessDenied",
    });
    expect(pauses.slept).toEqual([]);
  });

  test("names any other error of STS", async () => {
    answers = [refusal("SignatureDoesNotMatch")];
    await expect(new Roles({ environment: environment() }).assume(request)).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
      message: expect.stringContaining("SignatureDoesNotMatch: why"),
    });
  });

  test("has somebody to be when the environment says who", async () => {
    await expect(new Roles({ environment: environment() }).identify()).resolves.toBeUndefined();
  });
});
