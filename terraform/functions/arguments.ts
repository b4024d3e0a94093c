import { ExpressionError } from "../expression/error.ts";
import { convert } from "../types/convert.ts";
import { isMap, kindOf, typeName, type Value, type ValueMap } from "../value.ts";

/** An argument that is not null. @throws {ExpressionError} when it is. */
export function present(value: Value | undefined): Value {
  if (value === null || value === undefined) throw new ExpressionError("an argument must not be null");
  return value;
}

/** An argument as text. @throws {ExpressionError} when it cannot be text. */
export function text(value: Value | undefined): string {
  return convert(present(value), "string") as string;
}

/** An argument as a number. @throws {ExpressionError} when it cannot be one. */
export function number(value: Value | undefined): number {
  return convert(present(value), "number") as number;
}

/** An argument as a whole number. @throws {ExpressionError} when it cannot be one. */
export function integer(value: Value | undefined): number {
  const converted = number(value);
  if (!Number.isInteger(converted))
    throw new ExpressionError(`a whole number is required, ${converted} came`);
  return converted;
}

/** The elements of a list, tuple or set. @throws {ExpressionError} when it is none. */
export function list(value: Value | undefined): readonly Value[] {
  const collection = present(value);
  if (!Array.isArray(collection))
    throw new ExpressionError(`a list is required, ${typeName(collection)} came`);
  return collection;
}

/** The elements of a list or tuple. @throws {ExpressionError} when it is none. */
export function ordered(value: Value | undefined): readonly Value[] {
  const elements = list(value);
  if (kindOf(value as Value[]) === "set") throw new ExpressionError("a set has no order");
  return elements;
}

/** The elements of a list as text. @throws {ExpressionError} when one of them is null or cannot be text. */
export function textList(value: Value | undefined): string[] {
  return list(value).map(text);
}

/** A map or object. @throws {ExpressionError} when it is none. */
export function map(value: Value | undefined): ValueMap {
  const collection = present(value);
  if (!isMap(collection)) throw new ExpressionError(`a map is required, ${typeName(collection)} came`);
  return collection;
}
