import type { Method, RestApi } from "../../../../lab/gateway/model.ts";
import { changed, type Resources, readApi } from "../support/terraform.ts";

const API = "${aws_api_gateway_rest_api.api.id}";
const method = (api: RestApi, path = "tests", verb = "GET"): Method | undefined =>
  api.stages.get("dev")?.routes.match(path, verb)?.method;

const authorizer = (body: object): Resources =>
  changed({
    aws_api_gateway_authorizer: { auth: { rest_api_id: API, name: "auth", ...body } },
    aws_api_gateway_method: {
      get: { authorization: "CUSTOM", authorizer_id: "${aws_api_gateway_authorizer.auth.id}" },
    },
  });
const lambdaAuthorizer = (body: object = {}): Resources =>
  authorizer({ authorizer_uri: "${aws_lambda_function.backend.invoke_arn}", ...body });
const cognito = (body: object = {}, methodBody: object = {}): Resources =>
  changed({
    aws_cognito_user_pool: { pool: { name: "pool" } },
    aws_api_gateway_authorizer: {
      auth: {
        rest_api_id: API,
        name: "auth",
        type: "COGNITO_USER_POOLS",
        provider_arns: ["${aws_cognito_user_pool.pool.arn}"],
        ...body,
      },
    },
    aws_api_gateway_method: {
      get: {
        authorization: "COGNITO_USER_POOLS",
        authorizer_id: "${aws_api_gateway_authorizer.auth.id}",
        ...methodBody,
      },
    },
  });

describe("authorizers out of Terraform", () => {
  test("a TOKEN authorizer with the provider's defaults: TOKEN, Authorization, 300 seconds", () => {
    const { authorization } = method(readApi(lambdaAuthorizer())) as Method;
    expect(authorization).toMatchObject({
      kind: "CUSTOM",
      authorizer: {
        kind: "TOKEN",
        ttlSeconds: 300,
        identitySources: [{ kind: "header", name: "authorization" }],
        functionArn: "arn:aws:lambda:ap-northeast-2:123456789012:function:backend",
      },
    });
  });

  test("a REQUEST authorizer with identity sources of every kind", () => {
    const sources =
      "method.request.header.X-Id, method.request.querystring.q,stageVariables.v,context.identity.sourceIp";
    const { authorization } = method(
      readApi(lambdaAuthorizer({ type: "REQUEST", identity_source: sources })),
    ) as Method;
    expect(authorization).toMatchObject({
      authorizer: {
        identitySources: [
          { kind: "header", name: "x-id" },
          { kind: "querystring", name: "q" },
          { kind: "stageVariables", name: "v" },
          { kind: "context", name: "identity.sourceIp" },
        ],
      },
    });
  });

  test("D.1 [R] the authorizer's permission is the one for …/authorizers/<id>", () => {
    const grants = [
      "/*/*/*",
      "/*",
      "/authorizers/*",
      "/authorizers/${aws_api_gateway_authorizer.auth.id}",
    ].map((path) => {
      const source_arn = `\${aws_api_gateway_rest_api.api.execution_arn}${path}`;
      const permission = { aws_lambda_permission: { backend: { source_arn } } };
      const resources = { ...lambdaAuthorizer() };
      const { authorization } = method(readApi({ ...resources, ...merge(resources, permission) })) as Method;
      return authorization.kind === "CUSTOM" && authorization.authorizer.grant.allowed;
    });
    expect(grants).toEqual([false, true, true, true]);
  });

  test("a Cognito authorizer with scopes", () => {
    const { authorization } = method(
      readApi(cognito({}, { authorization_scopes: ["com.test.test/test.read"] })),
    ) as Method;
    expect(authorization).toMatchObject({
      kind: "COGNITO_USER_POOLS",
      scopes: ["com.test.test/test.read"],
      authorizer: {
        header: "authorization",
        providerArns: [expect.stringContaining(":userpool/ap-northeast-2_")],
      },
    });
  });
});

/** Resources of both, the second's arguments replacing the first's. */
function merge(resources: Resources, change: Resources): Resources {
  return Object.fromEntries(
    Object.entries(change).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(byName).map(([name, body]) => [name, { ...resources[type]?.[name], ...body }]),
      ),
    ]),
  );
}
