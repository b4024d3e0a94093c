/** The schemas of Cognito user pools in the AWS provider 5.100.0, with the defaults that its code sets (table.ts tells the notation). */
export const cognitoSchemas = {
  aws_cognito_user_pool: `
    alias_attributes:set arn= auto_verified_attributes:set creation_date= custom_domain=
    deletion_protection(INACTIVE) domain= email_verification_message~ email_verification_subject~
    endpoint= estimated_number_of_users=:number id= last_modified_date= mfa_configuration(OFF) name!
    sms_authentication_message sms_verification_message~ tags:map tags_all~:map user_pool_tier~
    username_attributes:set
    account_recovery_setting[1]{ recovery_mechanism{ name! priority!:number } }
    admin_create_user_config[1]{
      allow_admin_create_user_only:bool
      invite_message_template[1]{ email_message email_subject sms_message }
    }
    device_configuration[1]{
      challenge_required_on_new_device:bool device_only_remembered_on_user_prompt:bool
    }
    email_configuration[1]{
      configuration_set email_sending_account from_email_address reply_to_email_address source_arn
    }
    email_mfa_configuration[1]{ message subject }
    lambda_config[1]{
      create_auth_challenge custom_message define_auth_challenge kms_key_id post_authentication
      post_confirmation pre_authentication pre_sign_up pre_token_generation~ user_migration
      verify_auth_challenge_response
      custom_email_sender[1]{ lambda_arn! lambda_version! }
      custom_sms_sender[1]{ lambda_arn! lambda_version! }
      pre_token_generation_config[1]{ lambda_arn! lambda_version! }
    }
    password_policy[1]{
      minimum_length:number password_history_size:number require_lowercase:bool require_numbers:bool
      require_symbols:bool require_uppercase:bool temporary_password_validity_days~:number
    }
    schema{
      attribute_data_type! developer_only_attribute:bool mutable:bool name! required:bool
      number_attribute_constraints[1]{ max_value min_value }
      string_attribute_constraints[1]{ max_length min_length }
    }
    sign_in_policy[1]{ allowed_first_auth_factors:set }
    sms_configuration[1]{ external_id! sns_caller_arn! sns_region~ }
    software_token_mfa_configuration[1]{ enabled!:bool }
    user_attribute_update_settings[1]{ attributes_require_verification_before_update!:set }
    user_pool_add_ons[1]{
      advanced_security_mode!
      advanced_security_additional_flows[1]{ custom_auth_mode~ }
    }
    username_configuration[1]{ case_sensitive~:bool }
    verification_message_template[1]{
      default_email_option email_message~ email_message_by_link~ email_subject~ email_subject_by_link~
      sms_message~
    }
    web_authn_configuration[1]{ relying_party_id user_verification }
  `,
  aws_cognito_user_pool_domain: `
    aws_account_id= certificate_arn cloudfront_distribution= cloudfront_distribution_arn=
    cloudfront_distribution_zone_id= domain! id= managed_login_version~:number s3_bucket= user_pool_id!
    version=
  `,
  aws_cognito_resource_server: `
    id= identifier! name! scope_identifiers=:list user_pool_id!
    scope{ scope_description! scope_name! }
  `,
  aws_cognito_user_pool_client: `
    access_token_validity~:number allowed_oauth_flows~:set
    allowed_oauth_flows_user_pool_client~:bool(false) allowed_oauth_scopes~:set
    auth_session_validity~:number(3) callback_urls~:set client_secret= default_redirect_uri~
    enable_propagate_additional_user_context_data~:bool enable_token_revocation~:bool(true)
    explicit_auth_flows~:set generate_secret:bool id= id_token_validity~:number logout_urls~:set name!
    prevent_user_existence_errors~ read_attributes~:set refresh_token_validity~:number
    supported_identity_providers~:set user_pool_id! write_attributes~:set
    analytics_configuration{
      application_arn application_id external_id role_arn~ user_data_shared~:bool
    }
    refresh_token_rotation{ feature! retry_grace_period_seconds:number }
    token_validity_units{ access_token~(hours) id_token~(hours) refresh_token~(days) }
  `,
} as const;
