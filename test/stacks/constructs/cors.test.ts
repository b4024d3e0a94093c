import { resources, synthesized } from "../../support/synthesized.ts";

const TYPES = [
  "aws_api_gateway_gateway_response",
  "aws_api_gateway_method_response",
  "aws_api_gateway_integration_response",
];

test("nothing of CORS is there when the context names no origin", () => {
  const stack = synthesized("iam");
  for (const type of TYPES) expect(resources(stack, type)).toEqual({});
  expect(JSON.stringify(stack)).not.toContain("OPTIONS");
  expect(JSON.stringify(stack)).not.toContain("ALLOWED_ORIGINS");
});

describe("with an allowed origin", () => {
  const stack = synthesized("cognito-scopes", { cors: { allowOrigin: "https://app.example.com" } });

  test("each path has a preflight that API Gateway answers itself", () => {
    const preflights = Object.values(resources(stack, "aws_api_gateway_method")).filter(
      ({ http_method }) => http_method === "OPTIONS",
    );
    expect(preflights).toHaveLength(2);
    const answers = Object.values(resources(stack, "aws_api_gateway_integration_response"));
    expect(answers[0]?.response_parameters).toEqual({
      "method.response.header.Access-Control-Allow-Headers":
        "'Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token'",
      "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
      "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
      "method.response.header.Access-Control-Max-Age": "'600'",
    });
  });

  test("401, 403 and 5xx carry the header", () => {
    const responses = Object.values(resources(stack, "aws_api_gateway_gateway_response"));
    expect(responses.map(({ response_type }) => response_type)).toEqual(["DEFAULT_4XX", "DEFAULT_5XX"]);
    for (const { response_parameters } of responses) {
      expect(response_parameters).toEqual({
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'",
      });
    }
  });

  test("the backend is told the origin", () => {
    expect(resources(stack, "aws_lambda_function")["backend-function_function"]?.environment).toEqual({
      variables: { ALLOWED_ORIGINS: "https://app.example.com" },
    });
  });
});
