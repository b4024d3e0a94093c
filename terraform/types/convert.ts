import { ExpressionError } from "../expression/error.ts";
import { numberText, parseNumber } from "../number.ts";
import { asList, asMap, asSet, isMap, kindOf, mapOf, typeName, Unresolved, type Value } from "../value.ts";
import { type Type, typeText } from "./type.ts";
import { typeOf, unify } from "./unify.ts";

/**
 * Converts a value to a type as Terraform does wherever a type is asked for. Null stays null, and what is unresolved
 * stays unresolved.
 *
 * @throws {ExpressionError} when there is no such conversion.
 */
export function convert(value: Value, type: Type): Value {
  if (value === null || value instanceof Unresolved || type === "any") return value;
  if (type === "string" && typeof value === "string") return value;
  if (typeof type === "string") return primitive(value, type);
  if ("list" in type && Array.isArray(value)) return asList(elements(value, type.list));
  if ("set" in type && Array.isArray(value)) return asSet(elements(value, type.set));
  if ("map" in type && isMap(value)) {
    const keys = Object.keys(value);
    const converted = elements(Object.values(value), type.map);
    return asMap(mapOf(keys.map((key, index) => [key, converted[index]!] as const)));
  }
  if (
    "tuple" in type &&
    Array.isArray(value) &&
    kindOf(value) !== "set" &&
    value.length === type.tuple.length
  ) {
    return value.map((element, index) => convert(element, type.tuple[index]!));
  }
  if ("object" in type && isMap(value)) return object(value, type.object);
  throw mismatch(value, type);
}

/** A list's or map's elements; for `list(any)` all of one type, the one they unify to. */
function elements(values: readonly Value[], type: Type): Value[] {
  const element = type === "any" ? unify(values.map(typeOf)) : type;
  if (element === undefined)
    throw new ExpressionError("all elements must have one type, and these do not unify");
  return values.map((value) => convert(value, element));
}

function object(
  value: { readonly [key: string]: Value },
  attributes: Extract<Type, { object: unknown }>["object"],
): Value {
  return mapOf(
    [...attributes].map(([name, { type, optional, fallback }]) => {
      const given = name in value ? value[name]! : undefined;
      if (given === undefined && !optional) throw new ExpressionError(`the attribute "${name}" is required`);
      return [
        name,
        convert(given === undefined || (given === null && optional) ? fallback : given, type),
      ] as const;
    }),
  );
}

function primitive(value: Value, type: "string" | "number" | "bool"): Value {
  if (typeof value === (type === "bool" ? "boolean" : type)) return value;
  if (type === "string") {
    if (typeof value === "number") return numberText(value);
    if (typeof value === "boolean") return String(value);
  } else if (typeof value === "string") {
    if (type === "number") {
      const number = parseNumber(value);
      if (number !== undefined) return number;
    } else if (value === "true" || value === "1") return true;
    else if (value === "false" || value === "0") return false;
  }
  throw mismatch(value, type);
}

function mismatch(value: Value, type: Type): ExpressionError {
  return new ExpressionError(`${typeText(type)} is required, ${typeName(value)} came`);
}
