import fc from "fast-check";
import { secretsEqual } from "../../../lab/issuers/secret.ts";

test.each([
  ["secret", "secret", true],
  ["secret", "secreT", false],
  ["secret", "secret ", false],
  ["", "secret", false],
  ["", "", true],
])("secretsEqual(%j, %j) is %j", (given, expected, equal) => {
  expect(secretsEqual(given, expected)).toBe(equal);
});

test("it is equality, for any two texts", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(secretsEqual(a, b)).toBe(a === b);
      expect(secretsEqual(a, a)).toBe(true);
    }),
  );
});
