import { resources, synthesized } from "../../support/synthesized.ts";

const stack = synthesized("custom-authorizer");

test("CUSTOM with the authorizer is on every route", () => {
  for (const method of Object.values(resources(stack, "aws_api_gateway_method"))) {
    expect(method).toMatchObject({
      authorization: "CUSTOM",
      authorizer_id: "${aws_api_gateway_authorizer.custom-authorizer_authorizer.id}",
    });
  }
});

test("a TOKEN authorizer with a cache of 300 s, whose function API Gateway alone may invoke for it", () => {
  expect(Object.values(resources(stack, "aws_api_gateway_authorizer"))).toEqual([
    expect.objectContaining({ type: "TOKEN", authorizer_result_ttl_in_seconds: 300 }),
  ]);
  expect(resources(stack, "aws_lambda_permission")["custom-authorizer_invoke-authorizer"]).toMatchObject({
    principal: "apigateway.amazonaws.com",
    source_arn:
      "${aws_api_gateway_rest_api.custom-authorizer_api.execution_arn}/authorizers/${aws_api_gateway_authorizer.custom-authorizer_authorizer.id}",
  });
});

test.each([
  ["Bearer aaa.bbb.ccc", true],
  ["bearer aaa.bbb.ccc", true],
  ["Bearer aaa.bbb", false],
  ["Basic aaa.bbb.ccc", false],
  ["aaa.bbb.ccc", false],
  ["Bearer aaa.bbb.ccc ddd", false],
  ["", false],
])("what is no bearer JWT does not reach the function: %s", (header, expected) => {
  const expression = Object.values(resources(stack, "aws_api_gateway_authorizer"))[0]
    ?.identity_validation_expression;
  expect(new RegExp(String(expression)).test(header)).toBe(expected);
});

test("issuer and audience are variables without a default, and an http issuer is refused", () => {
  for (const name of ["token_issuer", "token_audience"]) {
    expect(stack.variable[name]).toMatchObject({ type: "string", nullable: false });
    expect(stack.variable[name]).not.toHaveProperty("default");
  }
  expect(JSON.stringify(stack.variable.token_issuer)).toContain("^https://");
});

test("outputs are the contract's", () => {
  expect(Object.keys(stack.output).sort()).toEqual(["api_url", "token_audience", "token_issuer"]);
});

test("250 routes do not reach the function's environment", () => {
  const routes = Array.from({ length: 250 }, (_, index) => ({
    method: "GET",
    path: `/r${index}`,
    permission: "p",
  }));
  const many = synthesized("custom-authorizer", { routes, callers: { reader: ["p"] } });
  const environment = JSON.stringify(
    resources(many, "aws_lambda_function")["custom-authorizer_authorizer-function_function"]?.environment,
  );
  expect(environment.length).toBeLessThan(4096);
});
