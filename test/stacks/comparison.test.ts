import { STACKS } from "../../stacks/names.ts";
import { resources, synthesized } from "../support/synthesized.ts";

const stack = synthesized("comparison");

test("one backend function is behind all three APIs", () => {
  expect(Object.keys(resources(stack, "aws_api_gateway_rest_api"))).toHaveLength(3);
  const uris = Object.values(resources(stack, "aws_api_gateway_integration")).map(({ uri }) => uri);
  expect([...new Set(uris)]).toEqual([
    expect.stringMatching(/:function:api-auth-comparison-dev-backend\/invocations$/),
  ]);
  expect(resources(stack, "aws_lambda_function")["backend-function_function"]).toMatchObject({
    function_name: "api-auth-comparison-dev-backend",
  });
});

test("it has every output of the other three, prefixed with its method", () => {
  const expected = (["iam", "cognito-scopes", "custom-authorizer"] as const).flatMap((method) =>
    Object.keys(synthesized(method).output).map((name) => `${method.replaceAll("-", "_")}_${name}`),
  );
  expect(Object.keys(stack.output).sort()).toEqual(expected.sort());
});

test("no resource has the name of another stack's", () => {
  const named = {
    aws_api_gateway_rest_api: "name",
    aws_lambda_function: "function_name",
    aws_iam_role: "name",
    aws_iam_policy: "name",
    aws_cloudwatch_log_group: "name",
    aws_cognito_user_pool: "name",
    aws_cognito_user_pool_domain: "domain",
  };
  const all = STACKS.flatMap((name) => {
    const synth = synthesized(name);
    return Object.entries(named).flatMap(([type, attribute]) =>
      Object.values(resources(synth, type)).map((block) => `${type} ${String(block[attribute])}`),
    );
  });
  expect(all.length).toBeGreaterThan(20);
  expect(all).toEqual([...new Set(all)]);
});
