import { ExpressionError } from "../expression/error.ts";
import { type Budget, limitSize } from "../expression/limits.ts";
import type { Value, ValueMap } from "../value.ts";
import { collectionFunctions } from "./collections.ts";
import { conversionFunctions } from "./conversions.ts";
import { encodingFunctions } from "./encoding.ts";
import { fileFunctions } from "./files.ts";
import { formatFunctions } from "./format.ts";
import { hashFunctions } from "./hashes.ts";
import { listFunctions } from "./lists.ts";
import { networkFunctions } from "./network.ts";
import { numberFunctions } from "./numbers.ts";
import { regexFunctions } from "./regexes.ts";
import { setFunctions } from "./sets.ts";
import { stringFunctions } from "./strings.ts";

/** What functions need from outside of the expression. */
export interface FunctionContext {
  readonly budget: Budget;
  /** Reads a file below the synthesized output directory. @throws {ExpressionError} when it may not or cannot be read. */
  readFile(path: string): Buffer;
  /** Renders a template, for `templatefile`. */
  render(template: string, variables: ValueMap): Value;
}

/** A function of Terraform's language. Arguments are plain values without anything unresolved, unless it says so. */
export interface TerraformFunction {
  readonly min: number;
  readonly max: number;
  readonly run: (args: readonly Value[], context: FunctionContext) => Value;
  /** It only moves elements about, so that unresolved ones may stay among them. */
  readonly takesUnresolved?: boolean;
}

const functions: ReadonlyMap<string, TerraformFunction> = new Map(
  [
    numberFunctions,
    stringFunctions,
    regexFunctions,
    formatFunctions,
    listFunctions,
    collectionFunctions,
    setFunctions,
    conversionFunctions,
    encodingFunctions,
    hashFunctions,
    fileFunctions,
    networkFunctions,
  ].flatMap((group) => Object.entries(group)),
);

/** The names of the functions that are worked out here, besides `try` and `can`. */
export const functionNames: readonly string[] = [...functions.keys()].sort();

/** Whether a function leaves unresolved elements where they are. */
export function takesUnresolved(name: string): boolean {
  return functions.get(name)?.takesUnresolved === true;
}

/**
 * Calls a function by its name.
 *
 * @throws {ExpressionError} when it is not one that is known here, or when it fails as it would in Terraform.
 */
export function callFunction(name: string, args: readonly Value[], context: FunctionContext): Value {
  const called = functions.get(name);
  if (!called) throw new ExpressionError(`the function "${name}" is not supported here`);
  if (args.length < called.min || args.length > called.max) {
    throw new ExpressionError(`${name}: ${args.length} arguments came`);
  }
  try {
    return limitSize(called.run(args, context));
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new ExpressionError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}
