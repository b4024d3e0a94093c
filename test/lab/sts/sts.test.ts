import fc from "fast-check";
import type { HttpRequest } from "../../../lab/http/message.ts";
import { trust } from "../support/deployment.ts";
import { presigned, withHeaders } from "../support/sign.ts";
import { call, DEPLOYER, NOW, parsed, testSts, userPrincipal } from "../support/sts.ts";

const RESOURCES = { "aws_iam_role.reader": { name: "reader", assume_role_policy: trust() } };
const WHO = { Action: "GetCallerIdentity" };

const bare = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  path: "/",
  wirePath: "/sts/",
  query: "",
  headers: [["Host", "127.0.0.1"]],
  body: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15"),
  sourceIp: "127.0.0.1",
  host: "127.0.0.1",
  httpVersion: "1.1",
  ...more,
});

test("GetCallerIdentity, in AWS's XML", async () => {
  const sts = testSts(RESOURCES);
  const { status, xml, text } = await call(sts, WHO);
  expect(status).toBe(200);
  expect(xml).toBe(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult>
<Arn>${DEPLOYER}</Arn>
<UserId>AIDALABDEPLOYINGUSER2</UserId>
<Account>123456789012</Account>
</GetCallerIdentityResult>
<ResponseMetadata>
<RequestId>${text("RequestId")}</RequestId>
</ResponseMetadata>
</GetCallerIdentityResponse>
`);
});

test("an error, in AWS's XML, with headers", async () => {
  const sts = testSts(RESOURCES);
  const answer = await sts.handler(bare());
  const { text } = parsed(answer);
  expect(answer.status).toBe(403);
  expect(answer.headers).toEqual([
    ["x-amzn-RequestId", text("RequestId")],
    ["Content-Type", "text/xml"],
  ]);
  expect(answer.body).toBe(`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<Error>
<Type>Sender</Type>
<Code>MissingAuthenticationToken</Code>
<Message>Request is missing Authentication Token</Message>
</Error>
<RequestId>${text("RequestId")}</RequestId>
</ErrorResponse>
`);
});

test("by GET, presigned, as EKS does it", async () => {
  const sts = testSts(RESOURCES);
  const credential = { ...sts.keys, principal: userPrincipal("", "") };
  const request = await presigned(
    { path: "/sts/", query: { ...WHO, Version: "2011-06-15" }, headers: { "x-k8s-aws-id": "cluster" } },
    { credential, at: NOW, service: "sts" },
    60,
  );
  const http = bare({ ...request, wirePath: request.path });
  expect(parsed(await sts.handler(http)).text("Arn")).toBe(DEPLOYER);
  const without = bare({ ...withHeaders(request, { "x-k8s-aws-id": undefined }), wirePath: request.path });
  expect(parsed(await sts.handler(without)).code).toBe("SignatureDoesNotMatch");
});

describe("who cannot sign", () => {
  const sts = testSts(RESOURCES);
  const header = (name: string, change: (value: string) => string) => (request: HttpRequest) => {
    const value = request.headers.find(([one]) => one === name)?.[1] ?? "";
    return { ...request, ...withHeaders(request, { [name]: change(value) }) };
  };

  test.each<[string, (request: HttpRequest) => HttpRequest, number, string, RegExp]>([
    [
      "another body",
      (request) => ({ ...request, body: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15&x=1") }),
      403,
      "SignatureDoesNotMatch",
      /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.$/,
    ],
    [
      "an unknown key",
      header("authorization", (value) => value.replace(/AKIA\w+/, "AKIAUNKNOWN")),
      403,
      "InvalidClientTokenId",
      /^The security token included in the request is invalid\.$/,
    ],
    [
      "no signature",
      header("authorization", (value) => value.replace(/, Signature=.*/, "")),
      400,
      "IncompleteSignature",
      /^Authorization header requires 'Signature' parameter\. /,
    ],
    [
      "another service",
      header("authorization", (value) => value.replace("/sts/", "/execute-api/")),
      403,
      "SignatureDoesNotMatch",
      /^Credential should be scoped to correct service: 'sts'\. $/,
    ],
    [
      "another region",
      header("authorization", (value) => value.replace("/ap-northeast-2/", "/eu-west-1/")),
      403,
      "SignatureDoesNotMatch",
      /^Credential should be scoped to a valid region\. $/,
    ],
    [
      "a bearer token",
      header("authorization", () => "Bearer x"),
      400,
      "IncompleteSignature",
      /^Invalid key=value pair/,
    ],
  ])("%s", async (_, change, status, code, message) => {
    const answer = await call(sts, WHO, sts.keys, change);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.message).toMatch(message);
  });

  test("contract: a wrong secret is SignatureDoesNotMatch", async () => {
    const answer = await call(sts, WHO, { ...sts.keys, secretAccessKey: "wrong" });
    expect([answer.status, answer.code]).toEqual([403, "SignatureDoesNotMatch"]);
    expect(answer.xml).not.toContain(sts.keys.secretAccessKey);
  });

  test("a signature of more than a quarter of an hour ago", async () => {
    const old = testSts(RESOURCES);
    const late = (minutes: number) => (request: HttpRequest) => {
      old.clock.advance(minutes * 60_000);
      return request;
    };
    expect((await call(old, WHO, old.keys, late(15))).status).toBe(200);
    const answer = await call(old, WHO, old.keys, late(16));
    expect([answer.status, answer.code]).toEqual([403, "SignatureDoesNotMatch"]);
    expect(answer.message).toBe(
      "Signature expired: 20260322T121500Z is now earlier than 20260322T121600Z (20260322T123100Z - 15 min.)",
    );
  });

  test("why, for the log, without a secret", async () => {
    const quiet = testSts(RESOURCES);
    await call(quiet, WHO, { ...quiet.keys, secretAccessKey: "wrong" });
    expect(quiet.refusals).toEqual([
      "SignatureDoesNotMatch: the secret access key is wrong, or the request is not the one that was signed",
    ]);
  });
});

test("us-east-1 will do, which the global endpoint is signed for", async () => {
  const sts = testSts(RESOURCES);
  const credential = { ...sts.keys, principal: userPrincipal("", "") };
  const request = await presigned(
    { path: "/sts/", query: { ...WHO, Version: "2011-06-15" } },
    { credential, at: NOW, service: "sts", region: "us-east-1" },
  );
  expect((await sts.handler(bare({ ...request, wirePath: request.path }))).status).toBe(200);
});

describe("actions that it does not have", () => {
  test.each([
    [{ Action: "GetSessionToken" }, "Could not find operation GetSessionToken for version 2011-06-15"],
    [{ Action: "getcalleridentity" }, "Could not find operation getcalleridentity for version 2011-06-15"],
    [{}, "Could not find operation NO_ACTION_SPECIFIED for version 2011-06-15"],
    [{ ...WHO, Version: "2010-01-01" }, "Could not find operation GetCallerIdentity for version 2010-01-01"],
    [{ ...WHO, Version: "" }, "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED"],
    [{ Action: "__proto__" }, "Could not find operation __proto__ for version 2011-06-15"],
    [{ Action: "<&>\u0001" }, "Could not find operation <&>\ufffd for version 2011-06-15"],
  ])("%j", async (parameters, message) => {
    const answer = await call(testSts(RESOURCES), parameters as Record<string, string>);
    expect([answer.status, answer.code, answer.message]).toEqual([400, "InvalidAction", message]);
    expect(answer.xml).toContain('xmlns="http://webservices.amazon.com/AWSFault/2005-15-09"');
  });
});

test("a parameter that comes twice is refused, in query and body too", async () => {
  const sts = testSts(RESOURCES);
  for (const request of [
    bare({ query: "Action=AssumeRole" }),
    bare({ body: Buffer.from("Action=a&Action=b") }),
  ]) {
    const answer = parsed(await sts.handler(request));
    expect([answer.status, answer.code, answer.message]).toEqual([
      400,
      "MalformedQueryString",
      "The parameter Action is there twice.",
    ]);
  }
});

test("whatever comes, an answer of AWS's form goes, and never credentials", async () => {
  const sts = testSts(RESOURCES);
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "Action=AssumeRole&Version=2011-06-15",
      "Tags.member.99999.Key=a",
      "%zz",
      "&&=&",
      "Action[]=x",
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      text,
      fc.array(fc.tuple(text, text), { maxLength: 3 }),
      async (query, body, headers) => {
        const answer = await sts.handler(bare({ query, body: Buffer.from(body), headers }));
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(String(answer.body)).toMatch(
          /^<ErrorResponse xmlns="[^"]+">\n<Error>\n<Type>Sender<\/Type>\n<Code>\w+<\/Code>\n/,
        );
      },
    ),
    { numRuns: 300 },
  );
});
