import fc from "fast-check";
import { ExpressionError } from "../../../terraform/expression/error.ts";
import { Budget } from "../../../terraform/expression/limits.ts";
import { Regex } from "../../../terraform/regex/regex.ts";
import { cpuTime } from "../../support/cpu-time.ts";

function match(pattern: string, text: string): string | undefined {
  const characters = [...text];
  const found = new Regex(pattern, new Budget()).match(characters);
  return found && characters.slice(found.start, found.end).join("");
}

// What RE2 makes of each is in ../language/regexes.ts, checked against Terraform. Here is what those do not reach.
test.each([
  ["a|b|c", "xc", "c"],
  ["(?:a|b)+?c", "abac", "abac"],
  ["[^a-c]+", "abcxyz", "xyz"],
  ["\\D+", "12ab3", "ab"],
  ["\\S\\s\\S", "a b", "a b"],
  ["\\W", "a-b", "-"],
  ["[[:^digit:]]+", "1ab2", "ab"],
  ["[[:xdigit:]]{2,}", "zzfA0", "fA0"],
  ["\\Aab\\z", "ab", "ab"],
  ["^$", "", ""],
  ["\\B-\\B", "a - b", "-"],
  ["(?-i)A", "aA", "A"],
  ["(?i)straSSe", "STRAsse", "STRAsse"],
  ["(?ims)^a.b$", "x\nA\nB", "A\nB"],
  ["\\101\\0", "A\0", "A\0"],
  ["\\t\\n\\f\\r\\v\\a", "\t\n\f\r\v\u0007", "\t\n\f\r\v\u0007"],
  [".", "😀", "😀"],
  ["[😀-😂]", "x😁", "😁"],
  ["\\p{Any}", "x", "x"],
  ["\\pN", "a1", "1"],
  ["\\p{^L}", "a1", "1"],
])("%s in %j is %j", (pattern, text, expected) => expect(match(pattern, text)).toBe(expected));

test.each([
  "(?<=a)b",
  "(?!a)",
  "\\8",
  "a{2}{3}",
  "(?P<a>x)(?P<a>y)",
  "(?Q)",
  "[[:nope:]]",
  "\\p{Nope}",
  "\\pQ",
  "\\x{110000}",
  "\\xZZ",
  "[z-a]",
  "\\y",
  "(?i",
  "a{2,1}",
  "(?P<>x)",
  "x{99999}",
])("%s is no pattern", (pattern) => expect(() => new Regex(pattern, new Budget())).toThrow(ExpressionError));

test("what grows beyond all bounds is refused", () => {
  for (const pattern of ["((a{1000}){1000})", "a".repeat(20_000), "(".repeat(500) + ")".repeat(500)]) {
    expect(() => new Regex(pattern, new Budget())).toThrow(ExpressionError);
  }
});

test.each([
  "(a+)+$",
  "(a|a)*b",
  "(a|aa)+c",
  "(.*)*x",
  "a*a*a*a*a*a*a*b",
  "(?:a?){50}a{50}",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
])("%s takes linear time on what it does not match", (pattern) => {
  const start = cpuTime();
  match(pattern, `${"a".repeat(3000)}!`);
  expect(cpuTime() - start).toBeLessThan(3000);
});

test("more work than the budget allows is refused", () => {
  const regex = new Regex("(a*)*b", new Budget(1000));
  expect(() => regex.match([..."a".repeat(100_000)])).toThrow("more work than is allowed");
});

test("all matches, none overlapping, and no empty one beside the last", () => {
  const matches = (pattern: string, text: string) =>
    new Regex(pattern, new Budget()).matches([...text]).map(({ start, end }) => [start, end]);
  expect(matches("a*", "baac")).toEqual([
    [0, 0],
    [1, 3],
    [4, 4],
  ]);
  expect(matches("aa", "aaaaa")).toEqual([
    [0, 2],
    [2, 4],
  ]);
  expect(matches("", "ab")).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

/** Patterns that mean the same here and in JavaScript: no empty alternatives in a loop, where the two differ. */
const patterns = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", "b", "c", ".", "\\d", "\\w", "[ab]", "[^a]", "^", "$", "\\b"),
    tie("pattern").map((inner) => `(?:${inner})`),
    tie("pattern").map((inner) => `(${inner})`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", "b", "ab"),
    fc.tuple(tie("atom"), tie("atom")).map((parts) => parts.join("")),
    fc.tuple(tie("atom"), tie("atom")).map((parts) => parts.join("|")),
    fc
      .tuple(
        fc.constantFrom("a", "b", ".", "[bc]", "(a|bc)", "(?:ab|a)"),
        fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??"),
      )
      .map((parts) => parts.join("")),
  ),
}));

test("finds what JavaScript's own engine finds", () => {
  const texts = fc
    .array(fc.constantFrom("a", "b", "c", "1", " ", "\n"), { maxLength: 12 })
    .map((characters) => characters.join(""));
  fc.assert(
    fc.property(patterns.pattern, texts, (pattern, text) => {
      const own = new Regex(pattern, new Budget()).match([...text]);
      const other = new RegExp(pattern, "d").exec(text);
      expect(own && [own.start, own.end]).toEqual(other ? other.indices![0] : undefined);
    }),
    { numRuns: 2000 },
  );
});

test("throws nothing but an ExpressionError, whatever the pattern", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."ab|()[]{}*+?^$\\.-,:<>=!PQEpnixsmU0159é😀".split("")) }),
      (pattern) => {
        try {
          new Regex(pattern, new Budget()).match([..."abc"]);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      },
    ),
    { numRuns: 5000 },
  );
});
