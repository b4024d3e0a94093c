import { writeStacks } from "../../support/terraform-directory.ts";
import { identities } from "./tutorial-identities.ts";

/** As a converter from HCL writes it, with what tutorials and modules have: every block in a list, much of it beside the point. */
const api = "${aws_api_gateway_rest_api.api.id}";
const trust = (service: string) => [
  {
    statement: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: [service] }] }],
  },
];
const terraform = {
  "//": { metadata: { stackName: "tutorial", version: "0.20.11" } },
  terraform: [
    {
      required_version: ">= 1.5",
      required_providers: [{ aws: { source: "hashicorp/aws", version: "~> 5.0" } }],
    },
  ],
  provider: {
    aws: [{ region: "${var.region}", default_tags: [{ tags: { project: "${local.name}" } }] }],
    random: [{}],
  },
  variable: {
    region: [{ type: "string", default: "eu-central-1" }],
    throttle: [{ type: "object({ rate = number, burst = optional(number, 20) })", default: { rate: 10 } }],
  },
  locals: [{ name: "tutorial-${var.region}" }, { tags: '${merge({ a = "b" }, { name = local.name })}' }],
  data: {
    aws_caller_identity: { current: [{}] },
    aws_region: { current: [{}] },
    aws_partition: { current: [{}] },
    aws_iam_policy_document: {
      lambda: trust("lambda.amazonaws.com"),
      account: [
        {
          statement: [
            {
              sid: "Account",
              effect: "Allow",
              actions: ["sts:AssumeRole"],
              principals: [
                {
                  type: "AWS",
                  identifiers: [
                    "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root",
                  ],
                },
              ],
            },
          ],
        },
      ],
      invoke: [
        {
          dynamic: {
            statement: [
              {
                for_each: '${toset(["GET", "HEAD"])}',
                content: [
                  {
                    actions: ["execute-api:Invoke"],
                    resources: ["${aws_api_gateway_stage.live.execution_arn}/${statement.value}/pets/*"],
                  },
                ],
              },
            ],
          },
        },
      ],
    },
  },
  resource: {
    random_id: { suffix: [{ byte_length: 4 }] },
    null_resource: { marker: [{ triggers: { api } }] },
    aws_api_gateway_rest_api: {
      api: [{ name: "${local.name}", description: "pets", tags: "${local.tags}" }],
    },
    aws_api_gateway_account: { account: [{ cloudwatch_role_arn: "${aws_iam_role.lambda.arn}" }] },
    aws_api_gateway_resource: {
      pets: [
        {
          rest_api_id: api,
          parent_id: "${aws_api_gateway_rest_api.api.root_resource_id}",
          path_part: "pets",
        },
      ],
      pet: [{ rest_api_id: api, parent_id: "${aws_api_gateway_resource.pets.id}", path_part: "{petId}" }],
    },
    aws_api_gateway_authorizer: {
      pool: [
        {
          name: "pool",
          type: "COGNITO_USER_POOLS",
          rest_api_id: api,
          provider_arns: "${[aws_cognito_user_pool.pool.arn]}",
          identity_source: "method.request.header.X-Token",
        },
      ],
    },
    aws_api_gateway_method: {
      list: [
        {
          rest_api_id: api,
          resource_id: "${aws_api_gateway_resource.pets.id}",
          http_method: "GET",
          authorization: "COGNITO_USER_POOLS",
          authorizer_id: "${aws_api_gateway_authorizer.pool.id}",
          authorization_scopes: "${aws_cognito_resource_server.pets.scope_identifiers}",
          request_parameters: {
            "method.request.header.X-Token": true,
            "method.request.querystring.page": false,
          },
        },
      ],
      get: [
        {
          rest_api_id: api,
          resource_id: "${aws_api_gateway_resource.pet.id}",
          http_method: "GET",
          authorization: "AWS_IAM",
          request_parameters: { "method.request.path.petId": true },
        },
      ],
    },
    aws_api_gateway_integration: {
      list: [
        {
          rest_api_id: api,
          resource_id: "${aws_api_gateway_method.list.resource_id}",
          http_method: "${aws_api_gateway_method.list.http_method}",
          integration_http_method: "POST",
          type: "AWS_PROXY",
          uri: "arn:aws:apigateway:${data.aws_region.current.name}:lambda:path/2015-03-31/functions/${aws_lambda_function.pets.arn}/invocations",
        },
      ],
      get: [
        {
          rest_api_id: api,
          resource_id: "${aws_api_gateway_method.get.resource_id}",
          http_method: "${aws_api_gateway_method.get.http_method}",
          integration_http_method: "POST",
          type: "AWS_PROXY",
          uri: "${aws_lambda_function.pets.invoke_arn}",
          timeout_milliseconds: 10000,
          passthrough_behavior: "WHEN_NO_MATCH",
        },
      ],
    },
    aws_api_gateway_deployment: {
      deployment: [
        {
          rest_api_id: api,
          triggers: {
            redeployment:
              "${sha1(jsonencode([aws_api_gateway_resource.pets.id, aws_api_gateway_method.list, aws_api_gateway_integration.list]))}",
          },
          lifecycle: [{ create_before_destroy: true }],
          depends_on: ["aws_api_gateway_integration.list", "aws_api_gateway_integration.get"],
        },
      ],
    },
    aws_api_gateway_stage: {
      live: [
        {
          rest_api_id: api,
          deployment_id: "${aws_api_gateway_deployment.deployment.id}",
          stage_name: "live",
          xray_tracing_enabled: true,
          access_log_settings: [
            {
              destination_arn: "${aws_cloudwatch_log_group.api.arn}",
              format:
                '$context.identity.sourceIp - [$context.requestTime] "$context.httpMethod $context.resourcePath" $context.status',
            },
          ],
        },
      ],
    },
    aws_api_gateway_method_settings: {
      all: [
        {
          rest_api_id: api,
          stage_name: "${aws_api_gateway_stage.live.stage_name}",
          method_path: "*/*",
          settings: [
            {
              metrics_enabled: true,
              logging_level: "INFO",
              throttling_rate_limit: "${var.throttle.rate}",
              throttling_burst_limit: "${var.throttle.burst}",
            },
          ],
        },
      ],
    },
    aws_api_gateway_api_key: { unused: [{ name: "unused" }] },
    aws_cloudwatch_log_group: {
      api: [
        { name: "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.api.id}/live", retention_in_days: 7 },
      ],
      pets: [{ name: "/aws/lambda/${local.name}", retention_in_days: 7 }],
    },
    ...identities,
    aws_lambda_function: {
      pets: [
        {
          function_name: "${local.name}",
          filename: "${path.module}/assets/pets.zip",
          source_code_hash: '${filebase64sha256("${path.module}/assets/pets.zip")}',
          handler: "dist/index.handler",
          runtime: "nodejs20.x",
          architectures: ["arm64"],
          role: "${aws_iam_role.lambda.arn}",
          environment: [
            { variables: { TABLE: "pets", ISSUER: "https://${aws_cognito_user_pool.pool.endpoint}" } },
          ],
          tracing_config: [{ mode: "Active" }],
          depends_on: ["aws_cloudwatch_log_group.pets"],
        },
      ],
    },
    aws_lambda_permission: {
      pets: [
        {
          statement_id_prefix: "api",
          action: "lambda:InvokeFunction",
          function_name: "${aws_lambda_function.pets.arn}",
          principal: "apigateway.amazonaws.com",
          source_arn:
            "arn:aws:execute-api:${var.region}:${data.aws_caller_identity.current.account_id}:${aws_api_gateway_rest_api.api.id}/*/*/pets*",
        },
      ],
    },
  },
  output: {
    base_url: [
      {
        value: "${aws_api_gateway_deployment.deployment.invoke_url}${aws_api_gateway_stage.live.stage_name}",
      },
    ],
    stage: [{ value: "${aws_api_gateway_stage.live.invoke_url}" }],
    token: [
      {
        value:
          "https://${aws_cognito_user_pool_domain.main.domain}.auth.${data.aws_region.current.name}.amazoncognito.com/oauth2/token",
      },
    ],
    client: [
      {
        value:
          "${{ id = aws_cognito_user_pool_client.machine.id, secret = aws_cognito_user_pool_client.machine.client_secret }}",
        sensitive: true,
      },
    ],
    role: [{ value: "${aws_iam_role.caller.arn}" }],
    issuer: [{ value: "https://${aws_cognito_user_pool.pool.endpoint}" }],
  },
};

const HANDLER = `
exports.handler = async (event, context) => ({
  statusCode: 200,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  multiValueHeaders: { "X-Function": [context.functionName] },
  body: [event.resource, event.pathParameters && event.pathParameters.petId, process.env.ISSUER].join(" "),
});`;

/** Writes the stack `tutorial`. */
export const writeTutorialStack = (): string =>
  writeStacks({
    tutorial: {
      terraform,
      packages: { "assets/pets.zip": { "dist/index.js": HANDLER, "package.json": '{"name":"pets"}' } },
    },
  });
