import { type Named, negate, typed } from "./operator.ts";

/** The most digits of which a double keeps every one. */
const DIGITS = 15;

/** An integer or decimal number of at most 15 digits: with more, two numbers could be taken for the same. */
export function parseNumber(text: string): number | undefined {
  const [, integer, fraction = ""] = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (integer === undefined || integer.length + fraction.length > DIGITS) return undefined;
  return Number(text);
}

const numeric = (compare: (candidate: number, value: number) => boolean) =>
  typed("an integer or decimal number of at most 15 digits", parseNumber, compare);

const equals = numeric((candidate, value) => candidate === value);

/** Numeric operators. */
export const NUMERIC_OPERATORS: readonly Named[] = [
  ["NumericEquals", equals],
  ["NumericNotEquals", negate(equals)],
  ["NumericLessThan", numeric((candidate, value) => candidate < value)],
  ["NumericLessThanEquals", numeric((candidate, value) => candidate <= value)],
  ["NumericGreaterThan", numeric((candidate, value) => candidate > value)],
  ["NumericGreaterThanEquals", numeric((candidate, value) => candidate >= value)],
];
