import { mapOf, type Value } from "../value.ts";
import { ExpressionError } from "./error.ts";

/**
 * Something that is named in an expression and worked out only as far as it is asked for: a resource whose one
 * attribute is wanted, not all of them.
 */
export abstract class Lazy {
  /** What `.name` or `[key]` gives. @throws {ExpressionError} when there is no such thing. */
  abstract step(key: string | number): Operand;
  /** What a `for`, a splat or a `for_each` goes through, if it is a collection of its own. */
  abstract entries(): readonly (readonly [key: string | number, value: Operand])[] | undefined;
  /** All of it, as a plain value. */
  abstract settle(): Value;
}

/** What an expression is worked out to: a value, or something that is not needed as a whole yet. */
export type Operand = Value | Lazy;

/** A plain value. */
export function settle(operand: Operand): Value {
  return operand instanceof Lazy ? operand.settle() : operand;
}

/** Where names get their meaning. */
export interface Scope {
  /** @returns what a name stands for, `undefined` if it stands for nothing. */
  lookup(name: string): Operand | undefined;
}

/** A scope with some names of its own: the variables of a `for`, `each`, `count`, a `dynamic` block's iterator. */
export class InnerScope implements Scope {
  readonly #outer: Scope;
  readonly #names: ReadonlyMap<string, Operand>;

  constructor(outer: Scope, names: Iterable<readonly [string, Operand]>) {
    this.#outer = outer;
    this.#names = new Map(names);
  }

  lookup(name: string): Operand | undefined {
    return this.#names.has(name) ? this.#names.get(name) : this.#outer.lookup(name);
  }
}

/** A lazy object whose attributes are known by name, such as `each` (`key`, `value`) or `path`. */
export class LazyObject extends Lazy {
  readonly #attributes: ReadonlyMap<string, Operand>;

  constructor(attributes: Readonly<Record<string, Operand>>) {
    super();
    this.#attributes = new Map(Object.entries(attributes));
  }

  step(key: string | number): Operand {
    const found = this.#attributes.get(String(key));
    if (found === undefined)
      throw new ExpressionError(`there is no attribute ${JSON.stringify(String(key))}`);
    return found;
  }

  entries(): readonly (readonly [string, Operand])[] {
    return [...this.#attributes];
  }

  settle(): Value {
    return mapOf(this.entries().map(([key, value]) => [key, settle(value)] as const));
  }
}
