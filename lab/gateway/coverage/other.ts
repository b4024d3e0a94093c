import { NO_METRICS, type Reasons } from "./type-coverage.ts";

const OTHER_API = "HTTP and WebSocket APIs are not run: the lab has REST APIs";
const NO_KEYS = "no method can ask for an API key here: api_key_required is refused";
const NOT_A_CALLER = "no part of a call to an API";
const WAF = "counts only where a web ACL is associated, and that is refused";
const CODE = "how functions are kept and started, not what they answer";
const DEFAULT_ENDPOINT = "the lab serves an API under its default endpoint alone";
const FEDERATION = "federated sign-in to IAM is not run";

/** Resource types that bear on who gets in and that the lab does not run. */
export const REFUSED: Reasons = {
  aws_api_gateway_domain_name_access_association: "a private custom domain, which the lab does not serve",
  aws_api_gateway_rest_api_put: "an OpenAPI definition makes routes of its own, which the lab does not read",
  aws_apigatewayv2_api: OTHER_API,
  aws_apigatewayv2_api_mapping: OTHER_API,
  aws_apigatewayv2_authorizer: OTHER_API,
  aws_apigatewayv2_deployment: OTHER_API,
  aws_apigatewayv2_domain_name: OTHER_API,
  aws_apigatewayv2_integration: OTHER_API,
  aws_apigatewayv2_integration_response: OTHER_API,
  aws_apigatewayv2_model: OTHER_API,
  aws_apigatewayv2_route: OTHER_API,
  aws_apigatewayv2_route_response: OTHER_API,
  aws_apigatewayv2_stage: OTHER_API,
  aws_apigatewayv2_vpc_link: OTHER_API,
  aws_iam_group_policies_exclusive: "the lab does not take away a group's other policies",
  aws_iam_group_policy_attachments_exclusive: "the lab does not take away a group's other policies",
  aws_iam_openid_connect_provider: FEDERATION,
  aws_iam_organizations_features: "organizations are not run",
  aws_iam_saml_provider: FEDERATION,
  aws_iam_security_token_service_preferences: "the lab's sessions have one kind of token",
  aws_iam_user_policies_exclusive: "the lab does not take away a user's other policies",
  aws_iam_user_policy_attachments_exclusive: "the lab does not take away a user's other policies",
  aws_iam_virtual_mfa_device: "the lab has no MFA",
  aws_lambda_function_url:
    "another way to the function, with its own authorization, which the lab does not run",
  aws_organizations_policy_attachment: "service and resource control policies are not evaluated",
  aws_vpc_endpoint_policy: "a policy of a VPC endpoint is not evaluated: the lab's clients come through none",
};

/** Types that are refused only where an attribute names a resource that the lab enforces. */
export const REFUSED_WHEN_NAMING: Readonly<
  Record<string, { readonly attribute: string; readonly reason: string }>
> = {
  aws_wafregional_web_acl_association: { attribute: "resource_arn", reason: "AWS WAF is not run" },
  aws_wafv2_web_acl_association: { attribute: "resource_arn", reason: "AWS WAF is not run" },
};

/** Resource types of these families that let nobody in and keep nobody out. */
export const HARMLESS: Reasons = {
  aws_api_gateway_account: NO_METRICS,
  aws_api_gateway_api_key: NO_KEYS,
  aws_api_gateway_base_path_mapping: DEFAULT_ENDPOINT,
  aws_api_gateway_client_certificate: "shown to HTTP backends, and those are refused",
  aws_api_gateway_documentation_part: "documentation",
  aws_api_gateway_documentation_version: "documentation",
  aws_api_gateway_method_response: "says which headers a MOCK may answer with; the mapping itself is read",
  aws_api_gateway_model: "only counts for validating bodies, and that is refused",
  aws_api_gateway_usage_plan: NO_KEYS,
  aws_api_gateway_usage_plan_key: NO_KEYS,
  aws_api_gateway_vpc_link: "only counts with HTTP backends, and those are refused",
  aws_lambda_code_signing_config: CODE,
  aws_lambda_event_source_mapping: NOT_A_CALLER,
  aws_lambda_function_event_invoke_config: "for asynchronous calls, and an API's calls are not",
  aws_lambda_function_recursion_config: CODE,
  aws_lambda_invocation: "a call that an apply makes, not a client",
  aws_lambda_layer_version: "a function with layers is refused",
  aws_lambda_layer_version_permission: "a function with layers is refused",
  aws_lambda_provisioned_concurrency_config: CODE,
  aws_lambda_runtime_management_config: CODE,
  aws_wafv2_api_key: WAF,
  aws_wafv2_ip_set: WAF,
  aws_wafv2_regex_pattern_set: WAF,
  aws_wafv2_rule_group: WAF,
  aws_wafv2_web_acl: WAF,
  aws_wafv2_web_acl_logging_configuration: WAF,
};

/** Types outside of these families that often name a resource of an API, and that no call passes through. */
export const BYSTANDERS: Reasons = {
  aws_acm_certificate: DEFAULT_ENDPOINT,
  aws_acm_certificate_validation: DEFAULT_ENDPOINT,
  aws_cloudfront_distribution: DEFAULT_ENDPOINT,
  aws_cloudwatch_composite_alarm: NO_METRICS,
  aws_cloudwatch_dashboard: NO_METRICS,
  aws_cloudwatch_event_rule: NOT_A_CALLER,
  aws_cloudwatch_event_target: NOT_A_CALLER,
  aws_cloudwatch_log_group: "the lab writes every log group to a file",
  aws_cloudwatch_log_metric_filter: NO_METRICS,
  aws_cloudwatch_log_resource_policy: NO_METRICS,
  aws_cloudwatch_log_subscription_filter: NO_METRICS,
  aws_cloudwatch_metric_alarm: NO_METRICS,
  aws_cloudwatch_query_definition: NO_METRICS,
  aws_codebuild_project: NOT_A_CALLER,
  aws_dynamodb_table: NOT_A_CALLER,
  aws_ecs_service: NOT_A_CALLER,
  aws_ecs_task_definition: NOT_A_CALLER,
  aws_instance: NOT_A_CALLER,
  aws_kinesis_firehose_delivery_stream: NO_METRICS,
  aws_kms_alias: NOT_A_CALLER,
  aws_kms_key: NOT_A_CALLER,
  aws_route53_record: DEFAULT_ENDPOINT,
  aws_s3_bucket_notification: NOT_A_CALLER,
  aws_s3_bucket_policy: NOT_A_CALLER,
  aws_s3_object: NOT_A_CALLER,
  aws_scheduler_schedule: NOT_A_CALLER,
  aws_secretsmanager_secret: NOT_A_CALLER,
  aws_secretsmanager_secret_version: NOT_A_CALLER,
  aws_sfn_state_machine: NOT_A_CALLER,
  aws_sns_topic_subscription: NOT_A_CALLER,
  aws_sqs_queue_policy: NOT_A_CALLER,
  aws_ssm_parameter: NOT_A_CALLER,
  aws_xray_group: NO_METRICS,
  aws_xray_sampling_rule: NO_METRICS,
};
