import type { Answer } from "../certainty.ts";
import type { Token } from "../pattern.ts";

/** Compares one value of the request with one value of the policy. Doubt: the request's value is not of the type. */
export type Test = (candidate: string) => Answer;

/** A condition operator, such as `StringLike`, without its `ForAllValues:` and `IfExists`. */
export interface Operator {
  /** A negated operator holds when the comparison holds with none of the policy's values, or the key is absent. */
  readonly negated: boolean;
  /** How the policy's value is read: as text, with variables, or with variables and wildcards. */
  readonly reads: "text" | "variables" | "patterns";
  /** What a value may be, for the error. */
  readonly allowed: string;
  /** Prepares the comparison with one value of the policy; `undefined` when it is not of the operator's type. */
  compile(value: readonly Token[]): Test | undefined;
}

/** An operator and its name. */
export type Named = readonly [name: string, operator: Operator];

/** An operator that compares typed values. */
export function typed<T>(
  allowed: string,
  parse: (text: string) => T | undefined,
  compare: (candidate: T, value: T) => boolean,
): Operator {
  return {
    negated: false,
    reads: "text",
    allowed,
    compile(tokens) {
      const value = parse(literal(tokens));
      if (value === undefined) return undefined;
      return (text) => {
        const candidate = parse(text);
        return candidate === undefined ? undefined : compare(candidate, value);
      };
    },
  };
}

/** The operator that holds where this one does not. */
export function negate(operator: Operator): Operator {
  return { ...operator, negated: true };
}

/** A value that was read without wildcards. */
export function literal(tokens: readonly Token[]): string {
  return tokens.join("");
}
