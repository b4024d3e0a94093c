import {
  ECHO,
  invokePermission,
  lambdaAuthorizer,
  lambdaFunction,
  merge,
  restApi,
  writeStack,
} from "../../support/terraform-directory.ts";

/** Answers as the token says, by callback, in CommonJS. */
const AUTHORIZER = `
const AWS_POLICY = (event, effect, more) => ({
  principalId: "p",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: event.methodArn.split("/").slice(0, 2).join("/") + "/*", ...more }],
  },
});
let calls = 0;
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  calls += 1;
  const allow = AWS_POLICY(event, "Allow");
  const [statement] = allow.policyDocument.Statement;
  const answers = {
    allow: () => callback(null, { ...allow, context: { calls, token: event.authorizationToken } }),
    done: () => context.done(null, allow),
    succeed: () => context.succeed(allow),
    deny: () => callback(null, AWS_POLICY(event, "Deny")),
    elsewhere: () => callback(null, AWS_POLICY(event, "Allow", { Resource: "arn:aws:execute-api:*:*:other/*" })),
    "text-unauthorized": () => callback("Unauthorized"),
    "error-unauthorized": () => callback(new Error("Unauthorized")),
    "fail-unauthorized": () => context.fail("Unauthorized"),
    "other-case": () => callback("unauthorized"),
    "more-text": () => callback("Unauthorized: jwt expired"),
    "throws": () => { throw new Error("bug"); },
    "null": () => callback(null, null),
    "nothing": () => callback(),
    "text": () => callback(null, "Allow"),
    "list": () => callback(null, [allow]),
    "empty": () => callback(null, {}),
    "proxy-response": () => callback(null, { statusCode: 200, headers: {}, body: "" }),
    "no-policy": () => callback(null, { principalId: "p" }),
    "policy-text": () => callback(null, { ...allow, policyDocument: JSON.stringify(allow.policyDocument) }),
    "no-statement": () => callback(null, { ...allow, policyDocument: { Version: "2012-10-17" } }),
    "no-action": () => callback(null, AWS_POLICY(event, "Allow", { Action: undefined })),
    "no-effect": () => callback(null, AWS_POLICY(event, undefined)),
    "effect-case": () => callback(null, AWS_POLICY(event, "allow")),
    "condition-null": () => callback(null, AWS_POLICY(event, "Allow", { Condition: null })),
    "condition-operator": () => callback(null, AWS_POLICY(event, "Allow", { Condition: { Sometimes: { "aws:SourceIp": "127.0.0.1" } } })),
    "condition-key": () => callback(null, AWS_POLICY(event, "Allow", { Condition: { Null: { "jwt:sub": "true" } } })),
    "statement-key": () => callback(null, AWS_POLICY(event, "Allow", { Resources: "*" })),
    "unknown-key": () => callback(null, { ...allow, errorType: "x" }),
    "context-object": () => callback(null, { ...allow, context: { roles: { admin: true } } }),
    "context-list": () => callback(null, { ...allow, context: { roles: ["admin"] } }),
    "no-principal": () => callback(null, { ...allow, principalId: undefined }),
    "circular": () => { allow.context = allow; callback(null, allow); },
  };
  answers[event.authorizationToken]();
};
`;

const rest_api_id = "${aws_api_gateway_rest_api.shop.id}";
const forEachRoute = { for_each: "${local.routes}", rest_api_id };
const resource_id = "${aws_api_gateway_resource.route[each.key].id}";
const CORS = {
  "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
  "method.response.header.Access-Control-Allow-Methods": "'${each.value},OPTIONS'",
};

const { aws_api_gateway_stage: _, ...api } = restApi();
const resource = merge(
  api,
  {
    aws_api_gateway_stage: {
      color: {
        count: "${length(local.stages)}",
        rest_api_id,
        deployment_id: "${aws_api_gateway_deployment.shop.id}",
        stage_name: "${local.stages[count.index]}",
        variables: { index: "${count.index}" },
        access_log_settings: {
          destination_arn: "${aws_cloudwatch_log_group.access.arn}",
          format: '${jsonencode({ who = "$context.authorizer.principalId", status = "$context.status" })}',
        },
      },
    },
    aws_cloudwatch_log_group: { access: { name: '/shop/${join("-", local.stages)}' } },
    aws_api_gateway_resource: {
      route: {
        ...forEachRoute,
        parent_id: "${aws_api_gateway_rest_api.shop.root_resource_id}",
        path_part: "${each.key}",
      },
    },
    aws_api_gateway_method: {
      route: {
        ...forEachRoute,
        resource_id,
        http_method: "${each.value}",
        authorization: '${each.key == "admin" ? "AWS_IAM" : "CUSTOM"}',
        authorizer_id:
          '${each.key == "admin" ? null : each.key == "locked" ? aws_api_gateway_authorizer.locked.id : aws_api_gateway_authorizer.guard.id}',
      },
      preflight: { ...forEachRoute, resource_id, http_method: "OPTIONS", authorization: "NONE" },
    },
    aws_api_gateway_integration: {
      route: {
        ...forEachRoute,
        resource_id,
        http_method: "${aws_api_gateway_method.route[each.key].http_method}",
        type: "AWS_PROXY",
        integration_http_method: "POST",
        uri: "${aws_lambda_function.backend.invoke_arn}",
      },
      preflight: {
        ...forEachRoute,
        resource_id,
        http_method: "OPTIONS",
        type: "MOCK",
        request_templates: { "application/json": '{"statusCode": 204}' },
      },
    },
    aws_api_gateway_method_response: {
      preflight: {
        ...forEachRoute,
        resource_id,
        http_method: "OPTIONS",
        status_code: "204",
        response_parameters: Object.fromEntries(Object.keys(CORS).map((name) => [name, true])),
      },
    },
    aws_api_gateway_integration_response: {
      preflight: {
        ...forEachRoute,
        resource_id,
        http_method: "OPTIONS",
        status_code: "204",
        response_parameters: CORS,
      },
    },
    aws_api_gateway_gateway_response: {
      denied: {
        rest_api_id,
        response_type: "ACCESS_DENIED",
        status_code: "404",
        response_templates: {
          "application/json": '{"type":"$context.error.responseType","text":$context.error.messageString}',
        },
      },
      broken: {
        rest_api_id,
        response_type: "DEFAULT_5XX",
        response_parameters: { "gatewayresponse.header.Retry-After": "'120'" },
      },
    },
    aws_iam_role: {
      admin: {
        name: "${local.prefix}-admin",
        assume_role_policy:
          '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = data.aws_caller_identity.me.account_id } }] })}',
      },
    },
    aws_iam_role_policy: {
      admin: {
        role: "${aws_iam_role.admin.name}",
        policy:
          '${jsonencode({ Version = "2012-10-17", Statement = [for stage in slice(local.stages, 0, 1) : { Effect = "Allow", Action = "execute-api:Invoke", Resource = "${aws_api_gateway_rest_api.shop.execution_arn}/${stage}/${local.routes["admin"]}/admin" }] })}',
      },
    },
  },
  lambdaAuthorizer("guard", "guard", { type: "TOKEN", identity_validation_expression: "^[a-z-]+$" }),
  lambdaAuthorizer("locked", "locked", { type: "TOKEN" }),
  lambdaFunction("guard", "src/guard.handler", { runtime: "nodejs18.x", timeout: 2 }),
  lambdaFunction("locked", "src/guard.handler"),
  lambdaFunction("backend", "main.echo"),
  invokePermission("guard"),
  invokePermission("backend"),
);

const terraform = {
  provider: { aws: { region: "eu-west-1" } },
  data: { aws_caller_identity: { me: {} } },
  locals: {
    prefix: "shop",
    stages: ["blue", "green"],
    routes: { items: "GET", carts: "POST", locked: "GET", admin: "GET" },
  },
  resource,
  output: {
    urls: { value: "${{ for stage in aws_api_gateway_stage.color : stage.stage_name => stage.invoke_url }}" },
    role: { value: "${aws_iam_role.admin.arn}" },
  },
};

/** Writes the stack; the name of its only output of URLs is `urls`, by stage. */
export function writeCallbackStack(): string {
  const guard = { "src/guard.js": AUTHORIZER };
  return writeStack(terraform, { "guard.zip": guard, "locked.zip": guard, "backend.zip": ECHO });
}
