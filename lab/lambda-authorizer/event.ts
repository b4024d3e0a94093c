import type { Exchange } from "../gateway/exchange.ts";
import { eventHeaders } from "../gateway/integration/event-headers.ts";
import { requestContext, routed } from "../gateway/integration/request-context.ts";

/** The event of a TOKEN authorizer: the header's value as it came, prefix and all (aws-behaviour D.4 [R]). */
export function tokenEvent(exchange: Exchange, token: string): object {
  return { type: "TOKEN", methodArn: exchange.methodArn, authorizationToken: token };
}

/**
 * The event of a REQUEST authorizer, keys in the recorded order (aws-behaviour D.4 [R]): empty maps are `{}`, where
 * the backend's event has null, Content-Length is among the headers, and there is no body.
 */
export function requestEvent(exchange: Exchange): object {
  const where = routed(exchange);
  const { headers, multiValueHeaders } = eventHeaders(exchange, true);
  return {
    type: "REQUEST",
    methodArn: exchange.methodArn,
    resource: where.method.resourcePath,
    path: where.path,
    httpMethod: exchange.httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: exchange.query.last ?? {},
    multiValueQueryStringParameters: exchange.query.all ?? {},
    pathParameters: exchange.pathParameters ?? {},
    stageVariables: where.stage.variables ?? {},
    requestContext: requestContext(exchange, where),
  };
}
