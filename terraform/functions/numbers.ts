import { ExpressionError } from "../expression/error.ts";
import { exact } from "../number.ts";
import type { Value } from "../value.ts";
import { integer, number } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function ofOne(run: (value: number) => number): TerraformFunction {
  return { min: 1, max: 1, run: ([value]) => exact(run(number(value))) };
}

/** Terraform, too, works these two out with doubles. */
function ofDoubles(run: (a: number, b: number) => number): TerraformFunction {
  const double = (result: number) =>
    Number.isInteger(result) || !Number.isFinite(result) ? exact(result) : result;
  return { min: 2, max: 2, run: ([a, b]) => double(run(number(a), number(b))) };
}

function ofMany(run: (values: readonly number[]) => number): TerraformFunction {
  return { min: 1, max: 10_000, run: (args) => exact(run(args.map(number))) };
}

function parseInteger(source: Value | undefined, base: number): number {
  if (typeof source !== "string") throw new ExpressionError("the number must be text");
  if (base < 2 || base > 62) throw new ExpressionError(`${base} is not a base between 2 and 62`);
  const negative = source.startsWith("-");
  const unsigned = source.replace(/^[+-]/, "");
  let result = 0;
  for (const digit of base <= 36 ? unsigned.toLowerCase() : unsigned) {
    const value = digits.indexOf(digit);
    if (value < 0 || value >= base)
      throw new ExpressionError(`${JSON.stringify(source)} is no number of base ${base}`);
    result = exact(result * base + value);
  }
  if (unsigned === "") throw new ExpressionError("the number is empty");
  return negative ? -result : result;
}

/** Functions on numbers. */
export const numberFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs: ofOne(Math.abs),
  ceil: ofOne(Math.ceil),
  floor: ofOne(Math.floor),
  log: ofDoubles((value, base) => Math.log(value) / Math.log(base)),
  max: ofMany((values) => values.reduce((a, b) => Math.max(a, b))),
  min: ofMany((values) => values.reduce((a, b) => Math.min(a, b))),
  parseint: { min: 2, max: 2, run: ([source, base]) => parseInteger(source, integer(base)) },
  pow: ofDoubles(Math.pow),
  signum: ofOne(Math.sign),
};
