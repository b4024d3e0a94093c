import { contextReader, type Outcome } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";
import { headerValue } from "../request.ts";

/** Gives the text that a mapping expression or a variable stands for; undefined where the request has none. */
export type Source = (exchange: Exchange, outcome?: Outcome) => string | undefined;

/** A parameter mapping or a template that the lab does not have; the message says what. */
export class MappingError extends Error {
  override readonly name = "MappingError";
}

const text = (value: string | number | null | undefined): string | undefined =>
  value === undefined || value === null ? undefined : String(value);

/** An own value of a map that a client or the Terraform filled. */
function own(map: Readonly<Record<string, string>> | null | undefined, name: string): string | undefined {
  return map && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** `method.request.header.X`, `….querystring.X`, `….path.X`; undefined for anything else. */
function requestSource(expression: string): Source | undefined {
  const match = /^method\.request\.(header|querystring|path)\.([a-zA-Z0-9._$-]+)$/.exec(expression);
  if (match === null) return undefined;
  const name = match[2] as string;
  if (match[1] === "header") {
    const lower = name.toLowerCase();
    return ({ request }) => headerValue(request.headers, lower);
  }
  if (match[1] === "querystring") return ({ query }) => own(query.last, name);
  return ({ pathParameters }) => own(pathParameters, name);
}

/** `context.x` and `stageVariables.x`, without their `$`; undefined for anything else. */
function variableSource(expression: string): Source | undefined {
  if (expression.startsWith("context.")) {
    const read = contextReader(expression.slice("context.".length));
    return read && ((exchange, outcome) => text(read(exchange, outcome)));
  }
  const variable = /^stageVariables\.([a-zA-Z0-9_]+)$/.exec(expression)?.[1];
  return variable === undefined ? undefined : ({ stage }) => own(stage?.variables, variable);
}

/**
 * Compiles a parameter mapping of a response (AWS: "request and response data mapping reference"): a literal in
 * single quotes, a request parameter, a context or a stage variable. Throws MappingError for anything else.
 */
export function compileMapping(expression: string): Source {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return () => literal;
  const source = requestSource(expression) ?? variableSource(expression);
  if (source === undefined)
    throw new MappingError(`the mapping ${expression} is not one that the lab evaluates`);
  return source;
}

const VARIABLE =
  /\$(context(?:\.[a-zA-Z][a-zA-Z0-9_]*)+(?:\['[^']*'\])?|stageVariables\.[a-zA-Z0-9_]+|method\.request\.(?:header|querystring|path)\.[a-zA-Z0-9_$-]+)/g;

/**
 * Compiles a template of simple variable substitution, as gateway responses have it: "not processed by the Velocity
 * Template Language engine", so everything but a known variable is text. A variable without a value is empty.
 */
export function compileSubstitution(template: string): (exchange: Exchange, outcome?: Outcome) => string {
  const parts: (string | Source)[] = [];
  let end = 0;
  for (const match of template.matchAll(VARIABLE)) {
    const name = match[1] as string;
    const source = requestSource(name) ?? variableSource(name);
    if (source === undefined) continue;
    parts.push(template.slice(end, match.index), source);
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  return (exchange, outcome) => {
    let result = "";
    for (const part of parts) result += typeof part === "string" ? part : (part(exchange, outcome) ?? "");
    return result;
  };
}
