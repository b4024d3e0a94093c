import type { Answer } from "./certainty.ts";
import { invalid } from "./invalid.ts";
import { readWildcards, type Token } from "./pattern.ts";
import type { Context } from "./request.ts";

/** A policy variable, such as `${aws:PrincipalTag/team, 'none'}`: the value of a key of the request. */
export interface Variable {
  /** The name of the condition key, in lower case. */
  readonly key: string;
  /** What stands in for a key that the request does not have. */
  readonly fallback: string | undefined;
}

/** What the text of a policy is made of. */
export type Part = Token | Variable;

/** What to read in a text; anything else in it is literal. */
export interface Syntax {
  /** `*` and `?`. */
  readonly wildcards: boolean;
  /** `${…}`: with `"Version": "2012-10-17"` alone, literal text in an older policy (IAM policy elements: Version). */
  readonly variables: boolean;
}

const REFERENCE = /^([^\s,'"{}$]+)(?:,\s*'([^']*)')?$/;
const ALLOWED = "${key}, ${key, 'default'}, ${*}, ${?} or ${$}";

/** Reads a text of a policy into literal text, wildcards and variables. A variable that is badly written is refused. */
export function readTemplate(text: string, syntax: Syntax, path: string): readonly Part[] {
  const literal = (part: string): readonly Part[] => (syntax.wildcards ? readWildcards(part) : [part]);
  if (!syntax.variables) return literal(text);
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]*)(\}?)/g)) {
    const [whole, body = "", brace] = match;
    parts.push(...literal(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (brace === "") invalid(path, text, `a closing brace after ${whole}`);
    parts.push(/^[*?$]$/.test(body) ? body : readReference(body, text, path));
  }
  parts.push(...literal(text.slice(end)));
  return parts.filter((part) => part !== "");
}

function readReference(body: string, text: string, path: string): Variable {
  const [, key, fallback] = REFERENCE.exec(body) ?? [];
  if (key === undefined) return invalid(path, text, ALLOWED);
  return { key: key.toLowerCase(), fallback };
}

/** Whether this part is a variable. */
export function isVariable(part: Part): part is Variable {
  return typeof part === "object";
}

/** The keys of the request that a text reads. */
export function variableKeys(parts: readonly Part[]): readonly string[] {
  return parts.filter(isVariable).map((variable) => variable.key);
}

/** Whether a text needs no request: it has no variable. */
export function isConstant(parts: readonly Part[]): parts is readonly Token[] {
  return !parts.some(isVariable);
}

/**
 * A text with its variables' values, which are literal: a `*` in a value is an asterisk.
 *
 * Instead of the text: `false` when a key has no value and no default ("there is no equal or like value", IAM policy
 * elements: Variables), `undefined` when a key has several ("you can't use a multivalued condition key as a variable").
 */
export function substitute(
  parts: readonly Part[],
  context: Context,
): readonly Token[] | Exclude<Answer, true> {
  const tokens: Token[] = [];
  for (const part of parts) {
    if (!isVariable(part)) tokens.push(part);
    else {
      const values = context.get(part.key) ?? [];
      if (values.length > 1) return undefined;
      const value = values[0] ?? part.fallback;
      if (value === undefined) return false;
      tokens.push(value);
    }
  }
  return tokens;
}
