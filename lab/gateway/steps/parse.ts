import { forbidden, type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { RestApi } from "../model.ts";
import { headerValue } from "../request.ts";
import { parsePath } from "../routing/path.ts";

/** Payload size in bytes (AWS: quotas for running a REST API). */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_VALUES = 10_240;
const MAX_URL: Readonly<Record<RestApi["endpoint"], number>> = {
  EDGE: 8192,
  REGIONAL: 10_240,
  PRIVATE: 10_240,
};

/**
 * Finds the API and the stage and holds the request against AWS's limits. An unknown API, an unknown stage, and an
 * API whose default endpoint is off are the same `403 Forbidden` (aws-behaviour 0.2 [R]).
 */
export function parse(exchange: Exchange, apis: ReadonlyMap<string, RestApi>): GatewayError | undefined {
  const { request } = exchange;
  const api = apis.get(request.apiId);
  if (api === undefined) return exchange.stop("parse", forbidden("no such API"));
  exchange.api = api;
  if (api.disabled) {
    const error = forbidden("the API's default endpoint is disabled");
    const cause = { ...error.cause, address: api.address, attribute: "disable_execute_api_endpoint" };
    return exchange.stop("parse", { ...error, cause });
  }
  const path = parsePath(request.path);
  const stage = path && api.stages.get(path.stage);
  if (path === undefined || stage === undefined) {
    const error = forbidden(path ? "the API has no such stage" : "the path names no stage");
    return exchange.stop("parse", { ...error, cause: { ...error.cause, address: api.address } });
  }
  exchange.path = path;
  exchange.stage = stage;
  const limit = overLimit(exchange, api);
  if (limit !== undefined) return exchange.stop("parse", limit);
  // D: known issues, "API Gateway overrides the method".
  const override = headerValue(request.headers, "x-http-method-override");
  if (override !== undefined && override !== "") exchange.httpMethod = override;
  return exchange.pass("parse", { why: `stage ${stage.name}`, address: stage.address });
}

/** AWS's limits; bodies and ErrorTypes of these answers were never recorded, nor the headers' status: inferred. */
function overLimit({ request }: Exchange, api: RestApi): GatewayError | undefined {
  const url = request.path.length + (request.query === "" ? 0 : request.query.length + 1);
  if (url > MAX_URL[api.endpoint])
    return tooLongUri(`the URL has more than ${MAX_URL[api.endpoint]} characters`);
  let values = 0;
  for (const [, value] of request.headers) values += value.length;
  if (values > MAX_HEADER_VALUES) {
    return gatewayError(
      "DEFAULT_4XX",
      { why: `the header values have more than ${MAX_HEADER_VALUES} bytes` },
      { status: 431, errorType: undefined, message: "HTTP header is larger than 10240 bytes." },
    );
  }
  if (request.body.length > MAX_BODY_BYTES) return tooLargeBody();
  if (request.query.includes("|")) {
    // D: known issues, "the pipe character is not supported for any request URL query string".
    return gatewayError("DEFAULT_4XX", { why: "a | in the query string must be percent-encoded" });
  }
  return undefined;
}

/** `413`, which cannot be customised (AWS: known issues). */
export function tooLargeBody(): GatewayError {
  return gatewayError("REQUEST_TOO_LARGE", { why: "the body has more than 10 MB" });
}

/** `414 Request URI too long`, for a URL or a method's ARN (aws-behaviour D.3 [D]). */
export function tooLongUri(why: string): GatewayError {
  return gatewayError(
    "DEFAULT_4XX",
    { why },
    { status: 414, errorType: undefined, message: "Request URI too long" },
  );
}
