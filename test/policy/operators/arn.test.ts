import { ARN_OPERATORS } from "../../../policy/operators/arn.ts";
import { compare, refused } from "./support.ts";

/** The guide's own example: a string operator would match, an ARN operator does not. */
const PATTERN = "arn:aws:someservice:*:111122223333:finance/*";
const ARN = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";

test.each([
  [PATTERN, ARN, false],
  [PATTERN, "arn:aws:someservice:us-east-2:111122223333:finance/a:b", true],
  ["arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a/b", true],
  ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/A", false],
  ["arn:aws:execute-api:*:*:*", "arn:aws:execute-api:r:1:api/dev/GET/", true],
  ["arn:aws:iam::123456789012:role/a", "reader", undefined],
  ["arn:aws:iam::123456789012:role/a", "brn:aws:iam::123456789012:role/a", undefined],
])("ArnEquals and ArnLike %p on %p: %p", (wanted, came, expected) => {
  expect(compare(ARN_OPERATORS, "ArnEquals", wanted, came)).toBe(expected);
  expect(compare(ARN_OPERATORS, "ArnLike", wanted, came)).toBe(expected);
});

test("an ARN has six parts", () => {
  const values = ["", "*", "arn:aws:iam", "arn:aws:iam::123456789012"];
  expect(refused(ARN_OPERATORS, "ArnLike", values)).toEqual(values);
});
