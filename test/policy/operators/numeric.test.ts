import { NUMERIC_OPERATORS, parseNumber } from "../../../policy/operators/numeric.ts";
import { compare } from "./support.ts";

test.each([
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", "10", "11", false],
  ["NumericLessThan", "10", "9.9", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericLessThanEquals", "10", "10.1", false],
  ["NumericGreaterThan", "10", "10", false],
  ["NumericGreaterThan", "-1", "0", true],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericGreaterThanEquals", "10", "9", false],
  ["NumericLessThan", "10", "few", undefined],
  ["NumericEquals", "10", "", undefined],
])("%s %p on %p: %p", (name, wanted, came, expected) => {
  expect(compare(NUMERIC_OPERATORS, name, wanted, came)).toBe(expected);
});

test.each(["", " 1", "1 ", "0x10", "1e3", ".5", "1.", "NaN", "Infinity", "1,5", "9007199254740993"])(
  "%p is no number that can be compared with certainty",
  (text) => {
    expect(parseNumber(text)).toBeUndefined();
  },
);

test("one operator is negated", () => {
  expect(NUMERIC_OPERATORS.filter(([, operator]) => operator.negated).map(([name]) => name)).toEqual([
    "NumericNotEquals",
  ]);
});
