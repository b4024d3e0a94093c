import fc from "fast-check";
import {
  asList,
  asMap,
  asSet,
  compareText,
  equal,
  findUnresolved,
  kindOf,
  mapOf,
  sortedKeys,
  typeName,
  Unresolved,
  type Value,
} from "../../terraform/value.ts";

const unresolved = new Unresolved("known later", "${x}");

test("a map has no prototype, so that no key is special", () => {
  const map = mapOf([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
  expect(Object.getPrototypeOf(map)).toBeNull();
  expect(sortedKeys(map)).toEqual(["__proto__", "constructor"]);
  expect(Object.values(map)).toEqual(["a", "b"]);
});

test.each<[readonly Value[], readonly Value[]]>([
  [
    ["b", "a", "b"],
    ["a", "b"],
  ],
  [
    [10, 9, 10],
    [9, 10],
  ],
  [
    [true, false, true],
    [false, true],
  ],
  [
    ["a", null],
    ["a", null],
  ],
  [
    [[1], [1], [2]],
    [[1], [2]],
  ],
])("the set of %j is %j", (elements, expected) => {
  const set = asSet(elements);
  expect(set).toEqual(expected);
  expect(kindOf(set)).toBe("set");
});

test.each<[Value, Value, boolean]>([
  [1, 1, true],
  [1, "1", false],
  [null, null, true],
  [["a"], ["a"], true],
  [asList(["a"]), ["a"], false],
  [asList(["a"]), asList(["a"]), true],
  [asSet(["a", "b"]), asSet(["b", "a"]), true],
  [mapOf([["a", 1]]), mapOf([["a", 1]]), true],
  [mapOf([["a", 1]]), asMap(mapOf([["a", 1]])), false],
  [mapOf([["a", 1]]), mapOf([["b", 1]]), false],
  [["a"], ["a", "b"], false],
  [[], mapOf([]), false],
  [unresolved, unresolved, false],
])("%j == %j is %s", (a, b, expected) => {
  expect(equal(a, b)).toBe(expected);
  expect(equal(b, a)).toBe(expected);
});

test("an unresolved value is found however deep it is", () => {
  expect(findUnresolved(mapOf([["a", ["b", mapOf([["c", unresolved]])]]]))).toBe(unresolved);
  expect(findUnresolved(["a", 1, null, mapOf([])])).toBeUndefined();
});

test("the error of an unresolved value tells why, and cuts a long expression", () => {
  expect(unresolved.error("a.b", "c").message).toBe("a.b: c: cannot be resolved: known later (in ${x})");
  expect(new Unresolved("r", "x".repeat(500)).error("a", "b").message.length).toBeLessThan(300);
});

test.each<[Value, string]>([
  [null, "null"],
  ["a", "string"],
  [1, "number"],
  [true, "bool"],
  [[], "tuple"],
  [asSet([]), "set"],
  [mapOf([]), "object"],
  [unresolved, "unresolved"],
])("the type of %j is %s", (value, name) => expect(typeName(value)).toBe(name));

test("text is ordered as its UTF-8 bytes are", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
