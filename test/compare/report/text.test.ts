import fc from "fast-check";
import { dollars, grouped, markdownRow, table, volume, wrap } from "../../../compare/report/text.ts";

describe("wrap", () => {
  test("breaks at spaces, keeps indents and newlines", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("  one two three", 9)).toEqual(["  one two", "  three"]);
    expect(wrap("a\nb", 9)).toEqual(["a", "b"]);
    expect(wrap("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
  });

  test("no line is longer than the width, and no word is lost", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/)),
        fc.integer({ min: 5, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(" "), width);
          return (
            lines.every((line) => line.length <= width) &&
            lines.join("").replaceAll(" ", "") === words.join("")
          );
        },
      ),
    );
  });
});

test("a table's cells wrap beside each other", () => {
  expect(table(["a", "b"], [["one two", "x"]], [3, 5])).toBe(
    ["a    b", "───  ─────", "one  x", "two"].join("\n"),
  );
});

test.each([
  [0, "$0"],
  [0.0041, "$0.0041"],
  [0.00000021667, "$0.00000022"],
  [0.01, "$0.01"],
  [35, "$35.00"],
  [13_312.5, "$13,312.50"],
])("dollars(%d) is %s", (usd, expected) => {
  expect(dollars(usd)).toBe(expected);
});

test.each([
  [1000, "1 thousand"],
  [250_000, "250 thousand"],
  [333e6, "333 million"],
  [7.5e9, "7.5 billion"],
  [12, "12"],
])("volume(%d) is %s", (value, expected) => {
  expect(volume(value)).toBe(expected);
});

test("grouped separates thousands", () => {
  expect(grouped(11_182_976.4)).toBe("11,182,976");
});

test("a Markdown cell cannot break its row", () => {
  expect(markdownRow(["a|b", "c\nd"])).toBe("| a\\|b | c<br>d |");
});
