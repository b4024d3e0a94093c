import { Unresolved, type Value } from "../value.ts";
import { ExpressionError } from "./error.ts";

const MAX_TEXT = 8 * 1024 * 1024;
const MAX_ELEMENTS = 500_000;

/**
 * How much work may be done on one stack's expressions. Terraform that nobody trusts yet must not be able to hold the
 * reader with a few lines of nested `for`.
 */
export class Budget {
  #left: number;

  /** @param steps how many nodes and elements may be worked out; a large stack needs some ten thousand. */
  constructor(steps = 5_000_000) {
    this.#left = steps;
  }

  /** @throws {ExpressionError} once everything is spent. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new ExpressionError("the stack's expressions take more work than is allowed");
  }
}

/** @throws {ExpressionError} when text would grow beyond what any attribute can hold. */
export function limitText(text: string, already = 0): string {
  if (text.length + already > MAX_TEXT)
    throw new ExpressionError(`a text longer than ${MAX_TEXT} characters`);
  return text;
}

const sizes = new WeakMap<object, number>();

/**
 * Counts the elements in a value, each as often as it appears: values share what they refer to, so a few lines can
 * name a value that no memory holds.
 *
 * @throws {ExpressionError} when there are too many.
 */
export function limitSize(value: Value): Value {
  sizeOf(value);
  return value;
}

function sizeOf(value: Value): number {
  if (typeof value === "string") return limitText(value).length > 1000 ? 1 + value.length / 1000 : 1;
  if (value === null || typeof value !== "object" || value instanceof Unresolved) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const element of Array.isArray(value) ? value : Object.values(value)) {
    size += sizeOf(element);
    if (size > MAX_ELEMENTS) throw new ExpressionError(`a value with more than ${MAX_ELEMENTS} elements`);
  }
  sizes.set(value, size);
  return size;
}
