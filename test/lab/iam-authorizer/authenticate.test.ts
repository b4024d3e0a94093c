import { hash } from "node:crypto";
import { header, NOW, seen } from "../gateway/support/gateway.ts";
import { presigned, signed } from "../support/sign.ts";
import { credential, iamLab, principal } from "./support.ts";

const MISSING = [403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'];

describe("A.1 request authentication", () => {
  test("A.1 [R] no Authorization header and no SigV4 query → 403 Missing Authentication Token", async () => {
    const { send, backend } = iamLab();
    expect(seen(await send("GET /dev/tests"))).toEqual(MISSING);
    expect(backend.events).toHaveLength(0);
  });

  test("A.1 [R] Bearer <jwt> → 403 IncompleteSignature with the hash of the whole header", async () => {
    const { send } = iamLab();
    const value = "Bearer eyJhbGciOiJub25lIn0.e30.";
    const digest = hash("sha256", value, "base64");
    expect(seen(await send("GET /dev/tests", { headers: [["Authorization", value]] }))).toEqual([
      403,
      "IncompleteSignatureException",
      `{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest}'."}`,
    ]);
  });

  test("A.1 [R] Basic with an = → 403 IncompleteSignature, the four sentences", async () => {
    const { send } = iamLab();
    const answer = await send("GET /dev/tests", { headers: [["Authorization", "Basic dXNlcjpwYXNz="]] });
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toContain(
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  });

  test("A.1 [R] an unknown algorithm with well-formed key=values → Missing Authentication Token", async () => {
    const { send } = iamLab();
    const value = "Xeni-API Credential=a, SignedHeaders=b, Signature=c";
    const headers = [
      ["Authorization", value],
      ["X-Amz-Date", "20240617T145825Z"],
    ] as const;
    expect(seen(await send("GET /dev/tests", { headers }))).toEqual(MISSING);
  });

  test("A.1 [R] unknown access key → 403 The security token included in the request is invalid.", async () => {
    const { sendSigned } = iamLab();
    const other = { ...credential(), accessKeyId: "ASIAUNKNOWN000000000" };
    expect(seen(await sendSigned({ path: "/dev/tests" }, {}, { credential: other }))).toEqual([
      403,
      "UnrecognizedClientException",
      '{"message":"The security token included in the request is invalid."}',
    ]);
  });

  test("A.1 [D] expired session → 403 EXPIRED_TOKEN", async () => {
    const { sendSigned, clock, decisions } = iamLab();
    clock.advance(3600_000);
    const answer = await sendSigned({ path: "/dev/tests" }, {}, { at: NOW + 3600_000 });
    expect(answer.body.toString()).toBe(
      '{"message":"The security token included in the request is expired"}',
    );
    expect(decisions[0]?.responseType).toBe("EXPIRED_TOKEN");
  });

  test("A.1 [R] wrong secret → 403 InvalidSignature with the canonical request (A.2)", async () => {
    const { sendSigned, refusals } = iamLab();
    const wrong = { ...credential(), secretAccessKey: "wrong" };
    const answer = await sendSigned({ path: "/dev/tests" }, {}, { credential: wrong });
    expect(answer.status).toBe(403);
    expect(header(answer, "x-amzn-ErrorType")).toBe("InvalidSignatureException");
    const { message } = JSON.parse(answer.body.toString()) as { message: string };
    expect(message).toMatch(
      /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.\n\nThe Canonical String for this request should have been\n'GET\n\/execute-api\/abcde12345\/dev\/tests\n/,
    );
    expect(message.endsWith("'\n")).toBe(true);
    expect(refusals[0]).not.toContain(wrong.sessionToken);
  });

  test.each([
    ["body", { body: Buffer.from("changed") }],
    ["query", { query: "admin=1" }],
    ["path", { path: "/dev/items/1" }],
  ])("A.1 [R] tampered %s → 403 InvalidSignature", async (_, change) => {
    const { sendSigned, backend } = iamLab();
    const answer = await sendSigned({ method: "GET", path: "/dev/tests" }, change);
    expect(header(answer, "x-amzn-ErrorType")).toBe("InvalidSignatureException");
    expect(backend.events).toHaveLength(0);
  });

  test("A.1 [R] signed more than five minutes ago → Signature expired", async () => {
    const { sendSigned, decisions } = iamLab();
    const answer = await sendSigned({ path: "/dev/tests" }, {}, { at: NOW - 301_000 });
    expect(answer.body.toString()).toBe(
      '{"message":"Signature expired: 20240617T145324Z is now earlier than 20240617T145325Z (20240617T145825Z - 5 min.)"}',
    );
    expect(decisions[0]?.responseType).toBe("INVALID_SIGNATURE");
  });

  test("A.1 [R] wrong region in the scope", async () => {
    const { sendSigned } = iamLab();
    const answer = await sendSigned({ path: "/dev/tests" }, {}, { region: "us-east-1" });
    expect(answer.body.toString()).toContain("Credential should be scoped to a valid region");
  });

  test("A.1 [R] wrong service in the scope", async () => {
    const { sendSigned } = iamLab();
    const answer = await sendSigned({ path: "/dev/tests" }, {}, { service: "lambda" });
    expect(answer.body.toString()).toContain("Credential should be scoped to correct service: 'execute-api'");
  });

  test("A.1 [R] the log of a wrong signature does not repeat the signed headers", async () => {
    const { sendSigned, accessLog } = iamLab({
      api: { accessLog: "$context.requestId $context.error.message" },
    });
    await sendSigned({ path: "/dev/tests" }, { body: Buffer.from("x") });
    expect(accessLog[0]).toContain("The request signature we calculated does not match");
    expect(accessLog[0]).not.toContain("IQoJ");
  });
});

describe("A.1 [R] the same on routes that do not exist", () => {
  test.each([
    ["no header", undefined, MISSING],
    ["a good signature", "signed", MISSING],
  ])("%s → Missing Authentication Token", async (_, how, expected) => {
    const { send, sendSigned } = iamLab();
    const answer =
      how === undefined ? await send("GET /dev/nothing") : await sendSigned({ path: "/dev/nothing" });
    expect(seen(answer)).toEqual(expected);
  });

  test("a JWT → IncompleteSignature, response type DEFAULT_4XX", async () => {
    const { send, decisions } = iamLab();
    const answer = await send("DELETE /dev/tests", { headers: [["Authorization", "Bearer abc"]] });
    expect(seen(answer).slice(0, 2)).toEqual([403, "IncompleteSignatureException"]);
    expect(decisions[0]).toMatchObject({
      responseType: "DEFAULT_4XX",
      steps: [{}, { step: "route", outcome: "stop" }],
    });
  });
});

describe("A.4 and A.5 a good signature", () => {
  test("A.4 [R] in the query string", async () => {
    const { sendSigned, backend } = iamLab();
    expect((await sendSigned({ path: "/dev/tests" }, {}, {}, presigned)).status).toBe(200);
    expect(backend.events).toHaveLength(1);
  });

  test("A.5 [R] what the backend sees of an assumed role", async () => {
    const { sendSigned, backend, record } = iamLab();
    expect((await sendSigned({ path: "/dev/tests" }, {}, {}, signed)).status).toBe(200);
    const context = backend.events[0]?.requestContext as { identity: object };
    expect(context).not.toHaveProperty("authorizer");
    expect(JSON.stringify(context.identity)).toBe(
      JSON.stringify({
        cognitoIdentityPoolId: null,
        accountId: "123456789012",
        cognitoIdentityId: null,
        caller: "AROAEXAMPLEEXAMPLE000:alice",
        sourceIp: "127.0.0.1",
        principalOrgId: null,
        accessKey: record.accessKeyId,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: principal().arn,
        userAgent: null,
        user: "AROAEXAMPLEEXAMPLE000:alice",
      }),
    );
  });

  test("A.5 [R] Authorization is dropped, x-amz-date and the token are passed on in the client's case", async () => {
    const { sendSigned, backend, record } = iamLab();
    await sendSigned({ path: "/dev/tests" });
    const headers = backend.events[0]?.headers as Record<string, string>;
    const names = Object.keys(headers);
    expect(names.map((name) => name.toLowerCase())).not.toContain("authorization");
    expect(names).toEqual(expect.arrayContaining(["x-amz-date", "x-amz-content-sha256"]));
    expect(headers["x-amz-security-token"]).toBe(record.sessionToken);
  });

  test("A.5 [R] on an open method SigV4 in Authorization is not dropped, and nobody is identified", async () => {
    const { sendSigned, backend } = iamLab();
    await sendSigned({ path: "/dev/open" });
    const event = backend.events[0] as { headers: object; requestContext: { identity: object } };
    expect(Object.keys(event.headers).map((name) => name.toLowerCase())).toContain("authorization");
    expect(event.requestContext.identity).toMatchObject({ userArn: null, caller: null, accountId: null });
  });
});
