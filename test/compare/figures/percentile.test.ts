import fc from "fast-check";
import { percentile } from "../../../compare/figures/percentile.ts";

test.each([
  [[1, 2, 3, 4], 50, 2],
  [[4, 1, 3, 2], 99, 4],
  [[7], 50, 7],
  [[1, 2, 3], 0, 1],
])("percentile(%j, %i) is %i (nearest rank)", (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});

test("of nothing there is none", () => {
  expect(percentile([], 50)).toBeNaN();
});

test("is one of the values, and at least that many percent are no greater", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.integer({ min: 1, max: 100 }),
      (values, percent) => {
        const found = percentile(values, percent);
        const upTo = values.filter((value) => value <= found).length;
        return values.includes(found) && upTo >= (percent / 100) * values.length;
      },
    ),
  );
});
