import type { Answer } from "../../../policy/certainty.ts";
import type { Named } from "../../../policy/operators/operator.ts";
import { readWildcards } from "../../../policy/pattern.ts";

/** Compares with one operator, before its negation. */
export function compare(family: readonly Named[], name: string, wanted: string, came: string): Answer {
  const operator = new Map(family).get(name);
  if (operator === undefined) throw new TypeError(`no operator ${name}`);
  const test = operator.compile(operator.reads === "patterns" ? readWildcards(wanted) : [wanted]);
  if (test === undefined) throw new TypeError(`${wanted} is not of the type`);
  return test(came);
}

/** The values of a list that an operator does not take. */
export function refused(
  family: readonly Named[],
  name: string,
  values: readonly string[],
): readonly string[] {
  const operator = new Map(family).get(name);
  return values.filter((value) => operator?.compile([value]) === undefined);
}
