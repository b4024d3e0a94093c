import { BINARY_OPERATORS } from "../../../policy/operators/binary.ts";
import { compare, refused } from "./support.ts";

test.each([
  ["QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", true],
  ["QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NQ==", false],
  ["", "", true],
  ["YQ==", "YQ", undefined],
  ["YQ==", "a!", undefined],
])("BinaryEquals %p on %p: %p", (wanted, came, expected) => {
  expect(compare(BINARY_OPERATORS, "BinaryEquals", wanted, came)).toBe(expected);
});

test("nothing but base64 with its padding is taken", () => {
  const values = ["a", "YQ", "YQ=", "Y Q==", "YR==", "_-8="];
  expect(refused(BINARY_OPERATORS, "BinaryEquals", values)).toEqual(values);
});
