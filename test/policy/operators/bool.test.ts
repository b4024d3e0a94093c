import { BOOL_OPERATORS } from "../../../policy/operators/bool.ts";
import { compare, refused } from "./support.ts";

test.each([
  ["true", "true", true],
  ["true", "false", false],
  ["false", "false", true],
  ["True", "true", true],
  ["true", "1", undefined],
])("Bool %p on %p: %p", (wanted, came, expected) => {
  expect(compare(BOOL_OPERATORS, "Bool", wanted, came)).toBe(expected);
});

test("nothing else is a Boolean", () => {
  const values = ["", "1", "yes", "true ", "null"];
  expect(refused(BOOL_OPERATORS, "Bool", values)).toEqual(values);
});
