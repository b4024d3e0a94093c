import { ExpressionError } from "../expression/error.ts";
import { convert } from "../types/convert.ts";
import { typeOf, unify } from "../types/unify.ts";
import { asList, asSet, equal, kindOf, type Value } from "../value.ts";
import { list } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";

/** The arguments as sets of one type. */
function sets(args: readonly Value[]): Value[][] {
  const element = unify(args.flatMap((argument) => list(argument).map(typeOf)));
  if (element === undefined) throw new ExpressionError("all elements must have one type");
  return args.map((argument) => convert(list(argument) as Value[], { set: element }) as Value[]);
}

function has(set: readonly Value[], element: Value): boolean {
  return set.some((other) => equal(other, element));
}

/** Every combination of one element of each; as a set only when all are sets. */
function product(args: readonly Value[]): Value {
  const size = args.reduce<number>((total, argument) => total * list(argument).length, 1);
  if (size > 100_000) throw new ExpressionError(`${size} combinations are too many`);
  const rows = args.reduce<Value[][]>(
    (built, argument) => built.flatMap((row) => list(argument).map((element) => [...row, element])),
    [[]],
  );
  return args.every((argument) => kindOf(argument as Value[]) === "set") ? asSet(rows) : asList(rows);
}

/** Functions on sets; lists are taken as sets. */
export const setFunctions: Readonly<Record<string, TerraformFunction>> = {
  setintersection: {
    min: 1,
    max: 1000,
    run: (args) => {
      const [first, ...others] = sets(args);
      return asSet(first!.filter((element) => others.every((other) => has(other, element))));
    },
  },
  setproduct: { min: 2, max: 100, run: product },
  setsubtract: {
    min: 2,
    max: 2,
    run: (args) => {
      const [first, second] = sets(args);
      return asSet(first!.filter((element) => !has(second!, element)));
    },
  },
  setunion: { min: 1, max: 1000, run: (args) => asSet(sets(args).flat()) },
};
