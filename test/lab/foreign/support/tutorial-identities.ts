/** Who may call the tutorial's API: a user pool with a machine's client, and a role. */
export const identities = {
  aws_cognito_user_pool: { pool: [{ name: "pets", password_policy: [{ minimum_length: 12 }] }] },
  aws_cognito_user_pool_domain: {
    main: [{ domain: "pets-${random_id.suffix.hex}", user_pool_id: "${aws_cognito_user_pool.pool.id}" }],
  },
  aws_cognito_resource_server: {
    pets: [
      {
        identifier: "https://pets.example.com",
        name: "pets",
        user_pool_id: "${aws_cognito_user_pool.pool.id}",
        scope: [
          { scope_name: "list", scope_description: "list pets" },
          { scope_name: "buy", scope_description: "buy pets" },
        ],
      },
    ],
  },
  aws_cognito_user_pool_client: {
    machine: [
      {
        name: "machine",
        user_pool_id: "${aws_cognito_user_pool.pool.id}",
        generate_secret: true,
        allowed_oauth_flows: ["client_credentials"],
        allowed_oauth_flows_user_pool_client: true,
        allowed_oauth_scopes: ["${element(aws_cognito_resource_server.pets.scope_identifiers, 0)}"],
        access_token_validity: 30,
        token_validity_units: [{ access_token: "minutes" }],
        explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      },
    ],
  },
  aws_iam_role: {
    lambda: [{ name_prefix: "pets-", assume_role_policy: "${data.aws_iam_policy_document.lambda.json}" }],
    caller: [
      {
        name: "${local.name}-caller",
        path: "/callers/",
        assume_role_policy: "${data.aws_iam_policy_document.account.json}",
        max_session_duration: 7200,
      },
    ],
  },
  aws_iam_role_policy_attachment: {
    logs: [
      {
        role: "${aws_iam_role.lambda.name}",
        policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      },
    ],
    caller: [{ role: "${aws_iam_role.caller.name}", policy_arn: "${aws_iam_policy.invoke.arn}" }],
  },
  aws_iam_policy: {
    invoke: [{ name: "invoke", policy: "${data.aws_iam_policy_document.invoke.json}" }],
  },
};
