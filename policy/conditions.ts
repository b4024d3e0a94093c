import { type Answer, allOf, anyOf, not } from "./certainty.ts";
import { invalid, member, members } from "./invalid.ts";
import { ARN_OPERATORS } from "./operators/arn.ts";
import { BINARY_OPERATORS } from "./operators/binary.ts";
import { BOOL_OPERATORS } from "./operators/bool.ts";
import { DATE_OPERATORS } from "./operators/date.ts";
import { IP_OPERATORS } from "./operators/ip.ts";
import { isNull, NULL_OPERATOR, parseNull } from "./operators/null.ts";
import { NUMERIC_OPERATORS } from "./operators/numeric.ts";
import type { Operator } from "./operators/operator.ts";
import { STRING_OPERATORS } from "./operators/string.ts";
import type { Context } from "./request.ts";
import { isConstant, readTemplate, substitute, variableKeys } from "./variables.ts";

/** One key under one operator of a Condition block. A statement applies when all of its conditions hold. */
export interface Condition {
  /** The condition key in lower case, then the keys that the values' variables read. */
  readonly keys: readonly string[];
  holds(context: Context): Answer;
}

type Holds = Condition["holds"];
type Qualifier = "ForAllValues" | "ForAnyValue" | undefined;

/** One value of the policy, ready to be compared. */
interface Value {
  readonly keys: readonly string[];
  matches(candidate: string, context: Context): Answer;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...STRING_OPERATORS,
  ...NUMERIC_OPERATORS,
  ...DATE_OPERATORS,
  ...BOOL_OPERATORS,
  ...BINARY_OPERATORS,
  ...IP_OPERATORS,
  ...ARN_OPERATORS,
]);

const BLOCK = 'an object such as {"StringEquals": {"aws:PrincipalTag/team": "a"}}, or no Condition at all';
const NAMES =
  `${[...OPERATORS.keys()].join(", ")}, each also with ForAllValues: or ForAnyValue: before and IfExists after; ` +
  `and ${NULL_OPERATOR}, alone`;

/**
 * Reads a Condition block. An operator that IAM does not have, a value that is not of its type and a key that is
 * there twice (names differ by more than case) are refused.
 * @param variables whether `${…}` is a variable, or text
 */
export function readConditions(block: unknown, variables: boolean, path: string): readonly Condition[] {
  return members(block, path, BLOCK).flatMap(([name, keys]) => {
    const at = member(path, name);
    const seen = new Set<string>();
    return members(keys, at, 'an object such as {"aws:SourceIp": "203.0.113.0/24"}').map(([key, values]) => {
      const lower = key.toLowerCase();
      if (!/^[^:]+:./.test(key)) invalid(member(at, key), key, "a condition key, service:name");
      if (seen.has(lower)) invalid(member(at, key), key, "each condition key once, in whatever case");
      seen.add(lower);
      return readCondition(name, lower, readValues(values, member(at, key)), variables, at, member(at, key));
    });
  });
}

function readCondition(
  name: string,
  key: string,
  texts: readonly string[],
  variables: boolean,
  nameAt: string,
  valuesAt: string,
): Condition {
  if (name === NULL_OPERATOR) return nullCondition(key, texts, valuesAt);
  const [, qualifier, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const operator = OPERATORS.get(base);
  if (operator === undefined) return invalid(nameAt, name, NAMES);
  const values = texts.map((text) => readValue(operator, text, variables, valuesAt));
  return {
    keys: [key, ...values.flatMap((value) => value.keys)],
    holds: test(operator.negated, qualifier as Qualifier, ifExists !== undefined, key, values),
  };
}

/**
 * How the values of a key are compared (IAM: Conditions with multiple context keys or values):
 * - a policy's several values are alternatives; with a negated operator none of them may match;
 * - `ForAllValues` asks it of each of the request's values, and holds where there are none;
 * - `ForAnyValue` asks it of at least one, and fails where there are none, with `IfExists` too;
 * - otherwise the key has one value: an absent key fails, unless the operator is negated or has `IfExists`.
 */
function test(
  negated: boolean,
  qualifier: Qualifier,
  ifExists: boolean,
  key: string,
  values: readonly Value[],
): Holds {
  const one = (candidate: string, context: Context): Answer => {
    const matches = anyOf(values, (value) => value.matches(candidate, context));
    return negated ? not(matches) : matches;
  };
  return (context) => {
    const candidates = context.get(key) ?? [];
    const absent = candidates.length === 0;
    if (qualifier !== undefined) {
      const all = qualifier === "ForAllValues";
      if (absent || candidates.every((candidate) => candidate === "")) return all;
      return (all ? allOf : anyOf)(candidates, (candidate) => one(candidate, context));
    }
    if (absent) return negated || ifExists;
    // "Multivalued context keys require a condition set operator": what happens without one is not documented
    return candidates.length > 1 ? undefined : one(candidates[0] as string, context);
  };
}

function nullCondition(key: string, texts: readonly string[], path: string): Condition {
  const wanted = texts.map(
    (text) => parseNull(text) ?? invalid(path, text, '"true" (absent) or "false" (there)'),
  );
  return {
    keys: [key],
    holds(context) {
      const absent = isNull(context.get(key));
      return anyOf(wanted, (value) => (value ? absent : not(absent)));
    },
  };
}

function readValue(operator: Operator, text: string, variables: boolean, path: string): Value {
  const syntax = {
    wildcards: operator.reads === "patterns",
    variables: variables && operator.reads !== "text",
  };
  const parts = readTemplate(text, syntax, path);
  if (isConstant(parts)) {
    const matches = operator.compile(parts) ?? invalid(path, text, operator.allowed);
    return { keys: [], matches };
  }
  return {
    keys: variableKeys(parts),
    matches(candidate, context) {
      const tokens = substitute(parts, context);
      return tokens && operator.compile(tokens)?.(candidate);
    },
  };
}

/** Values as text: a policy may write a number or a Boolean without quotes. */
function readValues(values: unknown, path: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  if (list.length === 0) invalid(path, values, "at least one value");
  return list.map((value, index) => {
    const exact = typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value);
    if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && exact)) {
      return String(value);
    }
    return invalid(
      Array.isArray(values) ? `${path}[${index}]` : path,
      value,
      "a string, a number or a Boolean",
    );
  });
}
