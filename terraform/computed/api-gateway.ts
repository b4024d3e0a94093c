import type { ComputeContext, ComputedAttributes } from "./context.ts";
import { allTags, CREATED, LETTERS_DIGITS, LOWER_DIGITS, regionalArn } from "./context.ts";

function apiGatewayArn(resource: ComputeContext, path: string): string {
  return `arn:${resource.partition}:apigateway:${resource.region}::${path}`;
}

function executionArn(resource: ComputeContext, rest: string): string {
  return regionalArn("execute-api", rest, resource);
}

function invokeUrl(resource: ComputeContext, stage: string): string {
  return `https://${resource.text("rest_api_id")}.execute-api.${resource.region}.${resource.dnsSuffix}/${stage}`;
}

/** The provider's own id of a part of an API: a prefix and what it belongs to. */
function partId(prefix: string, ...attributes: readonly string[]) {
  return (resource: ComputeContext) => [prefix, ...attributes.map((name) => resource.text(name))].join("-");
}

/** The path of a resource: its parent's and its own part. The root, which is no resource of the stack, is `/`. */
function pathOf(resource: ComputeContext): string {
  const [parent] = resource.find("aws_api_gateway_resource", "id", resource.text("parent_id"));
  return `${parent ? parent.text("path") : ""}/${resource.text("path_part")}`;
}

/** The computed attributes of API Gateway's resources. */
export const apiGatewayComputed: Readonly<Record<string, ComputedAttributes>> = {
  aws_api_gateway_rest_api: {
    arn: (api) => apiGatewayArn(api, `/restapis/${api.text("id")}`),
    created_date: () => CREATED,
    execution_arn: (api) => executionArn(api, api.text("id")),
    id: (api) => api.letters("id", 10, LOWER_DIGITS),
    root_resource_id: (api) => api.letters("root", 10, LOWER_DIGITS),
    tags_all: allTags,
  },
  aws_api_gateway_resource: {
    id: (resource) => resource.letters("id", 6, LOWER_DIGITS),
    path: pathOf,
  },
  aws_api_gateway_method: { id: partId("agm", "rest_api_id", "resource_id", "http_method") },
  aws_api_gateway_method_response: {
    id: partId("agmr", "rest_api_id", "resource_id", "http_method", "status_code"),
  },
  aws_api_gateway_integration: {
    cache_namespace: (integration) => integration.text("resource_id"),
    id: partId("agi", "rest_api_id", "resource_id", "http_method"),
  },
  aws_api_gateway_integration_response: {
    id: partId("agir", "rest_api_id", "resource_id", "http_method", "status_code"),
  },
  aws_api_gateway_authorizer: {
    arn: (authorizer) =>
      apiGatewayArn(
        authorizer,
        `/restapis/${authorizer.text("rest_api_id")}/authorizers/${authorizer.text("id")}`,
      ),
    id: (authorizer) => authorizer.letters("id", 6, LOWER_DIGITS),
  },
  aws_api_gateway_deployment: {
    created_date: () => CREATED,
    execution_arn: (deployment) =>
      executionArn(deployment, `${deployment.text("rest_api_id")}/${deployment.value("stage_name") ?? ""}`),
    id: (deployment) => deployment.letters("id", 6, LOWER_DIGITS),
    invoke_url: (deployment) => invokeUrl(deployment, String(deployment.value("stage_name") ?? "")),
  },
  aws_api_gateway_stage: {
    arn: (stage) =>
      apiGatewayArn(stage, `/restapis/${stage.text("rest_api_id")}/stages/${stage.text("stage_name")}`),
    execution_arn: (stage) => executionArn(stage, `${stage.text("rest_api_id")}/${stage.text("stage_name")}`),
    id: partId("ags", "rest_api_id", "stage_name"),
    invoke_url: (stage) => invokeUrl(stage, stage.text("stage_name")),
    tags_all: allTags,
    web_acl_arn: () => "",
  },
  aws_api_gateway_method_settings: {
    id: (settings) =>
      ["rest_api_id", "stage_name", "method_path"].map((name) => settings.text(name)).join("-"),
  },
  aws_api_gateway_gateway_response: { id: partId("aggr", "rest_api_id", "response_type") },
  aws_api_gateway_rest_api_policy: { id: (policy) => policy.text("rest_api_id") },
  aws_api_gateway_account: { api_key_version: () => "4", id: () => "api-gateway-account" },
  aws_api_gateway_request_validator: { id: (validator) => validator.letters("id", 6, LOWER_DIGITS) },
  aws_api_gateway_model: { id: (model) => model.letters("id", 6, LOWER_DIGITS) },
  aws_api_gateway_api_key: {
    arn: (key) => apiGatewayArn(key, `/apikeys/${key.text("id")}`),
    id: (key) => key.letters("id", 10, LOWER_DIGITS),
    tags_all: allTags,
    value: (key) => key.secretLetters("value", 40, LETTERS_DIGITS),
  },
  aws_api_gateway_usage_plan: {
    arn: (plan) => apiGatewayArn(plan, `/usageplans/${plan.text("id")}`),
    id: (plan) => plan.letters("id", 6, LOWER_DIGITS),
    tags_all: allTags,
  },
  aws_api_gateway_usage_plan_key: { id: (key) => key.text("key_id") },
};
