import type { Exchange } from "../exchange.ts";
import { headerValue } from "../request.ts";
import { compileSubstitution, MappingError } from "../responses/mapping.ts";

/** The status code that a MOCK integration's request template chooses: `{"statusCode": 200}`, keys quoted or not. */
export function readStatusTemplate(template: string): number {
  const status = /^\s*\{\s*(["']?)statusCode\1\s*:\s*(["']?)([1-5]\d\d)\2\s*\}\s*$/.exec(template)?.[3];
  if (status === undefined) {
    throw new MappingError('a MOCK request template other than {"statusCode": <number>} is not evaluated');
  }
  return Number(status);
}

const PARAMETER = /\$input\.params\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g;
const VELOCITY =
  /#(?:set|if|else|elseif|end|foreach|macro|parse|include|stop|break|define|evaluate|\*|#|\[)|\$[!{]?(?:input|util|method)\b|\$[!{]/;

/** Compiles a body template of a MOCK response. */
export function compileMockTemplate(template: string): (exchange: Exchange) => string {
  const parts: (string | ((exchange: Exchange) => string))[] = [];
  let end = 0;
  const literal = (text: string): void => {
    if (VELOCITY.test(text)) {
      throw new MappingError(
        "a template with more than text, $context, $stageVariables and $input.params('…')",
      );
    }
    parts.push(compileSubstitution(text));
  };
  for (const match of template.matchAll(PARAMETER)) {
    literal(template.slice(end, match.index));
    const name = (match[1] ?? match[2]) as string;
    parts.push((exchange) => parameter(exchange, name) ?? "");
    end = match.index + match[0].length;
  }
  literal(template.slice(end));
  return (exchange) => parts.map((part) => (typeof part === "string" ? part : part(exchange))).join("");
}

/** `$input.params(x)`: "from the path, query string, or header value (searched in that order)". */
function parameter({ pathParameters, query, request }: Exchange, name: string): string | undefined {
  if (pathParameters !== null && Object.hasOwn(pathParameters, name)) return pathParameters[name];
  if (query.last !== null && Object.hasOwn(query.last, name)) return query.last[name];
  return headerValue(request.headers, name.toLowerCase());
}
