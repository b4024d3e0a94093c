import fc from "fast-check";
import { ANY, compileGlob, matchesGlob, ONE, readWildcards } from "../../policy/pattern.ts";
import { cpuTime } from "../support/cpu-time.ts";

const matches = (pattern: string, text: string) => matchesGlob(compileGlob(readWildcards(pattern)), text);

/** The definition, and too slow for anything else. */
function reference(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

describe("wildcards", () => {
  test.each([
    ["abc", "abc", true],
    ["abc", "abcd", false],
    ["abc", "ab", false],
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "a/b:c\n", true],
    ["**", "", true],
    ["a*", "a", true],
    ["*a", "ba", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["*ab*ab", "ab", false],
    ["*ab*ab", "abab", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["?", "", false],
    ["*?", "", false],
    ["*?", "x", true],
    ["?*?", "x", false],
    ["*a?c*", "xxabcx", true],
    ["*a?c*", "xxabdx", false],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
    ["A", "a", false],
  ])("%p on %p: %p", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test("literal asterisks and question marks are text", () => {
    const glob = compileGlob(["a*", ANY, "?", ONE]);
    expect(["a*?x", "a*zz?x", "ab?x", "a*zzz"].map((text) => matchesGlob(glob, text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("matches as the reference expression does", () => {
    const unit = fc.constantFrom("a", "b", "*", "?", ":", "/");
    const pattern = fc.array(unit, { maxLength: 8 }).map((units) => units.join(""));
    const text = fc
      .array(fc.constantFrom("a", "b", ":", "/"), { maxLength: 10 })
      .map((units) => units.join(""));
    fc.assert(
      fc.property(pattern, text, (pattern, text) => {
        expect(matches(pattern, text)).toBe(reference(pattern).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["*a*a*a*", "*a".repeat(200).concat("*b"), "a".repeat(20_000)],
    ["*?a*?a*", "*?a".repeat(150).concat("*b"), "a".repeat(1600)],
    ["*aa…ab*", `*${"a".repeat(300)}b*`, "a".repeat(20_000)],
    ["????*b", "?".repeat(800).concat("*b"), "a".repeat(1600)],
    ["**********", "*".repeat(5000).concat("b"), "a".repeat(20_000)],
  ])("a hostile pattern takes no more than its length times the text's: %s", (_name, pattern, text) => {
    const glob = compileGlob(readWildcards(pattern));
    const start = cpuTime();
    expect(matchesGlob(glob, text)).toBe(false);
    // exponential or cubic matching would take hours; this takes milliseconds
    expect(cpuTime() - start).toBeLessThan(1000);
  });
});
