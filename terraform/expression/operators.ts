import { exact, parseNumber } from "../number.ts";
import { convert } from "../types/convert.ts";
import { equal, type Value } from "../value.ts";
import type { BinaryOperator } from "./ast.ts";
import { ExpressionError } from "./error.ts";

/**
 * Applies a binary operator to plain values, with Terraform's conversions: text that reads as a number counts as one,
 * but `==` converts nothing.
 *
 * @throws {ExpressionError} when an operand does not fit.
 */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "&&":
      return [left, right].map((operand) => boolean(operand, operator)).every((operand) => operand);
    case "||":
      return [left, right].map((operand) => boolean(operand, operator)).some((operand) => operand);
    default:
      return arithmetic(operator, number(left, operator), number(right, operator));
  }
}

/** Applies `-` or `!`. @throws {ExpressionError} when the operand does not fit. */
export function applyUnary(operator: "-" | "!", operand: Value): Value {
  return operator === "!" ? !boolean(operand, operator) : exact(-number(operand, operator));
}

type Arithmetic = Exclude<BinaryOperator, "==" | "!=" | "&&" | "||">;

function arithmetic(operator: Arithmetic, left: number, right: number): Value {
  switch (operator) {
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    case "+":
      return exact(left + right);
    case "-":
      return exact(left - right);
    case "*":
      return exact(left * right);
    case "/":
      return exact(left / right);
    case "%":
      return exact(left % right);
  }
}

function number(value: Value, operator: string): number {
  const converted = typeof value === "string" ? parseNumber(value) : value;
  if (typeof converted !== "number") throw new ExpressionError(`${operator} wants a number`);
  return converted;
}

function boolean(value: Value, operator: string): boolean {
  if (value === null) throw new ExpressionError(`${operator} wants a bool, not null`);
  return convert(value, "bool") as boolean;
}
