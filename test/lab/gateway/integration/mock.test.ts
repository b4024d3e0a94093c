import type { MockIntegration, MockResponse } from "../../../../lab/gateway/integration/mock.ts";
import {
  compileMockTemplate,
  readStatusTemplate,
} from "../../../../lab/gateway/integration/mock-template.ts";
import { JavaRegex } from "../../../../lab/gateway/java-regex/java-regex.ts";
import { compileMapping, MappingError } from "../../../../lab/gateway/responses/mapping.ts";
import { api } from "../support/api.ts";
import { header, lab, seen } from "../support/gateway.ts";

const response = (overrides: Partial<MockResponse> = {}): MockResponse => ({
  address: "aws_api_gateway_integration_response.test",
  status: 200,
  pattern: undefined,
  headers: [],
  templates: new Map(),
  ...overrides,
});

const mock = (overrides: Partial<MockIntegration> = {}) => {
  const integration: MockIntegration = {
    kind: "MOCK",
    address: "aws_api_gateway_integration.test",
    requestTemplates: new Map([["application/json", 200]]),
    passthrough: "WHEN_NO_MATCH",
    responses: [response()],
    ...overrides,
  };
  return lab(api({ methods: { "OPTIONS /tests": { integration }, "POST /tests/{id}": { integration } } }));
};

describe("MOCK", () => {
  test("a CORS preflight: the declared status and headers, no body", async () => {
    const headers = [
      { name: "Access-Control-Allow-Origin", source: compileMapping("'https://example.com'") },
      { name: "Access-Control-Allow-Methods", source: compileMapping("'GET,OPTIONS'") },
    ];
    const answer = await mock({ responses: [response({ headers })] }).send("OPTIONS /dev/tests", {
      headers: [
        ["Origin", "https://example.com"],
        ["Access-Control-Request-Method", "GET"],
      ],
    });
    expect([answer.status, answer.body]).toEqual([200, ""]);
    expect(header(answer, "Access-Control-Allow-Origin")).toBe("https://example.com");
    expect(header(answer, "Access-Control-Allow-Methods")).toBe("GET,OPTIONS");
  });

  test("the response is chosen by the template's status code", async () => {
    const responses = [response(), response({ status: 503, pattern: new JavaRegex("5\\d{2}") })];
    const requestTemplates = new Map([["application/json", 500]]);
    expect((await mock({ responses, requestTemplates }).send("OPTIONS /dev/tests")).status).toBe(503);
  });

  test("[D] a body from context, stage and request parameters", async () => {
    const template = compileMockTemplate(
      '{"id":"$input.params(\'id\')","verb":"$context.httpMethod","none":"$stageVariables.none"}',
    );
    const answer = await mock({
      responses: [response({ templates: new Map([["application/json", template]]) })],
    }).send("POST /dev/tests/7");
    expect(answer.body).toBe('{"id":"7","verb":"POST","none":""}');
  });

  test("0.2 [R] a Content-Type without a template is 415 with NEVER", async () => {
    const never = mock({ passthrough: "NEVER" });
    const answer = await never.send("POST /dev/tests/1", {
      headers: [["Content-Type", "text/plain"]],
      body: "x",
    });
    expect(seen(answer)).toEqual([415, "BadRequestException", '{"message":"Unsupported Media Type"}']);
    const through = await mock().send("POST /dev/tests/1", {
      headers: [["Content-Type", "text/plain"]],
      body: "x",
    });
    expect(through.status).toBe(200);
  });

  test("no response for the status code is a configuration error", async () => {
    expect((await mock({ responses: [] }).send("OPTIONS /dev/tests")).status).toBe(500);
  });
});

describe("templates that the lab evaluates", () => {
  test.each([
    ['{"statusCode": 200}', 200],
    ["{statusCode:204}", 204],
    [' { "statusCode" : 500 } ', 500],
    ["{'statusCode': '200'}", 200],
  ])("request template %s", (template, status) => {
    expect(readStatusTemplate(template)).toBe(status);
  });

  test.each([
    "",
    "{}",
    '{"statusCode": "$x"}',
    '#if(true){"statusCode": 200}#end',
    '{"statusCode": 200, "x": 1}',
    "200",
  ])("refused as a request template: %s", (template) => {
    expect(() => readStatusTemplate(template)).toThrow(MappingError);
  });

  test.each([
    "#set($x = 1)",
    "#if($input.params('a') == 'b') c #end",
    "$input.json('$.a')",
    "$input.body",
    "$util.escapeJavaScript('x')",
    "$!context.path",
    "${context.path}",
    "## comment",
  ])("refused as a response template: %s", (template) => {
    expect(() => compileMockTemplate(template)).toThrow(MappingError);
  });
});
