import { sigV4GatewayError } from "../../iam-authorizer/errors.ts";
import { verify } from "../../sigv4/verify.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { RestApi } from "../model.ts";
import { tooLongUri } from "./parse.ts";

/** Bytes of a method's ARN when it has authorization or the API a resource policy (aws-behaviour D.3 [D]). */
const MAX_ARN_BYTES = 1600;

/** Finds the method that a request calls; `parse` must have passed it. */
export function route(exchange: Exchange): GatewayError | undefined {
  const { api, stage, path } = exchange;
  if (!api || !stage || !path) throw new TypeError("the request has not been parsed");
  const match = stage.routes.match(path.match, exchange.httpMethod);
  if (match === undefined) return exchange.stop("route", unknownRoute(exchange, api));
  const { method } = match;
  exchange.method = method;
  exchange.pathParameters = match.parameters;
  exchange.methodArn = `${stage.arnPrefix}${exchange.httpMethod}/${path.match}`;
  const limited = method.authorization.kind !== "NONE" || api.policy !== undefined;
  if (limited && exchange.methodArn.length > MAX_ARN_BYTES) {
    const error = tooLongUri(`the method's ARN has more than ${MAX_ARN_BYTES} bytes`);
    return exchange.stop("route", { ...error, cause: { ...error.cause, address: method.address } });
  }
  return exchange.pass("route", {
    why: `${method.httpMethod} ${method.resourcePath}`,
    address: method.address,
  });
}

/**
 * The answer to a route that does not exist: what AWS_IAM says to a request that is not signed. With an
 * `Authorization` header that is no signature that is IncompleteSignature, not Missing Authentication Token
 * (aws-behaviour A.1, E [R]). To a signature, right or wrong, it is Missing Authentication Token again: [I].
 */
function unknownRoute(exchange: Exchange, api: RestApi): GatewayError {
  const why = `no route for ${exchange.httpMethod} ${exchange.path?.path ?? ""}`;
  const { request, receivedAt } = exchange;
  const verification = verify(
    { ...request, path: request.wirePath },
    { region: api.region, service: "execute-api", now: receivedAt, lookup: () => undefined },
  );
  const error =
    !verification.ok && verification.error.type === "IncompleteSignature"
      ? sigV4GatewayError(verification.error)
      : gatewayError("MISSING_AUTHENTICATION_TOKEN", { why });
  return { ...error, cause: { why, address: api.address } };
}
