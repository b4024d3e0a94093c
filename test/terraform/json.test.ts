import { parseJson } from "../../terraform/json.ts";

test("reads JSON", () => {
  expect(parseJson('{"a":["[{\\"",1,null]}')).toEqual({ a: ['[{"', 1, null] });
});

test("refuses malformed JSON", () => {
  expect(() => parseJson('{"a":')).toThrow(SyntaxError);
});

test.each(["[", '{"a":'])("refuses %s nested a million times, at once", (open) => {
  expect(() => parseJson(open.repeat(1_000_000))).toThrow("nested deeper than 200 levels");
});

test("takes 200 levels, and does not count brackets in text", () => {
  expect(() => parseJson("[".repeat(200) + "]".repeat(200))).not.toThrow();
  expect(() => parseJson(JSON.stringify("[".repeat(1000)))).not.toThrow();
  expect(() => parseJson("[".repeat(201) + "]".repeat(201))).toThrow("nested deeper");
});
