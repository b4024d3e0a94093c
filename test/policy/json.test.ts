import fc from "fast-check";
import { parseJson } from "../../policy/json.ts";

describe("the JSON text of a policy", () => {
  test.each([
    '{"Effect":"Deny","Effect":"Allow"}',
    '{"a":{"b":1,"b":2}}',
    '{"a":[{"b":1},{"b":1,"c":2,"b":3}]}',
    '{"a":1,"\\u0061":2}',
    '{"a" : 1 , "a"\n: 2}',
  ])("a name that is there twice in one object is refused: %s", (text) => {
    expect(() => parseJson(text)).toThrow(/appears twice/);
  });

  test.each([
    '{"a":{"b":1},"c":{"b":1}}',
    '{"a":"a","b":"a"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '[{"a":1},{"a":1}]',
    '{"a":{"a":1}}',
    '{"a\\"":1,"a":2}',
  ])("the same name elsewhere is not: %s", (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each(["", "{", "{'a':1}", '{"a":1,}'])("what is not JSON is refused: %p", (text) => {
    expect(() => parseJson(text)).toThrow(/allowed: a JSON document/);
  });

  test("reads every JSON text as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("a text of megabytes is read", () => {
    const text = JSON.stringify({ a: "x".repeat(8_000_000), b: '\\"'.repeat(1_000_000) });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});
