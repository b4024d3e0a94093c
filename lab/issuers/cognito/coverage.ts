/** What the lab does with each attribute of one resource type. */
export interface AttributeCoverage {
  /** Read and enforced, or read and refused where its value asks for what the lab does not run. */
  readonly read: readonly string[];
  /** Ignored, and no request is answered differently for it: attribute → why. */
  readonly harmless: Readonly<Record<string, string>>;
}

const USERS = "no user signs in at the lab; a user's token is made by hand";
const NAMING = "a name for people";
const NO_CHANGE = "the lab changes and destroys nothing";

/** The attributes of the Cognito resources that the lab runs (AWS provider 5.100). */
export const COGNITO_ATTRIBUTES: Readonly<Record<string, AttributeCoverage>> = {
  aws_cognito_user_pool: {
    read: ["id", "lambda_config"],
    harmless: {
      account_recovery_setting: USERS,
      admin_create_user_config: USERS,
      alias_attributes: USERS,
      auto_verified_attributes: USERS,
      deletion_protection: NO_CHANGE,
      device_configuration: USERS,
      email_configuration: USERS,
      email_mfa_configuration: USERS,
      email_verification_message: USERS,
      email_verification_subject: USERS,
      mfa_configuration: USERS,
      name: NAMING,
      password_policy: USERS,
      schema: USERS,
      sign_in_policy: USERS,
      sms_authentication_message: USERS,
      sms_configuration: USERS,
      sms_verification_message: USERS,
      software_token_mfa_configuration: USERS,
      tags: NAMING,
      tags_all: NAMING,
      user_attribute_update_settings: USERS,
      user_pool_add_ons: USERS,
      user_pool_tier: "a price; client_credentials is in every tier",
      username_attributes: USERS,
      username_configuration: USERS,
      verification_message_template: USERS,
      web_authn_configuration: USERS,
    },
  },
  aws_cognito_user_pool_domain: {
    read: ["id", "domain", "user_pool_id"],
    harmless: {
      certificate_arn: "the lab speaks plain HTTP on loopback",
      managed_login_version: USERS,
    },
  },
  aws_cognito_resource_server: {
    read: ["id", "identifier", "scope", "user_pool_id"],
    harmless: { name: NAMING },
  },
  aws_cognito_user_pool_client: {
    read: [
      "id",
      "access_token_validity",
      "allowed_oauth_flows",
      "allowed_oauth_flows_user_pool_client",
      "allowed_oauth_scopes",
      "generate_secret",
      "token_validity_units",
      "user_pool_id",
    ],
    harmless: {
      analytics_configuration: "a report about users",
      auth_session_validity: USERS,
      callback_urls: USERS,
      default_redirect_uri: USERS,
      enable_propagate_additional_user_context_data: USERS,
      enable_token_revocation: "a machine has no refresh token to revoke",
      explicit_auth_flows: USERS,
      id_token_validity: USERS,
      logout_urls: USERS,
      name: NAMING,
      prevent_user_existence_errors: USERS,
      read_attributes: USERS,
      refresh_token_rotation: USERS,
      refresh_token_validity: USERS,
      supported_identity_providers: USERS,
      write_attributes: USERS,
    },
  },
};

/** Cognito resources that the lab ignores as a whole, and no request is answered differently: type → why. */
export const HARMLESS_COGNITO_RESOURCES: Readonly<Record<string, string>> = {
  aws_cognito_identity_provider: USERS,
  aws_cognito_risk_configuration: USERS,
  aws_cognito_user: USERS,
  aws_cognito_user_group: USERS,
  aws_cognito_user_in_group: USERS,
  aws_cognito_user_pool_ui_customization: USERS,
};

/** Cognito resources that bear on who gets in and that the lab does not run: type → why. */
export const REFUSED_COGNITO_RESOURCES: Readonly<Record<string, string>> = {
  aws_cognito_identity_pool: "gives AWS credentials for tokens, and the lab does not run it",
  aws_cognito_identity_pool_provider_principal_tag:
    "gives AWS credentials for tokens, and the lab does not run it",
  aws_cognito_identity_pool_roles_attachment: "gives AWS credentials for tokens, and the lab does not run it",
  aws_cognito_managed_user_pool_client:
    "changes an app client that another service made, and the lab does not run it",
};
