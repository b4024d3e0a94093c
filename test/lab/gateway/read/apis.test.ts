import type { Method, RestApi } from "../../../../lab/gateway/model.ts";
import { header, lab, SUCCESS } from "../support/gateway.ts";
import { BASE, changed, read, readApi } from "../support/terraform.ts";

const API = "${aws_api_gateway_rest_api.api.id}";
const TESTS = "${aws_api_gateway_resource.tests.id}";
const method = (api: RestApi, path = "tests", verb = "GET"): Method | undefined =>
  api.stages.get("dev")?.routes.match(path, verb)?.method;

describe("readApis", () => {
  test("a REST API out of Terraform answers", async () => {
    const api = readApi(BASE);
    const { send, backend } = lab(api);
    const answer = await send("GET /dev/tests", { overrides: { apiId: api.id } });
    expect([answer.status, answer.body.toString()]).toEqual([200, SUCCESS]);
    expect(backend.events[0]).toMatchObject({ requestContext: { stage: "dev", apiId: api.id } });
  });

  test("a nested tree, ANY and a greedy path", () => {
    const api = readApi(
      changed({
        aws_api_gateway_resource: {
          item: { rest_api_id: API, parent_id: TESTS, path_part: "{id}" },
          rest: { rest_api_id: API, parent_id: "${aws_api_gateway_resource.item.id}", path_part: "{proxy+}" },
        },
        aws_api_gateway_method: {
          rest: {
            rest_api_id: API,
            resource_id: "${aws_api_gateway_resource.rest.id}",
            http_method: "ANY",
            authorization: "AWS_IAM",
          },
        },
        aws_api_gateway_integration: {
          rest: {
            rest_api_id: API,
            resource_id: "${aws_api_gateway_resource.rest.id}",
            http_method: "ANY",
            type: "AWS_PROXY",
            integration_http_method: "POST",
            uri: "${aws_lambda_function.backend.invoke_arn}",
          },
        },
      }),
    );
    expect(method(api, "tests/1/a/b", "PATCH")).toMatchObject({
      resourcePath: "/tests/{id}/{proxy+}",
      httpMethod: "ANY",
      authorization: { kind: "AWS_IAM" },
    });
    expect(method(api, "tests/1", "PATCH")).toBeUndefined();
  });

  test("stage variables, X-Ray, access log and a function behind a stage variable", async () => {
    const api = readApi(
      changed({
        aws_api_gateway_stage: {
          dev: {
            variables: { fn: "backend" },
            xray_tracing_enabled: true,
            access_log_settings: {
              destination_arn: "${aws_cloudwatch_log_group.api.arn}",
              format: "$context.requestId",
            },
          },
        },
        aws_cloudwatch_log_group: { api: { name: "/aws/api" } },
        aws_api_gateway_integration: {
          get: {
            uri: "arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-2:123456789012:function:$${stageVariables.fn}/invocations",
          },
        },
      }),
    );
    const stage = api.stages.get("dev");
    expect([stage?.tracing, stage?.accessLog?.logGroup, stage?.variables]).toEqual([
      true,
      "/aws/api",
      { fn: "backend" },
    ]);
    expect((await lab(api).send("GET /dev/tests", { overrides: { apiId: api.id } })).status).toBe(200);
  });

  test("a deployment with the old stage_name makes a stage", () => {
    const { aws_api_gateway_stage: _, ...rest } = changed({
      aws_api_gateway_deployment: { deployment: { stage_name: "v1" } },
    });
    expect([...readApi(rest).stages.keys()]).toEqual(["v1"]);
  });

  test("method settings: of the method itself, else of every method", () => {
    const settings = (
      method_path: string,
      throttling_rate_limit: number,
      throttling_burst_limit: number,
    ) => ({
      rest_api_id: API,
      stage_name: "${aws_api_gateway_stage.dev.stage_name}",
      method_path,
      settings: { throttling_rate_limit, throttling_burst_limit },
    });
    const all = readApi(changed({ aws_api_gateway_method_settings: { all: settings("*/*", 100, 50) } }));
    expect(method(all)?.throttle).toMatchObject({ rate: 100, burst: 50 });
    const both = { all: settings("*/*", 100, 50), own: settings("tests/GET", 1, 2) };
    expect(method(readApi(changed({ aws_api_gateway_method_settings: both })))?.throttle).toMatchObject({
      rate: 1,
      burst: 2,
    });
    const tilde = { all: settings("*/*", 100, 50), own: settings("~1tests/GET", 1, -1) };
    expect(method(readApi(changed({ aws_api_gateway_method_settings: tilde })))?.throttle).toMatchObject({
      rate: 1,
      burst: 5000,
    });
    const logging = { all: { ...settings("*/*", -1, -1), settings: { logging_level: "INFO" } } };
    expect(method(readApi(changed({ aws_api_gateway_method_settings: logging })))?.throttle).toBeUndefined();
  });

  test("a preflight: MOCK with its responses, and a gateway response with CORS headers", async () => {
    const where = { rest_api_id: API, resource_id: TESTS, http_method: "OPTIONS" };
    const origin = "method.response.header.Access-Control-Allow-Origin";
    const api = readApi(
      changed({
        aws_api_gateway_method: { options: { ...where, authorization: "NONE" } },
        aws_api_gateway_integration: {
          options: {
            ...where,
            type: "MOCK",
            request_templates: { "application/json": '{"statusCode": 200}' },
          },
        },
        aws_api_gateway_method_response: {
          options: { ...where, status_code: "200", response_parameters: { [origin]: true } },
        },
        aws_api_gateway_integration_response: {
          options: {
            ...where,
            status_code: "200",
            response_parameters: { [origin]: "'https://example.com'" },
          },
        },
        aws_api_gateway_gateway_response: {
          denied: {
            rest_api_id: API,
            response_type: "DEFAULT_4XX",
            response_parameters: {
              "gatewayresponse.header.Access-Control-Allow-Origin": "'https://example.com'",
            },
          },
        },
      }),
    );
    const { send } = lab(api);
    const overrides = { apiId: api.id };
    const preflight = await send("OPTIONS /dev/tests", { overrides });
    const missing = await send("PUT /dev/tests", { overrides });
    expect([preflight.status, missing.status]).toEqual([200, 403]);
    for (const answer of [preflight, missing]) {
      expect(header(answer, "Access-Control-Allow-Origin")).toBe("https://example.com");
    }
  });

  test("required parameters of a validator", () => {
    const api = readApi(
      changed({
        aws_api_gateway_request_validator: {
          params: { rest_api_id: API, name: "params", validate_request_parameters: true },
        },
        aws_api_gateway_method: {
          get: {
            request_validator_id: "${aws_api_gateway_request_validator.params.id}",
            request_parameters: { "method.request.querystring.q": true, "method.request.header.x": false },
          },
        },
      }),
    );
    expect(method(api)?.requiredParameters).toEqual([{ kind: "querystring", name: "q" }]);
  });

  test.each(["rest api", "policy resource"])("a resource policy as an attribute of the %s", (where) => {
    const Statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
    };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const resources =
      where === "rest api"
        ? changed({ aws_api_gateway_rest_api: { api: { policy } } })
        : changed({ aws_api_gateway_rest_api_policy: { policy: { rest_api_id: API, policy } } });
    expect(readApi(resources).policy?.statements).toHaveLength(1);
  });

  test("an API that says nothing of endpoints is edge-optimized, the provider's default", () => {
    const resources = changed({ aws_api_gateway_rest_api: { api: { endpoint_configuration: undefined } } });
    expect(readApi(resources).endpoint).toBe("EDGE");
  });

  test("several problems are told at once", () => {
    const { problems } = read(
      changed({
        aws_api_gateway_method: { get: { api_key_required: true } },
        aws_api_gateway_rest_api: { api: { policy: "{}" } },
        aws_api_gateway_gateway_response: { x: { rest_api_id: API, response_type: "NOT_A_TYPE" } },
      }),
    );
    expect(problems).toHaveLength(3);
  });
});
