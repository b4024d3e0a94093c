import fc from "fast-check";
import { JavaRegex } from "../../../../lab/gateway/java-regex/java-regex.ts";
import { JavaRegexError } from "../../../../lab/gateway/java-regex/parse.ts";
import { cpuTime } from "../../../support/cpu-time.ts";

describe("JavaRegex matches whole texts", () => {
  test.each([
    ["Bearer .*", "Bearer abc", true],
    ["Bearer .*", "Basic abc", false],
    ["^Bearer [-0-9A-Za-z._]+$", "Bearer a.b-c_d", true],
    ["^Bearer [-0-9A-Za-z._]+$", "Bearer a b", false],
    ["^(Bearer )[a-zA-Z0-9\\-_]+?\\.[a-zA-Z0-9\\-_]+?\\.([a-zA-Z0-9\\-_]+)$", "Bearer aa.bb.cc", true],
    ["^(Bearer )[a-zA-Z0-9\\-_]+?\\.[a-zA-Z0-9\\-_]+?\\.([a-zA-Z0-9\\-_]+)$", "Bearer aa.bb", false],
    ["abc", "xabcx", false],
    ["", "", true],
    ["", "a", false],
    ["a|b|", "", true],
    ["a{2,3}", "a", false],
    ["a{2,3}", "aa", true],
    ["a{2,3}", "aaaa", false],
    ["a{2,}", "aaaaaa", true],
    ["a{0}", "", true],
    ["\\Qa.b\\E+", "a.bbb", true],
    ["\\Qa.b\\E+", "a.b+", false],
    ["((){9999}){9999}", "", true],
    ["\\Qa.b\\E", "a.b", true],
    ["\\Qa.b\\E", "axb", false],
    ["(?i)bearer \\w+", "BEARER x", true],
    ["\\p{Alpha}\\P{Digit}", "ab", true],
    ["\\p{Alpha}\\P{Digit}", "a1", false],
    ["[^\\s,]+", "a,b", false],
    ["[\\w-]+", "a-b", true],
    ["[\\D]", "x", true],
    ["(?<token>a+)(?:b)?", "aab", true],
    ["\\x41\\u0042", "AB", true],
    [".", "\n", false],
    [".", "😀", true],
    ["\\Aa\\z", "a", true],
    ["(a*)*b", "aaab", true],
    ["a$b", "ab", false],
  ])("%j on %j is %s", (source, text, expected) => {
    expect(new JavaRegex(source).matches(text)).toBe(expected);
  });

  test("agrees with the JavaScript engine where both have the same syntax", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\d", "(?:ab)", "(a|b)", "^", "$");
    const part = fc
      .tuple(atom, fc.constantFrom("", "*", "+", "?", "{1,2}"))
      .map(([text, quantifier]) => (/^[\^$]$/.test(text) ? text : text + quantifier));
    const source = fc.array(
      fc.array(part, { maxLength: 4 }).map((parts) => parts.join("")),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(
        source,
        fc.array(fc.constantFrom("a", "b", "1", "-"), { maxLength: 8 }),
        (options, text) => {
          const expression = options.join("|");
          const expected = new RegExp(`^(?:${expression})$`).test(text.join(""));
          expect(new JavaRegex(expression).matches(text.join(""))).toBe(expected);
        },
      ),
    );
  });

  test("a text that makes a backtracking engine run for years costs milliseconds", () => {
    const started = cpuTime();
    expect(new JavaRegex("(a+)+$").matches(`${"a".repeat(10_000)}!`)).toBe(false);
    expect(new JavaRegex("(a|aa)*(a|b)*c").matches("a".repeat(10_000))).toBe(false);
    expect(cpuTime() - started).toBeLessThan(2000);
  });

  test("a text longer than any header does not match", () => {
    expect(new JavaRegex("a*").matches("a".repeat(16_384))).toBe(true);
    expect(new JavaRegex("a*").matches("a".repeat(16_385))).toBe(false);
  });
});

describe("JavaRegex refuses what it cannot match as Java would", () => {
  test.each([
    "(?=a)b",
    "(?<=a)b",
    "(?>a)b",
    "a++",
    "(a)\\1",
    "[a-z&&[^b]]",
    "[a[b]]",
    "\\bword",
    "\\p{IsLatin}",
    "(?m)^a",
    "(a",
    "a)",
    "[a",
    "[]",
    "*a",
    "a{2",
    "a{3,2}",
    "[z-a]",
    "\\",
    "\\xZZ",
    "(((a{999}){999}){999})",
  ])("%j", (source) => {
    expect(() => new JavaRegex(source)).toThrow(JavaRegexError);
  });

  test("no text makes the parser do anything but parse or refuse", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."()[]{}|*+?^$\\.-&aQEp1,<>:=!"), maxLength: 30 }),
        (source) => {
          try {
            new JavaRegex(source).matches("aab1");
          } catch (error) {
            expect(error).toBeInstanceOf(JavaRegexError);
          }
        },
      ),
    );
  });
});
