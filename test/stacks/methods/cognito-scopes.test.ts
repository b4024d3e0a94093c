import { resources, synthesized } from "../../support/synthesized.ts";

const stack = synthesized("cognito-scopes");
const only = (type: string) => Object.values(resources(stack, type));

test("each method asks for its route's scope", () => {
  const scopes = Object.entries(resources(stack, "aws_api_gateway_method")).map(([name, method]) => [
    name.replace("cognito-scopes_", ""),
    method.authorization,
    method.authorization_scopes,
  ]);
  expect(scopes).toEqual([
    ["get_tests", "COGNITO_USER_POOLS", ["com.test.test/test.read"]],
    ["post_tests", "COGNITO_USER_POOLS", ["com.test.test/test.write"]],
    ["get_whoami", "COGNITO_USER_POOLS", ["com.test.test/test.read"]],
  ]);
});

test("the resource server has a scope a permission", () => {
  const [server] = only("aws_cognito_resource_server");
  expect(server).toMatchObject({
    identifier: "com.test.test",
    scope: [{ scope_name: "test.read" }, { scope_name: "test.write" }],
  });
});

test.each([
  ["reader", ["test.read"]],
  ["writer", ["test.read", "test.write"]],
])("%s has a confidential client with client_credentials and only its scopes", (caller, permissions) => {
  const client = resources(stack, "aws_cognito_user_pool_client")[`cognito-scopes_client-${caller}`];
  expect(client).toMatchObject({
    generate_secret: true,
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: ["client_credentials"],
    allowed_oauth_scopes: permissions.map(
      (name) => `\${aws_cognito_resource_server.cognito-scopes_resource-server.identifier}/${name}`,
    ),
    access_token_validity: 60,
    token_validity_units: [{ access_token: "minutes" }],
  });
});

test("the authorizer reads Authorization", () => {
  expect(only("aws_api_gateway_authorizer")).toEqual([
    expect.objectContaining({
      type: "COGNITO_USER_POOLS",
      identity_source: "method.request.header.Authorization",
    }),
  ]);
});

test("the domain prefix is derived from account, region and stack, or given", () => {
  expect(only("aws_cognito_user_pool_domain")[0]?.domain).toBe(
    'auth-${substr(sha256(join("/", [data.aws_caller_identity.current.account_id, "ap-northeast-2", "api-auth-cognito-scopes-dev"])), 0, 24)}',
  );
  const given = synthesized("cognito-scopes", { cognito: { domainPrefix: "my-prefix" } });
  expect(Object.values(resources(given, "aws_cognito_user_pool_domain"))[0]?.domain).toBe("my-prefix");
  const beside = synthesized("comparison", { cognito: { domainPrefix: "my-prefix" } });
  expect(Object.values(resources(beside, "aws_cognito_user_pool_domain"))[0]?.domain).toBe(
    "my-prefix-comparison",
  );
});

test("outputs are the contract's, and secrets are sensitive", () => {
  expect(Object.keys(stack.output).sort()).toEqual(
    [
      "api_url",
      "issuer",
      "reader_client_id",
      "reader_client_secret",
      "token_url",
      "writer_client_id",
      "writer_client_secret",
    ].sort(),
  );
  expect(
    Object.entries(stack.output)
      .filter(([, { sensitive }]) => sensitive)
      .map(([name]) => name)
      .sort(),
  ).toEqual(["reader_client_secret", "writer_client_secret"]);
});
