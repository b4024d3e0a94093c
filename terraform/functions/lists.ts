import { ExpressionError } from "../expression/error.ts";
import { exact } from "../number.ts";
import { convert } from "../types/convert.ts";
import { typeOf, unify } from "../types/unify.ts";
import { asList, compareText, equal, kindOf, type Value } from "../value.ts";
import { integer, list, number, ordered, text, textList } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";

/** A list stays a list, anything else becomes a tuple. */
function like(source: Value | undefined, elements: Value[]): Value[] {
  return Array.isArray(source) && kindOf(source) !== "tuple" ? asList(elements) : elements;
}

function bools(value: Value | undefined): readonly boolean[] {
  return list(value).map((element) => element !== null && (convert(element, "bool") as boolean));
}

function chunks(elements: readonly Value[], size: number): Value[] {
  if (size < 0) throw new ExpressionError(`${size} is not a size`);
  if (size === 0) return [asList([...elements])];
  const result: Value[] = [];
  for (let i = 0; i < elements.length; i += size) result.push(asList(elements.slice(i, i + size)));
  return result;
}

function concat(args: readonly Value[]): Value {
  const lists = args.map(ordered);
  const all = lists.flat();
  return args.every((argument) => kindOf(argument as Value[]) === "list") ? asList(all) : all;
}

function distinct(source: Value | undefined): Value {
  const elements = convert(list(source) as Value[], { list: "any" }) as Value[];
  return asList(
    elements.filter((element, index) => elements.findIndex((other) => equal(other, element)) === index),
  );
}

function elementAt(source: Value | undefined, index: number): Value {
  const elements = ordered(source);
  if (index < 0) throw new ExpressionError("an index must not be negative");
  if (elements.length === 0) throw new ExpressionError("the list is empty");
  return elements[index % elements.length]!;
}

function flatten(elements: readonly Value[]): Value[] {
  return elements.flatMap((element) => (Array.isArray(element) ? flatten(element) : [element]));
}

function matchKeys([values, keys, wanted]: readonly Value[]): Value {
  const [all, names] = [list(values), list(keys)];
  if (all.length !== names.length) throw new ExpressionError("values and keys have different lengths");
  const type = unify([...names, ...list(wanted)].map(typeOf)) ?? "any";
  const search = list(wanted).map((element) => convert(element, type));
  const found = all.filter((_, index) =>
    search.some((element) => equal(element, convert(names[index]!, type))),
  );
  return asList(found);
}

function one(elements: readonly Value[]): Value {
  if (elements.length > 1)
    throw new ExpressionError(`at most one element is allowed, ${elements.length} came`);
  return elements[0] ?? null;
}

function range(args: readonly Value[]): Value {
  const [first, second, third] = args.map(number);
  const [start, end] = second === undefined ? [0, first!] : [first!, second];
  const step = third ?? (end < start ? -1 : 1);
  if (step === 0 || (end < start && step > 0) || (end > start && step < 0)) {
    throw new ExpressionError("the step does not lead from the start to the end");
  }
  const result: number[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i = exact(i + step)) {
    if (result.push(i) > 1024) throw new ExpressionError("more than 1024 numbers");
  }
  return asList(result);
}

function slice(source: Value | undefined, start: number, end: number): Value {
  const elements = ordered(source);
  if (start < 0 || end > elements.length || start > end)
    throw new ExpressionError("the ends are not within the list");
  return like(source, elements.slice(start, end));
}

function sum(elements: readonly Value[]): number {
  if (elements.length === 0) throw new ExpressionError("the list is empty");
  return elements.map(number).reduce((total, element) => exact(total + element));
}

function indexOf(elements: readonly Value[], wanted: Value): number {
  const index = elements.findIndex((element) => equal(element, wanted));
  if (index < 0) throw new ExpressionError("the value is not in the list");
  return index;
}

/** Functions on lists; those that move elements about leave unresolved ones where they are. */
export const listFunctions: Readonly<Record<string, TerraformFunction>> = {
  alltrue: { min: 1, max: 1, run: ([value]) => bools(value).every((element) => element) },
  anytrue: { min: 1, max: 1, run: ([value]) => bools(value).some((element) => element) },
  chunklist: { min: 2, max: 2, run: ([value, size]) => asList(chunks(list(value), integer(size))) },
  compact: {
    min: 1,
    max: 1,
    run: ([value]) =>
      asList(
        list(value)
          .filter((element) => element !== null && element !== "")
          .map(text),
      ),
  },
  concat: { min: 1, max: 1000, takesUnresolved: true, run: concat },
  distinct: { min: 1, max: 1, run: ([value]) => distinct(value) },
  element: {
    min: 2,
    max: 2,
    takesUnresolved: true,
    run: ([value, index]) => elementAt(value, integer(index)),
  },
  flatten: { min: 1, max: 1, run: ([value]) => flatten(list(value)) },
  index: { min: 2, max: 2, run: ([value, wanted]) => indexOf(ordered(value), wanted!) },
  matchkeys: { min: 3, max: 3, run: matchKeys },
  one: { min: 1, max: 1, takesUnresolved: true, run: ([value]) => one(list(value)) },
  range: { min: 1, max: 3, run: range },
  reverse: {
    min: 1,
    max: 1,
    takesUnresolved: true,
    run: ([value]) => like(value, [...list(value)].reverse()),
  },
  slice: {
    min: 3,
    max: 3,
    takesUnresolved: true,
    run: ([value, start, end]) => slice(value, integer(start), integer(end)),
  },
  sort: { min: 1, max: 1, run: ([value]) => asList(textList(value).sort(compareText)) },
  sum: { min: 1, max: 1, run: ([value]) => sum(list(value)) },
};
