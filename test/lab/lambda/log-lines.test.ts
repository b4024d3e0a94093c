import fc from "fast-check";
import { logLines } from "../../../lab/lambda/log-lines.ts";

test.each<[string, string, string, readonly string[]]>([
  ["a line", "INFO", "a", ["INFO\ta"]],
  ["no level", "", "a", ["a"]],
  ["several lines", "ERROR", "a\r\n\n  b\rc\u2028d", ["ERROR\ta", "ERROR\t  b", "ERROR\tc", "ERROR\td"]],
  ["nothing", "INFO", "", []],
  ["tabs stay", "", "a\tb", ["a\tb"]],
  ["control characters are shown", "", "\u001b[2Jx\u0000\u007f\u009b", ["\\x1b[2Jx\\x00\\x7f\\x9b"]],
])("%s", (_what, level, text, lines) => {
  expect(logLines(level, text)).toEqual(lines);
});

test("whatever the text, lines are bounded and without control characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(400), (text, repeat) => {
      const lines = logLines("WARN", `${text}\n`.repeat(repeat));
      expect(lines.length).toBeLessThanOrEqual(200);
      for (const line of lines) {
        expect(line.length).toBeLessThan(4 * 16_384 + 10);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
        expect(line.slice("WARN\t".length)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
      }
    }),
  );
});
