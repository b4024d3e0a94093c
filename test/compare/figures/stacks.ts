import type { Synthesized } from "../../../compare/figures/terraform.ts";
import type { Method } from "../../../compare/method.ts";

/** Resources by type and name, as `cdk.tf.json` has them. */
export function stackOf(resource: Record<string, Record<string, Record<string, unknown>>>): Synthesized {
  const resources = Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, config]) => ({ type, name, config })),
  );
  return { resources: resources.filter(({ type }) => !type.startsWith("data.")), data: [] };
}

const SHARED = {
  aws_api_gateway_stage: { dev: {} },
  aws_api_gateway_resource: { tests: {}, whoami: {} },
  aws_api_gateway_integration: {
    get: { type: "AWS_PROXY", uri: "${aws_lambda_function.backend.invoke_arn}" },
  },
  aws_lambda_permission: { a: { function_name: "backend" }, b: { function_name: "backend" } },
};

/** Small stacks of the three methods. */
export const STACKS: ReadonlyMap<Method, Synthesized> = new Map<Method, Synthesized>([
  [
    "iam",
    stackOf({
      ...SHARED,
      aws_lambda_function: { backend: {} },
      aws_api_gateway_method: { get: { authorization: "AWS_IAM" } },
      aws_iam_role_policy: {
        reader: {
          policy:
            '{"Action":"execute-api:Invoke","Resource":["${aws_api_gateway_rest_api.x.execution_arn}/dev/GET/tests"]}',
        },
        logs: { policy: '{"Action":"logs:PutLogEvents"}' },
      },
    }),
  ],
  [
    "cognito-scopes",
    stackOf({
      ...SHARED,
      aws_lambda_function: { backend: {} },
      aws_api_gateway_method: { get: { authorization: "COGNITO_USER_POOLS" } },
      aws_api_gateway_authorizer: {
        a: { type: "COGNITO_USER_POOLS", provider_arns: ["${aws_cognito_user_pool.pool.arn}"] },
      },
      aws_cognito_user_pool: { pool: {} },
      aws_cognito_resource_server: { server: { scope: [{}, {}] } },
      aws_cognito_user_pool_client: {
        reader: { generate_secret: true, allowed_oauth_scopes: ["a"] },
        writer: { generate_secret: true, allowed_oauth_scopes: ["a", "b"] },
      },
    }),
  ],
  [
    "custom-authorizer",
    stackOf({
      ...SHARED,
      aws_lambda_function: {
        backend: {},
        authorizer: { environment: { variables: { ISSUER: "${var.token_issuer}" } } },
      },
      aws_api_gateway_method: { get: { authorization: "CUSTOM" } },
      aws_api_gateway_authorizer: {
        a: {
          type: "TOKEN",
          authorizer_uri: "${aws_lambda_function.authorizer.invoke_arn}",
          authorizer_result_ttl_in_seconds: 300,
        },
      },
    }),
  ],
]);
