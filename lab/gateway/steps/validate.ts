import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { headerValue } from "../request.ts";

/** A request parameter that a method declares as required, with a validator that checks parameters. */
export interface RequiredParameter {
  readonly kind: "header" | "path" | "querystring";
  readonly name: string;
}

/**
 * Checks required parameters: "included and non-blank" (AWS: request validation). All that are missing are named at
 * once, in the order of headers, path, query string (recorded: `[x-header-param, issuer, qs1]`).
 */
export function validate(exchange: Exchange): GatewayError | undefined {
  const { method } = exchange;
  if (method === undefined || method.requiredParameters.length === 0) return undefined;
  const missing = method.requiredParameters.filter((parameter) => !isPresent(exchange, parameter));
  if (missing.length === 0) {
    return exchange.pass("validate", { why: "every required parameter is there", address: method.address });
  }
  const names = missing.map(({ name }) => name).join(", ");
  return exchange.stop(
    "validate",
    gatewayError(
      "BAD_REQUEST_PARAMETERS",
      {
        why: `required parameters are missing: ${names}`,
        address: method.address,
        attribute: "request_parameters",
      },
      { message: `Missing required request parameters: [${names}]` },
    ),
  );
}

function isPresent({ request, pathParameters, query }: Exchange, { kind, name }: RequiredParameter): boolean {
  const value =
    kind === "header"
      ? headerValue(request.headers, name.toLowerCase())
      : kind === "path"
        ? pathParameters?.[name]
        : query.last?.[name];
  return value !== undefined && value.trim() !== "";
}
