import { signingKey } from "../../../lab/sigv4/signing-key.ts";
import { longTerm } from "../support/credentials.ts";

test("AWS's example of a derived key", () => {
  const key = signingKey(longTerm, "20150830", "us-east-1", "iam");
  expect(key.toString("hex")).toBe("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
});

test("the same scope is derived once, another scope anew, and a credential keeps no more than a few", () => {
  const first = signingKey(longTerm, "20150830", "us-east-1", "iam");
  expect(signingKey(longTerm, "20150830", "us-east-1", "iam")).toBe(first);
  expect(signingKey(longTerm, "20150831", "us-east-1", "iam")).not.toEqual(first);
  for (const service of ["a", "b", "c", "d"]) signingKey(longTerm, "20150830", "us-east-1", service);
  const again = signingKey(longTerm, "20150830", "us-east-1", "iam");
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});

test("another record has its own keys, even under the same access key id", () => {
  const other = { ...longTerm, secretAccessKey: "another" };
  expect(signingKey(other, "20150830", "us-east-1", "iam")).not.toEqual(
    signingKey(longTerm, "20150830", "us-east-1", "iam"),
  );
});
