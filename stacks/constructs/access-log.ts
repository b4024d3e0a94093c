import type { Method } from "../names.ts";

/** What API Gateway knows about the caller, by method: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
const CALLER: Readonly<Record<Method, Readonly<Record<string, string>>>> = {
  iam: {
    caller: "$context.identity.userArn",
    callerAccount: "$context.identity.accountId",
    callerUser: "$context.identity.user",
  },
  "cognito-scopes": {
    caller: "$context.authorizer.claims.client_id",
    callerScopes: "$context.authorizer.claims.scope",
  },
  "custom-authorizer": {
    caller: "$context.authorizer.principalId",
    callerScopes: "$context.authorizer.scope",
  },
};

/**
 * The stage's access log format: one JSON object a request, in one line, every value a string. It names the caller,
 * what the authorizer cost and why it failed, and holds no token.
 */
export function accessLogFormat(method: Method): string {
  return JSON.stringify({
    requestId: "$context.requestId",
    extendedRequestId: "$context.extendedRequestId",
    time: "$context.requestTime",
    sourceIp: "$context.identity.sourceIp",
    userAgent: "$context.identity.userAgent",
    httpMethod: "$context.httpMethod",
    path: "$context.path",
    route: "$context.resourcePath",
    status: "$context.status",
    ...CALLER[method],
    authenticateStatus: "$context.authenticate.status",
    authenticateError: "$context.authenticate.error",
    authorizeStatus: "$context.authorize.status",
    authorizeError: "$context.authorize.error",
    authorizerStatus: "$context.authorizer.status",
    authorizerError: "$context.authorizer.error",
    authorizerLatency: "$context.authorizer.latency",
    errorType: "$context.error.responseType",
    error: "$context.error.message",
    integrationStatus: "$context.integration.status",
    integrationError: "$context.integration.error",
    integrationLatency: "$context.integration.latency",
    responseLatency: "$context.responseLatency",
    responseLength: "$context.responseLength",
    trace: "$context.xrayTraceId",
  });
}
