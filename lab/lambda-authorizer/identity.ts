import { contextReader } from "../gateway/context-variables.ts";
import type { Exchange } from "../gateway/exchange.ts";
import type { IdentitySource, LambdaAuthorizer } from "../gateway/model.ts";

/** The identity of a request to an authorizer, or why it has none. */
export type Identity =
  | { readonly ok: true; readonly values: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * Takes the identity sources of a request (aws-behaviour D.1, D.2): each must be there and not be empty, otherwise it is
 * 401 and the function is not invoked. A TOKEN header that was sent twice is refused: which one AWS would take is not
 * known.
 */
export function identityOf(exchange: Exchange, authorizer: LambdaAuthorizer): Identity {
  const values: string[] = [];
  for (const source of authorizer.identitySources) {
    const found = read(exchange, source);
    if (found.length > 1 && authorizer.kind === "TOKEN") {
      return { ok: false, why: `${source.expression} was sent ${found.length} times` };
    }
    const value = found.join(",");
    if (value === "")
      return { ok: false, why: `the identity source ${source.expression} is missing or empty` };
    values.push(value);
  }
  return { ok: true, values };
}

/**
 * Why a TOKEN is no token of this authorizer: it does not match the validation expression, so it is 401 and the function
 * is not invoked (aws-behaviour D.1). Undefined when it does.
 */
export function mismatch(
  { validation }: LambdaAuthorizer,
  [token = ""]: readonly string[],
): string | undefined {
  if (validation === undefined || validation.matches(token)) return undefined;
  return `the token does not match identity_validation_expression ${validation.source}`;
}

function read(exchange: Exchange, { kind, name }: IdentitySource): readonly string[] {
  const { request, query, stage } = exchange;
  switch (kind) {
    case "header":
      return request.headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
    case "querystring":
      return (query.all !== null && Object.hasOwn(query.all, name) && query.all[name]) || [];
    case "stageVariables":
      return stage?.variables && Object.hasOwn(stage.variables, name) ? [stage.variables[name] ?? ""] : [];
    case "context": {
      const value = contextReader(name)?.(exchange);
      return value === undefined || value === null ? [] : [String(value)];
    }
  }
}
