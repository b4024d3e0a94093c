import { STRING_OPERATORS } from "../../../policy/operators/string.ts";
import { compare } from "./support.ts";

test.each([
  ["StringEquals", "a", "a", true],
  ["StringEquals", "a", "A", false],
  ["StringEquals", "a*", "ab", false],
  ["StringEquals", "a*", "a*", true],
  ["StringEqualsIgnoreCase", "Äb", "äB", true],
  ["StringEqualsIgnoreCase", "a*", "ab", false],
  ["StringLike", "a*c?", "abcd", true],
  ["StringLike", "a*c?", "abc", false],
  ["StringLike", "A*", "abc", false],
  ["StringLike", "*", "", true],
])("%s %p on %p: %p", (name, wanted, came, expected) => {
  expect(compare(STRING_OPERATORS, name, wanted, came)).toBe(expected);
});

test("each comparison has its negation", () => {
  expect(STRING_OPERATORS.filter(([, operator]) => operator.negated).map(([name]) => name)).toEqual([
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
  ]);
});
