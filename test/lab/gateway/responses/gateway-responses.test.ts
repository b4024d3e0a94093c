import { compileGatewayResponse } from "../../../../lab/gateway/responses/gateway-responses.ts";
import { compileMapping, MappingError } from "../../../../lab/gateway/responses/mapping.ts";
import { type ApiOverrides, api, proxy } from "../support/api.ts";
import { header, lab, seen } from "../support/gateway.ts";

const CORS = { "Access-Control-Allow-Origin": "'*'" };
const notFound = (gatewayResponses: ApiOverrides["gatewayResponses"], more: ApiOverrides = {}) =>
  lab(api({ ...more, gatewayResponses })).send("GET /dev/nothing?q=1", {
    headers: [["Origin", "https://a.example"]],
  });

describe("customised gateway responses", () => {
  test("0.2 [D] status, headers and template of the type", async () => {
    const answer = await notFound({
      MISSING_AUTHENTICATION_TOKEN: {
        status: 404,
        headers: {
          "Access-Control-Allow-Origin": "'a.b.c'",
          "x-request-query": "method.request.querystring.q",
        },
        templates: {
          "application/json": '{"message":$context.error.messageString,"type":"$context.error.responseType"}',
        },
      },
    });
    expect(seen(answer)).toEqual([
      404,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token","type":"MISSING_AUTHENTICATION_TOKEN"}',
    ]);
    expect(header(answer, "Access-Control-Allow-Origin")).toBe("a.b.c");
    expect(header(answer, "x-request-query")).toBe("1");
  });

  test("0.1.9 [D] CORS headers alone leave status and body as they are", async () => {
    const answer = await notFound({ MISSING_AUTHENTICATION_TOKEN: { headers: CORS } });
    expect(seen(answer)).toEqual([
      403,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token"}',
    ]);
    expect(header(answer, "Access-Control-Allow-Origin")).toBe("*");
  });

  test("E [R] only DEFAULT_4XX customised → its headers and template with the original status", async () => {
    const answer = await notFound({
      DEFAULT_4XX: { headers: CORS, templates: { "application/json": "{}" } },
    });
    expect([answer.status, answer.body, header(answer, "Access-Control-Allow-Origin")]).toEqual([
      403,
      "{}",
      "*",
    ]);
  });

  test("E [R] the specific entry wins alone: DEFAULT_4XX is not merged into it", async () => {
    const answer = await notFound({
      MISSING_AUTHENTICATION_TOKEN: { headers: { "x-own": "'1'" } },
      DEFAULT_4XX: { status: 418, headers: CORS, templates: { "application/json": "{}" } },
    });
    expect([answer.status, header(answer, "x-own"), header(answer, "Access-Control-Allow-Origin")]).toEqual([
      403,
      "1",
      undefined,
    ]);
    expect(answer.body).toBe('{"message":"Missing Authentication Token"}');
  });

  test("0.2 [D] a status of DEFAULT_4XX changes every 4XX that has no entry of its own, and no 5XX", async () => {
    const integration = proxy({ grant: { allowed: false, why: "no permission", address: undefined } });
    const { send } = lab(
      api({ gatewayResponses: { DEFAULT_4XX: { status: 418 } }, methods: { "GET /tests": { integration } } }),
    );
    expect((await send("GET /dev/nothing")).status).toBe(418);
    expect((await send("GET /dev/nothing", { headers: [["Authorization", "Bearer x"]] })).status).toBe(418);
    expect((await send("GET /dev/tests")).status).toBe(500);
  });

  test("0.2 [R] IncompleteSignature has no type of its own: DEFAULT_4XX", async () => {
    const { send } = lab(
      api({
        gatewayResponses: {
          DEFAULT_4XX: { templates: { "application/json": "$context.error.responseType" } },
        },
      }),
    );
    expect((await send("GET /dev/nothing", { headers: [["Authorization", "Bearer x"]] })).body).toBe(
      "DEFAULT_4XX",
    );
  });

  test("E [R] an unknown stage has no deployment that could customise it", async () => {
    const { send } = lab(api({ gatewayResponses: { DEFAULT_4XX: { status: 418, headers: CORS } } }));
    expect(seen(await send("GET /prod/tests"))).toEqual([
      403,
      "ForbiddenException",
      '{"message":"Forbidden"}',
    ]);
  });

  test("[D] 413 cannot be customised", async () => {
    const { send } = lab(
      api({ gatewayResponses: { REQUEST_TOO_LARGE: { status: 418 }, DEFAULT_4XX: { status: 418 } } }),
    );
    expect((await send("POST /dev/tests", { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  test("the template's media type is chosen by Accept, else JSON, and is the Content-Type", async () => {
    const gatewayResponses = {
      MISSING_AUTHENTICATION_TOKEN: {
        templates: { "application/json": "{}", "text/html": "<p>$context.error.message</p>" },
      },
    };
    const { send } = lab(api({ gatewayResponses }));
    const html = await send("GET /dev/nothing", { headers: [["Accept", "text/html,*/*"]] });
    expect([html.body, header(html, "Content-Type")]).toEqual([
      "<p>Missing Authentication Token</p>",
      "text/html",
    ]);
    const json = await send("GET /dev/nothing", { headers: [["Accept", "image/png"]] });
    expect([json.body, header(json, "Content-Type")]).toEqual(["{}", "application/json"]);
  });

  test("[D] no Velocity: everything but a known variable is text, a variable without a value is empty", async () => {
    const template =
      "#if(true)$context.stage#end [$context.authorizer.principalId] [$stageVariables.a] $util.x ${context.stage}";
    const answer = await notFound(
      { MISSING_AUTHENTICATION_TOKEN: { templates: { "application/json": template } } },
      { stage: { variables: { a: "v" } } },
    );
    expect(answer.body).toBe("#if(true)dev#end [] [v] $util.x ${context.stage}");
  });

  test("a value that no header can hold is left out: a query cannot split the response", async () => {
    const gatewayResponses = {
      MISSING_AUTHENTICATION_TOKEN: { headers: { "x-q": "method.request.querystring.q" } },
    };
    const answer = await lab(api({ gatewayResponses })).send("GET /dev/nothing?q=a%0d%0aSet-Cookie:b");
    expect(header(answer, "x-q")).toBeUndefined();
    expect(answer.status).toBe(403);
  });
});

describe("mappings that the lab refuses", () => {
  test.each([
    "",
    "plain text",
    "method.request.body",
    "integration.response.header.x",
    "context.nothing.known",
    "'open",
  ])("%j", (mapping) => {
    expect(() => compileMapping(mapping)).toThrow(MappingError);
  });

  test("a target that is no header", () => {
    for (const target of ["gatewayresponse.querystring.a", "gatewayresponse.header.a b", "x"]) {
      expect(() => compileGatewayResponse("a", undefined, { [target]: "'x'" }, {})).toThrow(MappingError);
    }
  });
});
