import type { DeploymentOptions } from "../../../terraform/resolve.ts";
import { deploy, options } from "../support/stack.ts";

const stack = {
  resource: {
    aws_api_gateway_rest_api: { a: { name: "a" } },
    aws_api_gateway_resource: {
      r: {
        rest_api_id: "${aws_api_gateway_rest_api.a.id}",
        parent_id: "${aws_api_gateway_rest_api.a.root_resource_id}",
        path_part: "items",
      },
      s: {
        rest_api_id: "${aws_api_gateway_rest_api.a.id}",
        parent_id: "${aws_api_gateway_resource.r.id}",
        path_part: "{id}",
      },
    },
    aws_api_gateway_method: {
      m: {
        rest_api_id: "${aws_api_gateway_rest_api.a.id}",
        resource_id: "${aws_api_gateway_resource.s.id}",
        http_method: "GET",
        authorization: "NONE",
      },
    },
    aws_api_gateway_integration: {
      i: {
        rest_api_id: "${aws_api_gateway_rest_api.a.id}",
        resource_id: "${aws_api_gateway_resource.s.id}",
        http_method: "GET",
        type: "MOCK",
      },
    },
    aws_api_gateway_authorizer: { z: { rest_api_id: "${aws_api_gateway_rest_api.a.id}", name: "z" } },
    aws_api_gateway_deployment: { d: { rest_api_id: "${aws_api_gateway_rest_api.a.id}" } },
    aws_api_gateway_stage: {
      st: {
        rest_api_id: "${aws_api_gateway_rest_api.a.id}",
        deployment_id: "${aws_api_gateway_deployment.d.id}",
        stage_name: "dev",
      },
    },
    aws_api_gateway_method_settings: {
      ms: { rest_api_id: "api", stage_name: "dev", method_path: "*/*", settings: {} },
    },
    aws_api_gateway_gateway_response: { g: { rest_api_id: "api", response_type: "UNAUTHORIZED" } },
    aws_api_gateway_rest_api_policy: { p: { rest_api_id: "api", policy: "{}" } },
    aws_api_gateway_account: { a: {} },
    aws_lambda_function: {
      f: { function_name: "f", role: "r" },
      published: { function_name: "p", role: "r", publish: true },
    },
    aws_lambda_alias: {
      live: { name: "live", function_name: "${aws_lambda_function.f.arn}", function_version: "1" },
    },
    aws_lambda_permission: {
      p: { action: "lambda:InvokeFunction", function_name: "f", principal: "apigateway.amazonaws.com" },
    },
    aws_cloudwatch_log_group: { l: { name: "/x" }, unnamed: {} },
    aws_iam_role: {
      r: { name: "r", path: "/p/", assume_role_policy: "{}" },
      prefixed: { name_prefix: "pre-", assume_role_policy: "{}" },
    },
    aws_iam_policy: { p: { name: "p", policy: "{}" } },
    aws_iam_role_policy: { rp: { role: "${aws_iam_role.r.id}", name: "rp", policy: "{}" } },
    aws_iam_role_policy_attachment: {
      a: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.p.arn}" },
    },
    aws_iam_user: { u: { name: "u" } },
    aws_iam_access_key: { k: { user: "u" } },
    aws_cognito_user_pool: { p: { name: "p" } },
    aws_cognito_user_pool_domain: {
      d: { domain: "my-api", user_pool_id: "${aws_cognito_user_pool.p.id}" },
      custom: {
        domain: "auth.example.com",
        certificate_arn: "arn",
        user_pool_id: "${aws_cognito_user_pool.p.id}",
      },
    },
    aws_cognito_resource_server: {
      s: {
        identifier: "com.test.test",
        name: "n",
        user_pool_id: "${aws_cognito_user_pool.p.id}",
        scope: [
          { scope_name: "test.read", scope_description: "r" },
          { scope_name: "test.write", scope_description: "w" },
        ],
      },
    },
    aws_cognito_user_pool_client: {
      c: { name: "c", user_pool_id: "p", generate_secret: true },
      open: { name: "o", user_pool_id: "p" },
      minutes: {
        name: "m",
        user_pool_id: "p",
        token_validity_units: { access_token: "minutes", refresh_token: "hours" },
      },
    },
    aws_vpc_endpoint: { e: { vpc_id: "v" } },
    random_password: { p: { length: 20, special: false } },
    random_id: { i: { byte_length: 4, prefix: "x-" } },
    random_integer: { n: { min: 5, max: 7 } },
    random_uuid: { u: {} },
    terraform_data: { t: { input: { a: 1 } } },
  },
};

const find = finder();

function finder(overrides: Partial<DeploymentOptions> = {}) {
  const deployment = deploy(stack, { ...options, ...overrides });
  return (address: string) => deployment.find(address)!;
}

const get = (path: string) => {
  const [type, name, attribute] = path.split(".") as [string, string, string];
  return find(`${type}.${name}`).get(attribute);
};

// The shapes are AWS's: ids as API Gateway, IAM and Cognito make them, compound ids as the AWS provider 5.100.0 does.
test.each<[string, RegExp]>([
  ["aws_api_gateway_rest_api.a.id", /^[a-z0-9]{10}$/],
  ["aws_api_gateway_rest_api.a.root_resource_id", /^[a-z0-9]{10}$/],
  ["aws_api_gateway_rest_api.a.arn", /^arn:aws:apigateway:eu-west-1::\/restapis\/[a-z0-9]{10}$/],
  ["aws_api_gateway_rest_api.a.execution_arn", /^arn:aws:execute-api:eu-west-1:123456789012:[a-z0-9]{10}$/],
  ["aws_api_gateway_resource.r.id", /^[a-z0-9]{6}$/],
  ["aws_api_gateway_resource.r.path", /^\/items$/],
  ["aws_api_gateway_resource.s.path", /^\/items\/\{id\}$/],
  ["aws_api_gateway_method.m.id", /^agm-[a-z0-9]{10}-[a-z0-9]{6}-GET$/],
  ["aws_api_gateway_integration.i.id", /^agi-[a-z0-9]{10}-[a-z0-9]{6}-GET$/],
  ["aws_api_gateway_integration.i.cache_namespace", /^[a-z0-9]{6}$/],
  ["aws_api_gateway_authorizer.z.id", /^[a-z0-9]{6}$/],
  [
    "aws_api_gateway_authorizer.z.arn",
    /^arn:aws:apigateway:eu-west-1::\/restapis\/[a-z0-9]{10}\/authorizers\/[a-z0-9]{6}$/,
  ],
  ["aws_api_gateway_deployment.d.id", /^[a-z0-9]{6}$/],
  [
    "aws_api_gateway_deployment.d.execution_arn",
    /^arn:aws:execute-api:eu-west-1:123456789012:[a-z0-9]{10}\/$/,
  ],
  ["aws_api_gateway_stage.st.id", /^ags-[a-z0-9]{10}-dev$/],
  ["aws_api_gateway_stage.st.arn", /^arn:aws:apigateway:eu-west-1::\/restapis\/[a-z0-9]{10}\/stages\/dev$/],
  [
    "aws_api_gateway_stage.st.execution_arn",
    /^arn:aws:execute-api:eu-west-1:123456789012:[a-z0-9]{10}\/dev$/,
  ],
  ["aws_api_gateway_stage.st.invoke_url", /^http:\/\/127\.0\.0\.1:4566\/execute-api\/[a-z0-9]{10}\/dev$/],
  ["aws_api_gateway_method_settings.ms.id", /^api-dev-\*\/\*$/],
  ["aws_api_gateway_gateway_response.g.id", /^aggr-api-UNAUTHORIZED$/],
  ["aws_api_gateway_rest_api_policy.p.id", /^api$/],
  ["aws_api_gateway_account.a.id", /^api-gateway-account$/],
  ["aws_lambda_function.f.arn", /^arn:aws:lambda:eu-west-1:123456789012:function:f$/],
  [
    "aws_lambda_function.f.invoke_arn",
    /^arn:aws:apigateway:eu-west-1:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:eu-west-1:123456789012:function:f\/invocations$/,
  ],
  ["aws_lambda_function.f.qualified_arn", /function:f:\$LATEST$/],
  ["aws_lambda_function.published.qualified_arn", /function:p:1$/],
  ["aws_lambda_alias.live.arn", /^arn:aws:lambda:eu-west-1:123456789012:function:f:live$/],
  [
    "aws_lambda_alias.live.invoke_arn",
    /functions\/arn:aws:lambda:eu-west-1:123456789012:function:f:live\/invocations$/,
  ],
  ["aws_lambda_permission.p.id", /^terraform-\d{26}$/],
  ["aws_cloudwatch_log_group.l.arn", /^arn:aws:logs:eu-west-1:123456789012:log-group:\/x$/],
  ["aws_cloudwatch_log_group.unnamed.name", /^terraform-\d{26}$/],
  ["aws_iam_role.r.arn", /^arn:aws:iam::123456789012:role\/p\/r$/],
  ["aws_iam_role.r.unique_id", /^AROA[A-Z2-7]{17}$/],
  ["aws_iam_role.prefixed.name", /^pre-\d{26}$/],
  ["aws_iam_policy.p.arn", /^arn:aws:iam::123456789012:policy\/p$/],
  ["aws_iam_policy.p.policy_id", /^ANPA[A-Z2-7]{17}$/],
  ["aws_iam_role_policy.rp.id", /^r:rp$/],
  ["aws_iam_role_policy_attachment.a.id", /^r-\d{26}$/],
  ["aws_iam_user.u.unique_id", /^AIDA[A-Z2-7]{17}$/],
  ["aws_iam_access_key.k.id", /^AKIA[A-Z2-7]{16}$/],
  ["aws_iam_access_key.k.secret", /^[A-Za-z0-9]{40}$/],
  ["aws_cognito_user_pool.p.id", /^eu-west-1_[A-Za-z0-9]{9}$/],
  [
    "aws_cognito_user_pool.p.arn",
    /^arn:aws:cognito-idp:eu-west-1:123456789012:userpool\/eu-west-1_[A-Za-z0-9]{9}$/,
  ],
  ["aws_cognito_user_pool.p.endpoint", /^cognito-idp\.eu-west-1\.amazonaws\.com\/eu-west-1_[A-Za-z0-9]{9}$/],
  ["aws_cognito_user_pool.p.domain", /^my-api$/],
  ["aws_cognito_user_pool.p.custom_domain", /^auth\.example\.com$/],
  ["aws_cognito_user_pool_domain.d.cloudfront_distribution", /^d[a-z0-9]{13}\.cloudfront\.net$/],
  ["aws_cognito_resource_server.s.id", /^eu-west-1_[A-Za-z0-9]{9}\|com\.test\.test$/],
  ["aws_cognito_user_pool_client.c.id", /^[a-z0-9]{26}$/],
  ["aws_cognito_user_pool_client.c.client_secret", /^[a-z0-9]{52}$/],
  ["aws_vpc_endpoint.e.id", /^vpce-[0-9a-f]{17}$/],
  ["random_password.p.result", /^[A-Za-z0-9]{20}$/],
  ["random_id.i.hex", /^x-[0-9a-f]{8}$/],
  ["random_uuid.u.result", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
])("%s is like %s", (path, shape) => expect(get(path)).toMatch(shape));

test.each<[string, unknown]>([
  [
    "aws_cognito_resource_server.s.scope_identifiers",
    ["com.test.test/test.read", "com.test.test/test.write"],
  ],
  ["aws_cognito_user_pool_client.open.client_secret", undefined],
  ["aws_cognito_user_pool_client.c.access_token_validity", 1],
  ["aws_cognito_user_pool_client.c.refresh_token_validity", 30],
  ["aws_cognito_user_pool_client.minutes.access_token_validity", 60],
  ["aws_cognito_user_pool_client.minutes.refresh_token_validity", 720],
  ["aws_cognito_user_pool_client.minutes.id_token_validity", 1],
  ["terraform_data.t.output", { a: 1 }],
  ["aws_lambda_function.f.architectures", ["x86_64"]],
])("%s is %j", (path, expected) => expect(get(path)).toEqual(expected));

test("a random integer is within its bounds", () => {
  expect([5, 6, 7]).toContain(get("random_integer.n.result"));
});

test("everything is the same in the next run", () => {
  const again = finder();
  for (const [type, names] of Object.entries(stack.resource)) {
    for (const name of Object.keys(names)) {
      expect(again(`${type}.${name}`).get("id")).toEqual(find(`${type}.${name}`).get("id"));
    }
  }
  expect(again("aws_cognito_user_pool_client.c").get("client_secret")).toBe(
    get("aws_cognito_user_pool_client.c.client_secret"),
  );
});

test("secrets follow from the seed, and ids do not", () => {
  const other = finder({ secretSeed: "another" });
  for (const [address, secret] of [
    ["aws_cognito_user_pool_client.c", "client_secret"],
    ["aws_iam_access_key.k", "secret"],
    ["random_password.p", "result"],
  ] as const) {
    expect(other(address).get(secret)).not.toBe(find(address).get(secret));
  }
  expect(other("aws_cognito_user_pool_client.c").get("id")).toBe(get("aws_cognito_user_pool_client.c.id"));
});
