import { isNull } from "../../../policy/operators/null.ts";

test.each([
  [undefined, true],
  [[], true],
  [["a"], false],
  [["", "a"], false],
  [[""], undefined],
])("the key with %j is null: %p", (values, expected) => {
  expect(isNull(values)).toBe(expected);
});
