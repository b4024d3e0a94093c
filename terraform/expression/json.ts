import type { FunctionContext } from "../functions/call.ts";
import { exact } from "../number.ts";
import { convert } from "../types/convert.ts";
import { mapOf, Unresolved, type Value } from "../value.ts";
import type { Node } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import { evaluate } from "./evaluate.ts";
import { limitSize } from "./limits.ts";
import { parseTemplate } from "./parse.ts";
import { Lazy, type Operand, type Scope, settle } from "./scope.ts";

/** Works out values of Terraform's JSON syntax, where every string, also a key, is a template. */
export class JsonExpressions {
  readonly functions: FunctionContext;
  readonly #parsed = new Map<string, Node | ExpressionError>();

  constructor(functions: FunctionContext) {
    this.functions = functions;
  }

  /** The expression in a string. @throws {ExpressionError} when it is malformed. */
  parse(source: string): Node {
    let node = this.#parsed.get(source);
    if (node === undefined) {
      try {
        node = parseTemplate(source);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        node = error;
      }
      this.#parsed.set(source, node);
    }
    if (node instanceof ExpressionError) throw node;
    return node;
  }

  /**
   * The value of a JSON value. A part that fails is unresolved by itself, as the value of its key or its place in the
   * list.
   */
  value(json: unknown, scope: Scope): Value {
    return orUnresolved(json, () => settle(this.#operand(json, scope)));
  }

  /** As {@link value}, but a resource that is referred to as a whole is not worked out before it is needed. */
  operand(json: unknown, scope: Scope): Operand {
    return orUnresolved(json, () => this.#operand(json, scope));
  }

  #operand(json: unknown, scope: Scope): Operand {
    if (typeof json === "string") {
      const node = this.parse(json);
      if (node.type === "literal") return node.value;
      const operand = evaluate(node, scope, this.functions);
      if (operand instanceof Lazy) return operand;
      return operand instanceof Unresolved ? named(operand, json) : limitSize(operand);
    }
    if (typeof json === "number") return exact(json);
    if (Array.isArray(json)) return limitSize(json.map((element) => this.value(element, scope)));
    if (typeof json !== "object" || json === null) return json as boolean | null;
    const entries: [string, Value][] = [];
    for (const [key, element] of Object.entries(json)) {
      const name = key.includes("{") ? convert(this.value(key, scope), "string") : key;
      if (name instanceof Unresolved) return name;
      if (name === null) throw new ExpressionError("null cannot be a key");
      entries.push([name as string, this.value(element, scope)]);
    }
    return limitSize(mapOf(entries));
  }
}

function orUnresolved<Result>(json: unknown, work: () => Result): Result | Unresolved {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) return new Unresolved(error.message, sourceOf(json));
    if (error instanceof RangeError)
      return new Unresolved("it is nested too deep, or too long", sourceOf(json));
    throw error;
  }
}

/** An unresolved value with the whole text that it stands in, where it was a part of one. */
function named(unresolved: Unresolved, source: string): Unresolved {
  return unresolved.expression === "" ? new Unresolved(unresolved.reason, source) : unresolved;
}

function sourceOf(json: unknown): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}
