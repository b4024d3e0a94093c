import { parseNumber } from "../number.ts";
import { asList, isMap, kindOf, sortedKeys, typeName, Unresolved, type Value } from "../value.ts";
import type { Node, Step } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import { Lazy, type Operand, settle } from "./scope.ts";

/**
 * Takes the steps of `a.b[0].*.c`.
 *
 * @param keyOf works out the expression in `[…]`.
 * @throws {ExpressionError} when there is no such attribute or element.
 */
export function takeSteps(from: Operand, steps: readonly Step[], keyOf: (node: Node) => Value): Operand {
  let current = from;
  for (const step of steps) {
    if (current instanceof Unresolved) return current;
    if (step.type === "splat") current = splat(current, step.steps, keyOf);
    else {
      const key = step.type === "attribute" ? step.name : keyOf(step.key);
      if (key instanceof Unresolved) return key;
      current = element(current, key);
    }
  }
  return current;
}

/** `.*` and `[*]`: of a list each element; of null nothing; of anything else itself. */
function splat(of: Operand, steps: readonly Step[], keyOf: (node: Node) => Value): Operand {
  const elements = splatElements(of);
  if (elements instanceof Unresolved) return elements;
  const results = elements.map((value) => settle(takeSteps(value, steps, keyOf)));
  return Array.isArray(of) && kindOf(of) !== "tuple" ? asList(results) : results;
}

function splatElements(of: Operand): readonly Operand[] | Unresolved {
  if (of instanceof Lazy) {
    const entries = of.entries();
    return entries?.every(([key]) => typeof key === "number") ? entries.map(([, value]) => value) : [of];
  }
  if (of instanceof Unresolved) return of;
  if (of === null) return [];
  return Array.isArray(of) ? of : [of];
}

/** One element or attribute. */
function element(of: Operand, key: Value): Operand {
  if (typeof key !== "string" && typeof key !== "number")
    throw new ExpressionError(`${typeName(key)} is not an index`);
  if (of instanceof Lazy) return of.step(key);
  if (Array.isArray(of) && kindOf(of) !== "set") {
    const index = typeof key === "number" ? key : parseNumber(key);
    const found = index === undefined ? undefined : of[index];
    if (found === undefined)
      throw new ExpressionError(`there is no element ${key} in a list of ${of.length}`);
    return found;
  }
  if (!Array.isArray(of) && isMap(of)) {
    const found = of[String(key)];
    if (found === undefined)
      throw new ExpressionError(`there is no attribute or key ${JSON.stringify(String(key))}`);
    return found;
  }
  throw new ExpressionError(`${typeName(of)} has no attributes and no elements`);
}

/** What a `for` goes through, in Terraform's order, with its keys. */
export function entriesOf(of: Operand): readonly (readonly [key: Value, value: Operand])[] | Unresolved {
  if (of instanceof Lazy) return of.entries() ?? entriesOf(of.settle());
  if (of instanceof Unresolved) return of;
  if (Array.isArray(of))
    return of.map((value, index) => [kindOf(of) === "set" ? value : index, value] as const);
  if (isMap(of)) return sortedKeys(of).map((key) => [key, of[key]!] as const);
  throw new ExpressionError(`a "for" goes through lists and maps, not through ${typeName(of)}`);
}
