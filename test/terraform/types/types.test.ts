import { ExpressionError } from "../../../terraform/expression/error.ts";
import { convert } from "../../../terraform/types/convert.ts";
import { parseType, type Type, typeText } from "../../../terraform/types/type.ts";
import { typeOf, unify } from "../../../terraform/types/unify.ts";
import { asList, asMap, asSet, kindOf, mapOf, Unresolved, type Value } from "../../../terraform/value.ts";

const type = (source: string): Type =>
  parseType(source, (node) => (node.type === "literal" ? node.value : null));

test.each([
  "string",
  "number",
  "bool",
  "any",
  "list(string)",
  "set(number)",
  "map(list(any))",
  "tuple([string, bool])",
  "object({a=string, b=map(number)})",
])("%s is a type", (source) => expect(typeText(type(source))).toBe(source));

test("the short forms of old Terraform are of anything", () => {
  expect(typeText(type("list"))).toBe("list(any)");
  expect(typeText(type("map"))).toBe("map(any)");
});

test.each([
  "text",
  "list()",
  "list(string, string)",
  "object(string)",
  'object({"${a}"=string})',
  "5",
  "tuple(string)",
  "optional(string)",
  "list(",
])("%s is no type", (source) => expect(() => type(source)).toThrow(ExpressionError));

test.each<[Value, string, unknown]>([
  [5, "string", "5"],
  [true, "string", "true"],
  [1e-7, "string", "0.0000001"],
  ["5", "number", 5],
  ["true", "bool", true],
  ["1", "bool", true],
  ["0", "bool", false],
  [["a", 1], "list(string)", ["a", "1"]],
  [["b", "a", "b"], "set(string)", ["a", "b"]],
  [[1, "a"], "list(any)", ["1", "a"]],
  [mapOf([["a", 1]]), "map(string)", { a: "1" }],
  [["a", 1], "tuple([string, string])", ["a", "1"]],
  [
    mapOf([
      ["a", 1],
      ["b", 2],
    ]),
    "object({a=string})",
    { a: "1" },
  ],
  [mapOf([["a", null]]), 'object({a=optional(string, "x")})', { a: "x" }],
  [mapOf([]), "object({a=optional(string)})", { a: null }],
  [null, "string", null],
  ["x", "any", "x"],
])("%j as %s is %j", (value, to, expected) => expect(convert(value, type(to))).toEqual(expected));

test.each<[Value, string, string]>([
  ["x", "number", "number is required, string came"],
  ["yes", "bool", "bool is required, string came"],
  [5, "bool", "bool is required, number came"],
  [["a"], "string", "string is required, tuple came"],
  ["a", "list(string)", "list(string) is required, string came"],
  [mapOf([]), "list(string)", "list(string) is required, object came"],
  [["a"], "map(string)", "map(string) is required, tuple came"],
  [[1, true], "list(any)", "all elements must have one type, and these do not unify"],
  [["a"], "tuple([string, string])", "tuple([string, string]) is required, tuple came"],
  [asSet(["a"]), "tuple([string])", "is required, set came"],
  [mapOf([]), "object({a=string})", 'the attribute "a" is required'],
])("%j is no %s", (value, to, message) => expect(() => convert(value, type(to))).toThrow(message));

test("what is unresolved stays so, by itself", () => {
  const unresolved = new Unresolved("r", "e");
  expect(convert(unresolved, "string")).toBe(unresolved);
  expect(convert([1, unresolved], { list: "string" })).toEqual(["1", unresolved]);
});

test("a conversion gives the kind of its type", () => {
  expect(kindOf(convert(["a"], { list: "string" }) as Value[])).toBe("list");
  expect(kindOf(convert(["a"], { set: "string" }) as Value[])).toBe("set");
  expect(kindOf(convert(mapOf([]), { map: "string" }) as Value[])).toBe("map");
});

test.each<[readonly Value[], string | undefined]>([
  [[1, "a"], "string"],
  [[true, "a"], "string"],
  [[1, true], undefined],
  [[null, 1], "number"],
  [[], "any"],
  [["a", ["b"]], undefined],
  [[["a"], [1]], "tuple([string])"],
  [[["a"], [1, 2]], "list(string)"],
  [[asList(["a"]), [1]], "list(string)"],
  [[asSet(["a"]), asList([1])], "list(string)"],
  [[asSet(["a"]), ["b"]], "set(string)"],
  [[mapOf([["a", 1]]), mapOf([["a", "x"]])], "object({a=string})"],
  [[mapOf([["a", 1]]), mapOf([["b", "x"]])], "map(string)"],
  [[mapOf([["a", 1]]), mapOf([["b", true]])], undefined],
  [[asMap(mapOf([["a", 1]])), mapOf([["b", "x"]])], "map(string)"],
  [[mapOf([]), ["a"]], undefined],
])("%j have the type %s together", (values, expected) => {
  const together = unify(values.map(typeOf));
  expect(together && typeText(together)).toBe(expected);
});
