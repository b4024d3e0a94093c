import fc from "fast-check";
import { ExpressionError } from "../../terraform/expression/error.ts";
import { exact, numberText, parseNumber } from "../../terraform/number.ts";

test.each([
  [0.1 + 0.2, 0.3],
  [1.1 * 3, 3.3],
  [-0, 0],
  [2 ** 53 - 1, 2 ** 53 - 1],
])("%d is kept as %d", (number, expected) => expect(exact(number)).toBe(expected));

test.each([2 ** 53, -(2 ** 53), 1e21, Number.POSITIVE_INFINITY, Number.NaN])("%d is refused", (number) => {
  expect(() => exact(number)).toThrow(ExpressionError);
});

test.each([
  [1e-7, "0.0000001"],
  [1.5e-9, "0.0000000015"],
  [-2.5e-8, "-0.000000025"],
  [1e21, "1000000000000000000000"],
  [1.5, "1.5"],
  [-3, "-3"],
  [0, "0"],
])("%d is written as %s", (number, text) => expect(numberText(number)).toBe(text));

test("a number's text reads as the number, and has no exponent", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(numberText(number)) === number).toBe(true);
      expect(numberText(number)).not.toMatch(/e/);
    }),
  );
});

test.each(["", " 1", "1 ", "0x10", "1_000", "1,5", "Infinity", "--1", "e5", "."])(
  "%j is no number",
  (text) => {
    expect(parseNumber(text)).toBeUndefined();
  },
);
