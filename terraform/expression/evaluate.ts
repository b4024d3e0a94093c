import { callFunction, type FunctionContext, takesUnresolved } from "../functions/call.ts";
import { convert } from "../types/convert.ts";
import { typeOf, unify } from "../types/unify.ts";
import { findUnresolved, mapOf, Unresolved, type Value } from "../value.ts";
import { entriesOf, takeSteps } from "./access.ts";
import type { ForNode, Node, Part } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import { limitText } from "./limits.ts";
import { applyBinary, applyUnary } from "./operators.ts";
import { InnerScope, type Operand, type Scope, settle } from "./scope.ts";

/**
 * Works an expression out. What depends on something unresolved is unresolved; the elements of a collection are so one
 * by one, so that a single unknown does not hide the others.
 *
 * @throws {ExpressionError} where Terraform would fail.
 */
export function evaluate(node: Node, scope: Scope, functions: FunctionContext): Operand {
  return new Evaluation(functions).operand(node, scope);
}

class Evaluation {
  readonly #functions: FunctionContext;

  constructor(functions: FunctionContext) {
    this.#functions = functions;
  }

  operand(node: Node, scope: Scope): Operand {
    this.#functions.budget.spend(1);
    switch (node.type) {
      case "literal":
        return node.value;
      case "name": {
        const found = scope.lookup(node.name);
        if (found === undefined) throw new ExpressionError(`nothing here is called "${node.name}"`);
        return found;
      }
      case "access":
        return takeSteps(this.operand(node.of, scope), node.steps, (key) => this.value(key, scope));
      case "template":
        return this.#template(node.parts, scope);
      case "conditional":
        return this.#conditional(node, scope);
      case "call":
        return this.#call(node, scope);
      case "unary": {
        const operand = this.value(node.operand, scope);
        return operand instanceof Unresolved ? operand : applyUnary(node.operator, operand);
      }
      case "binary": {
        const left = this.value(node.left, scope);
        const right = this.value(node.right, scope);
        return findUnresolved(left) ?? findUnresolved(right) ?? applyBinary(node.operator, left, right);
      }
      case "tuple":
        return node.items.map((item) => this.value(item, scope));
      case "object":
        return this.#object(node, scope);
      case "for":
        return this.#for(node, scope);
    }
  }

  value(node: Node, scope: Scope): Value {
    return settle(this.operand(node, scope));
  }

  #template(parts: readonly Part[], scope: Scope): Value {
    let text = "";
    for (const part of parts) {
      const piece = typeof part === "string" ? part : this.#part(part, scope);
      if (typeof piece !== "string") return piece;
      text += limitText(piece, text.length);
    }
    return text;
  }

  #part(part: Exclude<Part, string>, scope: Scope): string | Unresolved {
    if (part.type === "interpolation") {
      const value = this.value(part.value, scope);
      const unresolved = findUnresolved(value);
      if (unresolved) return unresolved;
      if (value === null) throw new ExpressionError("null cannot be part of a text");
      return convert(value, "string") as string;
    }
    if (part.type === "if") {
      const test = this.#test(part.test, scope);
      return test instanceof Unresolved
        ? test
        : (this.#template(test ? part.yes : part.no, scope) as string | Unresolved);
    }
    const entries = entriesOf(this.operand(part.collection, scope));
    if (entries instanceof Unresolved) return entries;
    let text = "";
    for (const [key, value] of entries) {
      const piece = this.#template(part.body, loopScope(part, scope, key, value)) as string | Unresolved;
      if (piece instanceof Unresolved) return piece;
      text += limitText(piece, text.length);
    }
    return text;
  }

  #test(node: Node, scope: Scope): boolean | Unresolved {
    const value = this.value(node, scope);
    if (value instanceof Unresolved) return value;
    if (value === null) throw new ExpressionError("a condition must be true or false, not null");
    return convert(value, "bool") as boolean;
  }

  /** Both sides have one type; a failure of the side that is not taken does not count, and neither does its value. */
  #conditional(node: Extract<Node, { type: "conditional" }>, scope: Scope): Value {
    const test = this.#test(node.test, scope);
    if (test instanceof Unresolved) return test;
    const taken = this.value(test ? node.yes : node.no, scope);
    const other = this.#otherSide(test ? node.no : node.yes, scope);
    const type = unify([typeOf(taken), typeOf(other)]);
    if (type === undefined) throw new ExpressionError("the two sides of a conditional must have one type");
    return convert(taken, type);
  }

  #otherSide(node: Node, scope: Scope): Value {
    try {
      return this.value(node, scope);
    } catch (error) {
      if (error instanceof ExpressionError) return null;
      throw error;
    }
  }

  #call(node: Extract<Node, { type: "call" }>, scope: Scope): Value {
    const { name } = node;
    if (name === "try" || name === "can") return this.#attempt(node, scope);
    const args: Value[] = [];
    for (const [index, argument] of node.args.entries()) {
      const value = this.value(argument, scope);
      const unresolved = takesUnresolved(name) ? value : findUnresolved(value);
      if (unresolved instanceof Unresolved) return unresolved;
      if (!node.expand || index < node.args.length - 1) args.push(value);
      else if (Array.isArray(value)) for (const element of value) args.push(element);
      else throw new ExpressionError('only a list can be expanded with "..."');
    }
    return callFunction(name, args, this.#functions);
  }

  /** `try` takes the first argument that does not fail, `can` tells whether its own does not. */
  #attempt({ name, args }: Extract<Node, { type: "call" }>, scope: Scope): Value {
    if (args.length === 0 || (name === "can" && args.length > 1))
      throw new ExpressionError(`${name}: wrong arguments`);
    let failure = "";
    for (const argument of args) {
      try {
        const value = this.value(argument, scope);
        return name === "can" ? (findUnresolved(value) ?? true) : value;
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        failure = error.message;
      }
    }
    if (name === "can") return false;
    throw new ExpressionError(`try: every argument failed, the last one with: ${failure}`);
  }

  #object(node: Extract<Node, { type: "object" }>, scope: Scope): Value {
    const entries: [string, Value][] = [];
    for (const item of node.items) {
      const key = this.#key(this.value(item.key, scope));
      if (key instanceof Unresolved) return key;
      entries.push([key, this.value(item.value, scope)]);
    }
    return mapOf(entries);
  }

  #key(value: Value): string | Unresolved {
    if (value === null) throw new ExpressionError("null cannot be a key");
    return convert(value, "string") as string | Unresolved;
  }

  #for(node: ForNode, scope: Scope): Value {
    const entries = entriesOf(this.operand(node.collection, scope));
    if (entries instanceof Unresolved) return entries;
    const list: Value[] = [];
    const map = mapOf([]);
    for (const [key, value] of entries) {
      const inner = loopScope(node, scope, key, value);
      const test = node.test ? this.#test(node.test, inner) : true;
      if (test instanceof Unresolved) return test;
      if (!test) continue;
      const result = this.value(node.result, inner);
      if (node.resultKey === undefined) {
        list.push(result);
        continue;
      }
      const name = this.#key(this.value(node.resultKey, inner));
      if (name instanceof Unresolved) return name;
      if (node.group) {
        map[name] ??= [];
        (map[name] as Value[]).push(result);
      } else if (name in map) throw new ExpressionError(`two results have the key ${JSON.stringify(name)}`);
      else map[name] = result;
    }
    return node.resultKey === undefined ? list : map;
  }
}

function loopScope(
  names: { readonly keyName: string | undefined; readonly valueName: string },
  outer: Scope,
  key: string | number | Value,
  value: Operand,
): Scope {
  const own: (readonly [string, Operand])[] = [[names.valueName, value]];
  if (names.keyName !== undefined) own.push([names.keyName, key]);
  return new InnerScope(outer, own);
}
