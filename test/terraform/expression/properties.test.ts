import fc from "fast-check";
import { ExpressionError } from "../../../terraform/expression/error.ts";
import { parseTemplate } from "../../../terraform/expression/parse.ts";
import { encodeJson } from "../../../terraform/functions/encoding.ts";
import { Unresolved } from "../../../terraform/value.ts";
import { evaluateExpression, evaluateJson } from "../support/expressions.ts";

/** Pieces that the language gives a meaning to, so that random text is often nearly an expression. */
const pieces = fc.constantFrom(
  ...'${ %{ } { ( ) [ ] . .* [*] , : ? = => == != < > <= >= && || ! + - * / % ... ~ " \\ \\n \\u00e9 $${ %%{ # // /* */ \n'.split(
    " ",
  ),
  " ",
  ..."for in if else endif endfor true false null var.x local.y a b_c d-e 0 1.5 1e3 upper( join( :: <<EOT".split(
    " ",
  ),
);
const nearly = fc
  .array(fc.oneof({ weight: 9, arbitrary: pieces }, fc.string({ maxLength: 3 })), { maxLength: 40 })
  .map((all) => all.join(""));

test("parsing throws nothing but an ExpressionError", () => {
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: "binary" })), (text) => {
      for (const source of [text, `\${${text}}`]) {
        try {
          parseTemplate(source);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }
    }),
    { numRuns: 5000 },
  );
});

test("evaluating throws nothing: it gives a value or tells why not", () => {
  fc.assert(
    fc.property(nearly, (text) => {
      const value = evaluateExpression(text);
      if (value instanceof Unresolved) expect(value.reason).not.toBe("");
    }),
    { numRuns: 3000 },
  );
});

test("any JSON gives a value, however its keys are called", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void evaluateJson(json)));
});

/** Text as it is written inside of quotes in an expression. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll("${", "$${")
    .replaceAll("%{", "%%{")
    .replace(/\\([bf/])/g, (_, letter: string) => ({ b: "\\u0008", f: "\\u000c", "/": "/" })[letter] ?? "");
}

// "$" and "%" in a row before the brace would need more than doubling, in Terraform too.
const texts = fc.string({ unit: "grapheme" }).filter((text) => !/[$%]{2}\{/.test(text));

test("escaped text comes out as it went in, bare and quoted", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const escaped = text.replaceAll("${", "$${").replaceAll("%{", "%%{");
      expect(evaluateJson(escaped)).toBe(text.normalize("NFC"));
      expect(evaluateExpression(quoted(text))).toBe(text.normalize("NFC"));
      expect(evaluateJson(`a${escaped} \${1}`)).toBe(`${`a${text}`.normalize("NFC")} 1`);
    }),
    { numRuns: 2000 },
  );
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().map((number) => number + 0),
    fc.integer({ min: -9999, max: 9999 }).map((number) => number / 16 + 0),
    texts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
  ),
})).value;

const normalized = (value: unknown): unknown => JSON.parse(JSON.stringify(value).normalize("NFC"));

test("jsondecode reads back what jsonencode wrote", () => {
  fc.assert(
    fc.property(json, (value) => {
      const decoded = evaluateExpression(`jsondecode(${quoted(JSON.stringify(value))})`);
      const encoded = encodeJson(decoded);
      expect(JSON.parse(encoded)).toEqual(normalized(value));
      expect(evaluateExpression(`jsonencode(jsondecode(${quoted(encoded)}))`)).toBe(encoded);
    }),
    { numRuns: 500 },
  );
});

test("what jsonencode writes can stand in HTML and in JavaScript", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(evaluateExpression(`jsonencode(${quoted(text)})`)).not.toMatch(/[<>&\u2028\u2029]/);
    }),
  );
});

test("base64 and lists of text come back as they were", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(evaluateExpression(`base64decode(base64encode(${quoted(text)}))`)).toBe(text.normalize("NFC"));
      expect(evaluateExpression(`join("|", split("|", ${quoted(text)}))`)).toBe(text.normalize("NFC"));
    }),
  );
});
