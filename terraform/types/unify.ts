import { isMap, kindOf, type Value } from "../value.ts";
import type { ObjectAttribute, Type } from "./type.ts";

/** The type of a value; `any` where it cannot be told (null, unresolved, the elements of an empty list). */
export function typeOf(value: Value): Type {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) {
    const kind = kindOf(value);
    if (kind === "tuple") return { tuple: value.map(typeOf) };
    const element = unify(value.map(typeOf)) ?? "any";
    return kind === "set" ? { set: element } : { list: element };
  }
  if (!isMap(value)) return "any";
  const entries = Object.entries(value);
  if (kindOf(value) === "map") return { map: unify(entries.map(([, element]) => typeOf(element))) ?? "any" };
  return { object: new Map(entries.map(([key, element]) => [key, required(typeOf(element))])) };
}

function required(type: Type): ObjectAttribute {
  return { type, optional: false, fallback: null };
}

/**
 * The one type to which values of all these types can be converted, by the rules with which Terraform makes lists of
 * mixed elements and conditionals of two kinds; `undefined` if there is none.
 */
export function unify(all: readonly Type[]): Type | undefined {
  const types = all.filter((type) => type !== "any");
  const [first] = types;
  if (first === undefined) return "any";
  if (types.every((type) => type === "number")) return "number";
  if (types.every((type) => type === "bool")) return "bool";
  // Numbers and bools become text beside text, but not beside each other.
  if (types.every((type) => typeof type === "string")) return types.includes("string") ? "string" : undefined;
  const tuples = types.flatMap((type) => (typeof type === "object" && "tuple" in type ? [type.tuple] : []));
  const objects = types.flatMap((type) =>
    typeof type === "object" && "object" in type ? [type.object] : [],
  );
  if (tuples.length === types.length) return unifyTuples(tuples);
  if (objects.length === types.length) return unifyObjects(objects);
  return unifyCollections(types, "map") ?? unifyCollections(types, "list") ?? unifyCollections(types, "set");
}

function unifyTuples(tuples: readonly (readonly Type[])[]): Type | undefined {
  const length = tuples[0]!.length;
  if (tuples.every((tuple) => tuple.length === length)) {
    const elements = tuples[0]!.map((_, index) => unify(tuples.map((tuple) => tuple[index]!)));
    return elements.every((element) => element !== undefined) ? { tuple: elements } : undefined;
  }
  const element = unify(tuples.flat());
  return element && { list: element };
}

function unifyObjects(objects: readonly ReadonlyMap<string, ObjectAttribute>[]): Type | undefined {
  const names = [...objects[0]!.keys()];
  if (objects.every((object) => object.size === names.length && names.every((name) => object.has(name)))) {
    const attributes = names.map(
      (name) => [name, unify(objects.map((object) => object.get(name)!.type))] as const,
    );
    if (attributes.every(([, type]) => type !== undefined)) {
      return { object: new Map(attributes.map(([name, type]) => [name, required(type!)])) };
    }
    return undefined;
  }
  const element = unify(objects.flatMap((object) => [...object.values()].map(({ type }) => type)));
  return element && { map: element };
}

/** Lists take tuples and sets beside them, sets take tuples, maps take objects. */
function unifyCollections(types: readonly Type[], kind: "map" | "list" | "set"): Type | undefined {
  const elements: Type[] = [];
  let found = false;
  for (const type of types) {
    if (typeof type === "string") return undefined;
    if (kind in type) {
      found = true;
      elements.push((type as Readonly<Record<string, Type>>)[kind]!);
    } else if (kind === "map" && "object" in type)
      elements.push(...[...type.object.values()].map(({ type: t }) => t));
    else if (kind !== "map" && "tuple" in type) elements.push(...type.tuple);
    else if (kind === "list" && "set" in type) elements.push(type.set);
    else return undefined;
  }
  const element = found ? unify(elements) : undefined;
  if (element === undefined) return undefined;
  return kind === "map" ? { map: element } : kind === "list" ? { list: element } : { set: element };
}
