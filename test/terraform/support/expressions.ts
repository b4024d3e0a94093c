import { ExpressionError } from "../../../terraform/expression/error.ts";
import { JsonExpressions } from "../../../terraform/expression/json.ts";
import { Budget } from "../../../terraform/expression/limits.ts";
import { LazyObject, type Operand, type Scope } from "../../../terraform/expression/scope.ts";
import type { FunctionContext } from "../../../terraform/functions/call.ts";
import { encodeJson } from "../../../terraform/functions/encoding.ts";
import { Unresolved, type Value } from "../../../terraform/value.ts";

/** What functions get outside of any stack: no files. */
export function functionContext(overrides: Partial<FunctionContext> = {}): FunctionContext {
  return {
    budget: new Budget(),
    readFile: (path) => {
      throw new ExpressionError(`no file ${path}`);
    },
    render: () => null,
    ...overrides,
  };
}

/** Expressions outside of any stack. */
export function jsonExpressions(overrides: Partial<FunctionContext> = {}): JsonExpressions {
  return new JsonExpressions(functionContext(overrides));
}

/** The scope of a stack without anything declared, with some names of its own. */
export function scope(names: Readonly<Record<string, Operand>> = {}): Scope {
  const all = new Map<string, Operand>([
    ["path", new LazyObject({ module: ".", root: "." })],
    ["terraform", new LazyObject({ workspace: "default" })],
    ...Object.entries(names),
  ]);
  return { lookup: (name) => all.get(name) };
}

/** The value of a JSON value of Terraform's JSON syntax. */
export function evaluateJson(json: unknown, names: Readonly<Record<string, Operand>> = {}): Value {
  return jsonExpressions().value(json, scope(names));
}

/** The value of an expression. */
export function evaluateExpression(expression: string, names: Readonly<Record<string, Operand>> = {}): Value {
  return evaluateJson(`\${${expression}}`, names);
}

/** A value as plain JSON, with prototypes, so that it can be compared. */
export function plain(value: Value): unknown {
  return value instanceof Unresolved ? value : JSON.parse(encodeJson(value));
}
