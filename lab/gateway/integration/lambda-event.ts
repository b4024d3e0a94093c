import type { Exchange } from "../exchange.ts";
import { headerValue } from "../request.ts";
import { eventHeaders } from "./event-headers.ts";
import { isBinary } from "./media-types.ts";
import { requestContext, routed } from "./request-context.ts";

/**
 * The event of a Lambda proxy integration, keys in the recorded order; empty maps are `null` and an empty body is
 * `null` (aws-behaviour A.5, D.4 [R]). A body whose Content-Type is a binary media type of the API comes in base64.
 */
export function proxyEvent(exchange: Exchange): object {
  const { request, query } = exchange;
  const where = routed(exchange);
  const { headers, multiValueHeaders } = eventHeaders(exchange, false);
  const empty = request.body.length === 0;
  const binary = !empty && isBinary(headerValue(request.headers, "content-type"), where.api.binaryMediaTypes);
  return {
    resource: where.method.resourcePath,
    path: where.path,
    httpMethod: exchange.httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: query.last,
    multiValueQueryStringParameters: query.all,
    pathParameters: exchange.pathParameters,
    stageVariables: where.stage.variables,
    requestContext: requestContext(exchange, where),
    body: empty ? null : request.body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary,
  };
}
