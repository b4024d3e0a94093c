import fc from "fast-check";
import { compileArn, matchesArn, splitArn } from "../../policy/arn.ts";
import { readWildcards } from "../../policy/pattern.ts";

const matches = (pattern: string, arn: string) =>
  matchesArn(compileArn(readWildcards(pattern)), splitArn(arn));

describe("ARNs at their colons", () => {
  test("the resource keeps its own colons", () => {
    expect(splitArn("arn:aws:execute-api:r:1:api/dev/GET/a:b:c")).toEqual([
      "arn",
      "aws",
      "execute-api",
      "r",
      "1",
      "api/dev/GET/a:b:c",
    ]);
    expect(splitArn("a:b")).toEqual(["a", "b"]);
  });

  test.each([
    ["arn:aws:s:*:1:x", "arn:aws:s:r:1:x", true],
    ["arn:aws:s:*:1:x", "arn:aws:s:r:2:y:1:x", false],
    ["arn:aws:s::1:*", "arn:aws:s::1:", true],
    ["arn:aws:s::1:*", "arn:aws:s::1:a:b/c", true],
    ["arn:aws:s::1:a:*", "arn:aws:s::1:a:b:c", true],
    ["arn:aws:s::1:a:b", "arn:aws:s::1:a", false],
    ["arn:aws:s:?:1:x", "arn:aws:s::1:x", false],
    ["arn:aws:s:*", "arn:aws:s:r:1:x", true],
    ["arn:aws:s:r:*", "arn:aws:s:q:1:x", false],
    ["arn:aws:s:r:1:x", "arn:aws:s:r", false],
    ["arn:aws:s:r:1:*", "arn:aws:s:r", false],
  ])("%s on %s: %p", (pattern, arn, expected) => {
    expect(matches(pattern, arn)).toBe(expected);
  });

  test("an ARN matches itself, and no ARN with one part changed", () => {
    const part = fc.stringMatching(/^[a-z0-9-]{1,6}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 6, maxLength: 6 }), fc.nat(5), (parts, index) => {
        const changed = parts.map((value, at) => (at === index ? `${value}x` : value));
        expect(matches(parts.join(":"), parts.join(":"))).toBe(true);
        expect(matches(parts.join(":"), changed.join(":"))).toBe(false);
        const wild = parts.map((value, at) => (at === index ? "*" : value));
        expect(matches(wild.join(":"), changed.join(":"))).toBe(true);
      }),
    );
  });
});
