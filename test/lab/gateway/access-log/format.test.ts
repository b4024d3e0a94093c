import fc from "fast-check";
import { compileAccessLogFormat } from "../../../../lab/gateway/access-log/format.ts";
import { authorizerLab, policy, TOKEN } from "../../lambda-authorizer/support.ts";
import { api } from "../support/api.ts";
import { lab } from "../support/gateway.ts";

const logged = async (
  accessLog: string,
  target = "GET /dev/tests",
  headers: readonly (readonly [string, string])[] = [],
) => {
  const around = lab(api({ accessLog }));
  await around.send(target, { headers });
  return around.accessLog[0];
};

describe("access logs", () => {
  test("the Common Log Format of AWS's guide", async () => {
    const format =
      '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength';
    expect(await logged(format)).toBe(
      '127.0.0.1 - - [17/Jun/2024:14:58:25 +0000] "GET /tests HTTP/1.1" 200 36',
    );
  });

  test("JSON, with - for what has no value", async () => {
    const format =
      '{"id":"$context.requestId","error":"$context.error.message","type":"$context.error.responseType","waf":"$context.wafResponseCode"}';
    const line = JSON.parse((await logged(format, "GET /dev/nothing")) ?? "") as object;
    expect(line).toMatchObject({
      error: "Missing Authentication Token",
      type: "MISSING_AUTHENTICATION_TOKEN",
      waf: "-",
    });
  });

  test("error.messageString is the quoted message", async () => {
    expect(await logged('{"m":$context.error.messageString}', "GET /dev/nothing")).toBe(
      '{"m":"Missing Authentication Token"}',
    );
  });

  test("what a Lambda authorizer left, and how it ended", async () => {
    const accessLog =
      "$context.authorizer.principalId $context.authorizer.tenant $context.authorizer.status $context.authorizer.integrationStatus $context.authorizer.error";
    const around = authorizerLab(() => policy("Allow", "*", { context: { tenant: 7 } }), undefined, {
      accessLog,
    });
    await around.send("GET /dev/tests", TOKEN);
    await around.send("GET /dev/tests");
    expect(around.accessLog).toEqual(["user 7 200 200 -", "- - 401 - Unauthorized"]);
  });

  test("what the integration and the authorization ended with", async () => {
    const format =
      "$context.integration.status $context.integrationStatus $context.integration.error $context.authorize.status";
    expect(await logged(format)).toBe("200 200 - -");
  });

  test("Lambda's request ids, of the authorizer and of the integration", async () => {
    const accessLog =
      "$context.authorizer.requestId $context.integration.requestId $context.awsEndpointRequestId";
    const around = authorizerLab(() => policy("Allow"), undefined, { accessLog });
    await around.send("GET /dev/tests", TOKEN);
    expect(around.accessLog[0]).toMatch(/^[0-9a-f-]{36} ([0-9a-f-]{36}) \1$/);
  });

  test("latencies are whole milliseconds", async () => {
    expect(
      await logged("$context.responseLatency $context.integration.latency $context.integrationLatency"),
    ).toMatch(/^\d+ \d+ \d+$/);
  });

  test("a request to no stage is in no stage's log", async () => {
    const around = lab(api({ accessLog: "$context.requestId" }));
    await around.send("GET /prod/tests");
    expect(around.accessLog).toEqual([]);
  });

  test("an unknown variable is - and is named", () => {
    const format = compileAccessLogFormat("$context.nothing.known $context.requestId");
    expect(format.unknown).toEqual(["$context.nothing.known"]);
  });

  test("a full stop after a variable, and a claim in brackets", async () => {
    expect(await logged("$context.status.")).toBe("200.");
    expect(await logged("$context.authorizer.claims['cognito:username']!")).toBe("-!");
  });

  test("a client writes neither lines nor JSON of its own: each request is one line, and its JSON parses", async () => {
    const json = '{"agent":"$context.identity.userAgent","path":"$context.path"}';
    const text = "$context.identity.userAgent|$context.path";
    const agent = fc.string({
      unit: fc.constantFrom("a", '"', "\\", "\n", "\r", "\u0085", "\u2028", "}", "\t"),
    });
    await fc.assert(
      fc.asyncProperty(agent, async (value) => {
        const headers = [["User-Agent", value]] as const;
        const line = (await logged(json, "GET /dev/tests", headers)) ?? "";
        expect(JSON.parse(line)).toMatchObject({ agent: value === "" ? "-" : value });
        expect(`${line}${await logged(text, "GET /dev/tests", headers)}`).not.toMatch(/[\n\r\u0085\u2028]/);
      }),
    );
  });

  test("no format can name a header or a token: such text is text", async () => {
    const format =
      "$context.requestId $input.params('Authorization') $method.request.header.Authorization $context.authorizationToken";
    const line = await logged(format, "GET /dev/tests", [["Authorization", "Bearer secret"]]);
    expect(line).not.toContain("secret");
  });
});
