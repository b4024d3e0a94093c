import { ExpressionError } from "../expression/error.ts";
import { convert } from "../types/convert.ts";
import { typeOf, unify } from "../types/unify.ts";
import {
  asList,
  asMap,
  equal,
  isMap,
  kindOf,
  mapOf,
  sortedKeys,
  typeName,
  type Value,
  type ValueMap,
} from "../value.ts";
import { list, map, ordered, present, text, textList } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";
import { graphemes } from "./graphemes.ts";

function isTyped(source: ValueMap): boolean {
  return kindOf(source) === "map";
}

function keys(source: ValueMap): Value {
  return isTyped(source) ? asList(sortedKeys(source)) : sortedKeys(source);
}

function values(source: ValueMap): Value {
  const all = sortedKeys(source).map((key) => source[key]!);
  return isTyped(source) ? asList(all) : all;
}

/** The first argument that is neither null nor empty text, in the type that all of them have together. */
function coalesce(args: readonly Value[]): Value {
  const type = unify(args.map(typeOf));
  if (type === undefined) throw new ExpressionError("all arguments must have one type");
  const found = args
    .map((argument) => convert(argument, type))
    .find((value) => value !== null && value !== "");
  if (found === undefined) throw new ExpressionError("every argument is null or empty");
  return found;
}

function coalesceList(args: readonly Value[]): Value {
  const found = args.find((argument) => ordered(argument).length > 0);
  if (found === undefined) throw new ExpressionError("every list is empty");
  return found;
}

function length(value: Value | undefined): number {
  if (typeof value === "string") return graphemes(value).length;
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new ExpressionError(`${typeName(value ?? null)} has no length`);
}

function lookup([source, key, fallback]: readonly Value[]): Value {
  const found = map(source)[text(key)];
  if (found !== undefined) return found;
  if (fallback !== undefined && isTyped(map(source))) {
    return convert(fallback, unify(Object.values(map(source)).map(typeOf)) ?? "any");
  }
  if (fallback === undefined) throw new ExpressionError(`there is no key ${JSON.stringify(text(key))}`);
  return fallback;
}

function merge(args: readonly Value[]): Value {
  const sources = args.filter((argument) => argument !== null).map(map);
  const merged = mapOf(sources.flatMap((source) => Object.entries(source)));
  return sources.length > 0 && sources.every(isTyped) ? asMap(merged) : merged;
}

function transpose(source: ValueMap): Value {
  const result = mapOf([]);
  for (const key of sortedKeys(source)) {
    for (const name of textList(source[key])) {
      result[name] ??= asList([]);
      (result[name] as Value[]).push(key);
    }
  }
  return asMap(result);
}

function zipMap(names: readonly string[], source: Value | undefined): Value {
  const elements = list(source);
  if (names.length !== elements.length) throw new ExpressionError("keys and values have different lengths");
  const zipped = mapOf(names.map((name, index) => [name, elements[index]!] as const));
  return kindOf(source as Value[]) === "tuple" ? zipped : asMap(zipped);
}

/** Functions on maps, and on collections of any kind. */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  coalesce: { min: 1, max: 1000, run: coalesce },
  coalescelist: { min: 1, max: 1000, run: coalesceList },
  contains: {
    min: 2,
    max: 2,
    run: ([source, wanted]) => list(source).some((element) => equal(element, present(wanted))),
  },
  keys: { min: 1, max: 1, takesUnresolved: true, run: ([source]) => keys(map(source)) },
  length: { min: 1, max: 1, takesUnresolved: true, run: ([source]) => length(source) },
  lookup: { min: 2, max: 3, takesUnresolved: true, run: lookup },
  merge: { min: 0, max: 1000, takesUnresolved: true, run: merge },
  transpose: { min: 1, max: 1, run: ([source]) => transpose(map(source)) },
  values: { min: 1, max: 1, takesUnresolved: true, run: ([source]) => values(map(source)) },
  zipmap: { min: 2, max: 2, run: ([names, source]) => zipMap(textList(names), source) },
};
