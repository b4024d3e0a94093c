/** The schemas of Lambda and its logs in the AWS provider 5.100.0, with the defaults that its code sets (table.ts tells the notation). */
export const lambdaSchemas = {
  aws_lambda_function: `
    architectures~:list arn= code_sha256= code_signing_config_arn description filename function_name!
    handler id= image_uri invoke_arn= kms_key_arn last_modified= layers:list memory_size:number(128)
    package_type(Zip) publish:bool(false) qualified_arn= qualified_invoke_arn=
    replace_security_groups_on_destroy:bool replacement_security_group_ids:set
    reserved_concurrent_executions:number(-1) role! runtime s3_bucket s3_key s3_object_version
    signing_job_arn= signing_profile_version_arn= skip_destroy:bool(false) source_code_hash~
    source_code_size=:number tags:map tags_all~:map timeout:number(3) version=
    dead_letter_config[1]{ target_arn! }
    environment[1]{ variables:map }
    ephemeral_storage[1]{ size~:number }
    file_system_config[1]{ arn! local_mount_path! }
    image_config[1]{ command:list entry_point:list working_directory }
    logging_config[1]{ application_log_level log_format! log_group~ system_log_level }
    snap_start[1]{ apply_on! optimization_status= }
    timeouts[1]{ create delete update }
    tracing_config[1]{ mode! }
    vpc_config[1]{
      ipv6_allowed_for_dual_stack:bool(false) security_group_ids!:set subnet_ids!:set vpc_id=
    }
  `,
  aws_lambda_permission: `
    action! event_source_token function_name! function_url_auth_type id= principal! principal_org_id
    qualifier source_account source_arn statement_id~ statement_id_prefix~
  `,
  aws_lambda_alias: `
    arn= description function_name! function_version! id= invoke_arn= name!
    routing_config[1]{ additional_version_weights:map.number }
  `,
  aws_cloudwatch_log_group: `
    arn= id= kms_key_id log_group_class~(STANDARD) name~ name_prefix~ retention_in_days:number(0)
    skip_destroy:bool(false) tags:map tags_all~:map
  `,
} as const;
