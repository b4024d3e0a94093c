/** The schemas of API Gateway REST APIs in the AWS provider 5.100.0, with the defaults that its code sets (table.ts tells the notation). */
export const apiGatewaySchemas = {
  aws_api_gateway_rest_api: `
    api_key_source~(HEADER) arn= binary_media_types~:list body created_date= description~
    disable_execute_api_endpoint~:bool(false) execution_arn= fail_on_warnings:bool id=
    minimum_compression_size~ name! parameters:map policy~ put_rest_api_mode(overwrite)
    root_resource_id= tags:map tags_all~:map
    endpoint_configuration[1]{ ip_address_type~ types!:list vpc_endpoint_ids~:set }
  `,
  aws_api_gateway_resource: `
    id= parent_id! path= path_part! rest_api_id!
  `,
  aws_api_gateway_method: `
    api_key_required:bool(false) authorization! authorization_scopes:set authorizer_id http_method! id=
    operation_name request_models:map request_parameters:map.bool request_validator_id resource_id!
    rest_api_id!
  `,
  aws_api_gateway_method_response: `
    http_method! id= resource_id! response_models:map response_parameters:map.bool rest_api_id!
    status_code!
  `,
  aws_api_gateway_integration: `
    cache_key_parameters:set cache_namespace~ connection_id connection_type(INTERNET) content_handling
    credentials http_method! id= integration_http_method passthrough_behavior~(WHEN_NO_MATCH)
    request_parameters:map request_templates:map resource_id! rest_api_id!
    timeout_milliseconds:number(29000) type! uri
    tls_config[1]{ insecure_skip_verification:bool }
  `,
  aws_api_gateway_integration_response: `
    content_handling http_method! id= resource_id! response_parameters:map response_templates:map
    rest_api_id! selection_pattern status_code!
  `,
  aws_api_gateway_authorizer: `
    arn= authorizer_credentials authorizer_result_ttl_in_seconds:number(300) authorizer_uri id=
    identity_source(method.request.header.Authorization) identity_validation_expression name!
    provider_arns:set rest_api_id! type(TOKEN)
  `,
  aws_api_gateway_deployment: `
    created_date= description execution_arn= id= invoke_url= rest_api_id! stage_description stage_name
    triggers:map variables:map
    canary_settings[1]{
      percent_traffic:number(0) stage_variable_overrides:map use_stage_cache:bool(false)
    }
  `,
  aws_api_gateway_stage: `
    arn= cache_cluster_enabled:bool(false) cache_cluster_size client_certificate_id deployment_id!
    description documentation_version execution_arn= id= invoke_url= rest_api_id! stage_name! tags:map
    tags_all~:map variables:map web_acl_arn= xray_tracing_enabled:bool(false)
    access_log_settings[1]{ destination_arn! format! }
    canary_settings[1]{
      deployment_id! percent_traffic:number(0) stage_variable_overrides:map use_stage_cache:bool(false)
    }
  `,
  aws_api_gateway_method_settings: `
    id= method_path! rest_api_id! stage_name!
    settings[1!]{
      cache_data_encrypted~:bool(false) cache_ttl_in_seconds~:number(0) caching_enabled~:bool(false)
      data_trace_enabled~:bool(false) logging_level~(OFF) metrics_enabled~:bool(false)
      require_authorization_for_cache_control~:bool(true) throttling_burst_limit:number(-1)
      throttling_rate_limit:number(-1)
      unauthorized_cache_control_header_strategy~(SUCCEED_WITH_RESPONSE_HEADER)
    }
  `,
  aws_api_gateway_gateway_response: `
    id= response_parameters:map response_templates:map response_type! rest_api_id! status_code
  `,
  aws_api_gateway_rest_api_policy: `
    id= policy! rest_api_id!
  `,
  aws_api_gateway_account: `
    api_key_version= cloudwatch_role_arn~ features=:set id= reset_on_delete:bool throttle_settings=:any
  `,
  aws_api_gateway_request_validator: `
    id= name! rest_api_id! validate_request_body:bool(false) validate_request_parameters:bool(false)
  `,
  aws_api_gateway_model: `
    content_type! description id= name! rest_api_id! schema
  `,
  aws_api_gateway_api_key: `
    arn= created_date= customer_id description enabled:bool(true) id=
    last_updated_date= name! tags:map tags_all~:map value~
  `,
  aws_api_gateway_usage_plan: `
    arn= description id= name! product_code tags:map tags_all~:map
    api_stages{
      api_id! stage!
      throttle{ burst_limit:number path! rate_limit:number }
    }
    quota_settings[1]{ limit!:number offset:number period! }
    throttle_settings[1]{ burst_limit:number rate_limit:number }
  `,
  aws_api_gateway_usage_plan_key: `
    id= key_id! key_type! name= usage_plan_id! value=
  `,
} as const;
