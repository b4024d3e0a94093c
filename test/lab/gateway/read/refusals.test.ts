import { changed, type Resources, read } from "../support/terraform.ts";

const API = "${aws_api_gateway_rest_api.api.id}";
const LAMBDA = "${aws_lambda_function.backend.invoke_arn}";
const policy = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
const open = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" };

const auth = (body: object, method: object = {}): Resources =>
  changed({
    aws_api_gateway_authorizer: { auth: { rest_api_id: API, name: "auth", authorizer_uri: LAMBDA, ...body } },
    aws_api_gateway_method: {
      get: { authorization: "CUSTOM", authorizer_id: "${aws_api_gateway_authorizer.auth.id}", ...method },
    },
  });
const methodOf = (body: object) => changed({ aws_api_gateway_method: { get: body } });
const integrationOf = (body: object) => changed({ aws_api_gateway_integration: { get: body } });

describe("what cannot be enforced is refused, by address, attribute and reason", () => {
  test.each<[string, Resources, string, string]>([
    [
      "an unknown authorization",
      methodOf({ authorization: "JWT" }),
      "aws_api_gateway_method.get: authorization",
      "is not NONE",
    ],
    [
      "CUSTOM without an authorizer",
      methodOf({ authorization: "CUSTOM" }),
      "aws_api_gateway_method.get: authorizer_id",
      "",
    ],
    [
      "an authorizer that is not there",
      methodOf({ authorization: "CUSTOM", authorizer_id: "abcdef" }),
      "aws_api_gateway_method.get: authorizer_id",
      "abcdef is no authorizer",
    ],
    [
      "a TOKEN authorizer under COGNITO_USER_POOLS",
      auth({}, { authorization: "COGNITO_USER_POOLS" }),
      "aws_api_gateway_method.get: authorizer_id",
      "is of type TOKEN",
    ],
    ["an unknown authorizer type", auth({ type: "JWT" }), "aws_api_gateway_authorizer.auth: type", "JWT"],
    [
      "a user pool that does not run",
      auth({
        type: "COGNITO_USER_POOLS",
        provider_arns: ["arn:aws:cognito-idp:ap-northeast-2:123456789012:userpool/x"],
      }),
      "aws_api_gateway_authorizer.auth: provider_arns",
      "is no user pool",
    ],
    [
      "no user pool",
      auth({ type: "COGNITO_USER_POOLS" }),
      "aws_api_gateway_authorizer.auth: provider_arns",
      "needs a user pool",
    ],
    [
      "a TTL over an hour",
      auth({ authorizer_result_ttl_in_seconds: 3601 }),
      "aws_api_gateway_authorizer.auth: authorizer_result_ttl_in_seconds",
      "3601",
    ],
    [
      "a path parameter as an identity source",
      auth({ type: "REQUEST", identity_source: "method.request.path.id" }),
      "aws_api_gateway_authorizer.auth: identity_source",
      "method.request.path.id",
    ],
    [
      "two identity sources of a TOKEN authorizer",
      auth({ identity_source: "method.request.header.A,method.request.header.B" }),
      "aws_api_gateway_authorizer.auth: identity_source",
      "is not method.request.header",
    ],
    [
      "a validation expression with look-ahead",
      auth({ identity_validation_expression: "(?=a)b" }),
      "aws_api_gateway_authorizer.auth: identity_validation_expression",
      "look-around",
    ],
    [
      "an authorizer function of another account",
      auth({
        authorizer_uri:
          "arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-2:999999999999:function:x/invocations",
      }),
      "aws_api_gateway_authorizer.auth: authorizer_uri",
      "is no function that the lab runs",
    ],
    [
      "an API key",
      methodOf({ api_key_required: true }),
      "aws_api_gateway_method.get: api_key_required",
      "does not check API keys",
    ],
    [
      "a method without an integration",
      changed({
        aws_api_gateway_method: {
          post: {
            rest_api_id: API,
            resource_id: "${aws_api_gateway_resource.tests.id}",
            http_method: "POST",
            authorization: "NONE",
          },
        },
      }),
      "aws_api_gateway_method.post: http_method",
      "has no aws_api_gateway_integration",
    ],
    [
      "an HTTP backend",
      integrationOf({ type: "HTTP_PROXY", uri: "https://example.com" }),
      "aws_api_gateway_integration.get: type",
      "HTTP_PROXY is not run",
    ],
    [
      "a VPC link",
      integrationOf({ connection_type: "VPC_LINK" }),
      "aws_api_gateway_integration.get: connection_type",
      "VPC_LINK",
    ],
    [
      "Velocity in a MOCK",
      integrationOf({ type: "MOCK", request_templates: { "application/json": "#set($a = 1)" } }),
      "aws_api_gateway_integration.get: request_templates",
      "is not evaluated",
    ],
    [
      "a stage variable that is not set",
      integrationOf({
        uri: "arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/$${stageVariables.fn}/invocations",
      }),
      "aws_api_gateway_integration.get: uri",
      "no variable fn",
    ],
    [
      "a caller's own credentials",
      integrationOf({ credentials: "arn:aws:iam::*:user/*" }),
      "aws_api_gateway_integration.get: credentials",
      "is no aws_iam_role",
    ],
    [
      "validation of bodies",
      changed({
        aws_api_gateway_request_validator: {
          body: { rest_api_id: API, name: "body", validate_request_body: true },
        },
        aws_api_gateway_method: {
          get: {
            request_validator_id: "${aws_api_gateway_request_validator.body.id}",
            request_models: { "application/json": "Model" },
          },
        },
      }),
      "aws_api_gateway_method.get: request_models",
      "validates bodies",
    ],
    [
      "a resource policy that is no policy",
      changed({ aws_api_gateway_rest_api: { api: { policy: '{"Statement":[]}' } } }),
      "aws_api_gateway_rest_api.api: policy",
      "at least one statement",
    ],
    [
      "B.3 [D] a resource policy of more than 8192 characters",
      changed({ aws_api_gateway_rest_api: { api: { policy: policy({ ...open, Sid: "a".repeat(8192) }) } } }),
      "aws_api_gateway_rest_api.api: policy",
      "characters of at most 8192",
    ],
    [
      "two resource policies",
      changed({
        aws_api_gateway_rest_api: { api: { policy: policy(open) } },
        aws_api_gateway_rest_api_policy: { p: { rest_api_id: API, policy: policy(open) } },
      }),
      "aws_api_gateway_rest_api_policy.p: policy",
      "has a policy of the same API",
    ],
    [
      "a condition key without a value here",
      changed({
        aws_api_gateway_rest_api: {
          api: {
            policy: policy({ ...open, Condition: { StringNotEquals: { "aws:RequestedRegion": "x" } } }),
          },
        },
      }),
      "aws_api_gateway_rest_api.api: policy",
      "aws:requestedregion",
    ],
    [
      "a private API without a resource policy",
      changed({ aws_api_gateway_rest_api: { api: { endpoint_configuration: { types: ["PRIVATE"] } } } }),
      "aws_api_gateway_rest_api.api: policy",
      "no private API without",
    ],
    [
      "two path variables beside each other",
      changed({
        aws_api_gateway_resource: {
          a: { rest_api_id: API, parent_id: "${aws_api_gateway_resource.tests.id}", path_part: "{a}" },
          b: { rest_api_id: API, parent_id: "${aws_api_gateway_resource.tests.id}", path_part: "{b}" },
        },
        aws_api_gateway_method: Object.fromEntries(
          ["a", "b"].map((name) => [
            name,
            {
              rest_api_id: API,
              resource_id: `\${aws_api_gateway_resource.${name}.id}`,
              http_method: "GET",
              authorization: "NONE",
            },
          ]),
        ),
        aws_api_gateway_integration: Object.fromEntries(
          ["a", "b"].map((name) => [
            name,
            {
              rest_api_id: API,
              resource_id: `\${aws_api_gateway_resource.${name}.id}`,
              http_method: "GET",
              type: "AWS_PROXY",
              integration_http_method: "POST",
              uri: LAMBDA,
            },
          ]),
        ),
      }),
      "aws_api_gateway_method.b: resource_id",
      "another path variable",
    ],
    [
      "a path part with a space",
      changed({ aws_api_gateway_resource: { tests: { path_part: "a b" } } }),
      "aws_api_gateway_resource.tests: path_part",
      "a b",
    ],
    [
      "a resource of no known parent",
      changed({ aws_api_gateway_resource: { tests: { parent_id: "zzzzzzzzzz" } } }),
      "aws_api_gateway_resource.tests: parent_id",
      "zzzzzzzzzz",
    ],
    [
      "a method of an API that is not in the stack",
      methodOf({ rest_api_id: "zzzzzzzzzz" }),
      "aws_api_gateway_method.get: rest_api_id",
      "is no aws_api_gateway_rest_api",
    ],
    [
      "a gateway response with an unknown mapping",
      changed({
        aws_api_gateway_gateway_response: {
          x: {
            rest_api_id: API,
            response_type: "DEFAULT_4XX",
            response_parameters: { "gatewayresponse.header.A": "nonsense" },
          },
        },
      }),
      "aws_api_gateway_gateway_response.x: response_parameters",
      "nonsense",
    ],
    [
      "a stage of another API's deployment",
      changed({ aws_api_gateway_stage: { dev: { deployment_id: "zzzzzz" } } }),
      "aws_api_gateway_stage.dev: deployment_id",
      "zzzzzz",
    ],
  ])("%s", (_, resources, at, reason) => {
    const { problems } = read(resources);
    expect(problems.join("\n")).toContain(at);
    expect(problems.join("\n")).toContain(reason);
  });
});
