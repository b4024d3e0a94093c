import type { Declaration } from "./config.ts";
import { TerraformError } from "./errors.ts";
import { entriesOf } from "./expression/access.ts";
import { ExpressionError } from "./expression/error.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { InnerScope, Lazy, LazyObject, type Operand, type Scope } from "./expression/scope.ts";
import type { Instance } from "./instance.ts";
import { kindOf, mapOf, typeName, Unresolved, type Value } from "./value.ts";

const MAX_INSTANCES = 10_000;

/** One of the instances that a declaration stands for. */
export interface Expanded {
  /** What follows the declaration's address: nothing, `[0]` or `["key"]`. */
  readonly suffix: string;
  readonly key: string | number | undefined;
  /** Names for the body: `count` or `each`. */
  readonly scope: Scope;
}

/**
 * The instances that `count` or `for_each` make of a declaration: one, where there is neither.
 *
 * @throws {TerraformError} when how many there are cannot be worked out: a resource that may or may not be there is
 *   never guessed.
 */
export function expand(
  { address, body }: Declaration,
  scope: Scope,
  expressions: JsonExpressions,
): readonly Expanded[] {
  const hasCount = Object.hasOwn(body, "count") && body.count !== null;
  const hasForEach = Object.hasOwn(body, "for_each") && body.for_each !== null;
  if (hasCount && hasForEach) throw new TerraformError(address, "for_each", "count is given too");
  if (hasCount) return byCount(expressions.value(body.count, scope), address, scope);
  if (hasForEach) return byKey(expressions.operand(body.for_each, scope), address, scope);
  return [{ suffix: "", key: undefined, scope }];
}

function byCount(count: Value, address: string, scope: Scope): readonly Expanded[] {
  if (count instanceof Unresolved) throw count.error(address, "count");
  const number = typeof count === "string" ? Number(count) : count;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number > MAX_INSTANCES) {
    throw new TerraformError(address, "count", `must be a whole number from 0 to ${MAX_INSTANCES}`);
  }
  return Array.from({ length: number }, (_, index) => ({
    suffix: `[${index}]`,
    key: index,
    scope: new InnerScope(scope, [["count", new LazyObject({ index })]]),
  }));
}

function byKey(operand: Operand, address: string, scope: Scope): readonly Expanded[] {
  if (operand instanceof Unresolved) throw operand.error(address, "for_each");
  if (operand === null) throw new TerraformError(address, "for_each", "must not be null");
  const isSet = Array.isArray(operand) && kindOf(operand) === "set";
  if (Array.isArray(operand) && !isSet) {
    throw new TerraformError(
      address,
      "for_each",
      `must be a map or a set of text, not a ${typeName(operand)}`,
    );
  }
  return entries(operand, address).map(([key, value]) => {
    if (typeof key !== "string")
      throw new TerraformError(address, "for_each", "every key must be text that is known");
    return {
      suffix: `[${JSON.stringify(key)}]`,
      key,
      scope: new InnerScope(scope, [["each", new LazyObject({ key, value })]]),
    };
  });
}

function entries(operand: Operand, address: string): readonly (readonly [Value, Operand])[] {
  try {
    const found = entriesOf(operand);
    if (found instanceof Unresolved) throw found.error(address, "for_each");
    if (found.length > MAX_INSTANCES)
      throw new TerraformError(address, "for_each", `more than ${MAX_INSTANCES} elements`);
    return found;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new TerraformError(address, "for_each", error.message, { cause: error });
  }
}

/** The instances of a declaration with `count` or `for_each`, as they appear in an expression. */
export class InstanceCollection extends Lazy {
  readonly #instances: ReadonlyMap<string | number, Instance>;
  readonly #ordered: boolean;

  constructor(instances: ReadonlyMap<string | number, Instance>, ordered: boolean) {
    super();
    this.#instances = instances;
    this.#ordered = ordered;
  }

  step(key: string | number): Operand {
    const found = this.#instances.get(this.#ordered ? Number(key) : String(key));
    if (!found) throw new ExpressionError(`there is no instance ${JSON.stringify(key)}`);
    return found;
  }

  entries(): readonly (readonly [string | number, Operand])[] {
    return [...this.#instances];
  }

  settle(): Value {
    if (this.#ordered) return [...this.#instances.values()].map((instance) => instance.settle());
    return mapOf([...this.#instances].map(([key, instance]) => [String(key), instance.settle()] as const));
  }
}
