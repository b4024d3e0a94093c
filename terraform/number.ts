import { ExpressionError } from "./expression/error.ts";

/**
 * Terraform counts with 512-bit numbers, this reader with doubles. What a double cannot hold exactly is refused, and
 * the noise of binary fractions (0.1 + 0.2) is rounded away, so that a number that passes is Terraform's number.
 *
 * @throws {ExpressionError} for infinity, and for whole numbers beyond 2^53.
 */
export function exact(number: number): number {
  if (Number.isInteger(number)) {
    if (Number.isSafeInteger(number)) return number === 0 ? 0 : number;
    throw new ExpressionError(`the number ${number} is beyond the range that is read exactly`);
  }
  if (!Number.isFinite(number)) throw new ExpressionError("the result is not a finite number");
  return Number(number.toPrecision(15));
}

/** Reads a number as Terraform converts text: digits, a fraction, an exponent; no spaces, no other base. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && text.length < 400
    ? exact(Number(text))
    : undefined;
}

/** A number as Terraform writes it: all its digits, never an exponent. */
export function numberText(number: number): string {
  const text = String(number);
  const [digits, exponent] = text.split("e") as [string, string?];
  if (exponent === undefined) return text;
  const sign = digits.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = digits.replace("-", "").split(".") as [string, string?];
  const shift = Number(exponent);
  const all = whole + fraction;
  if (shift >= 0) return sign + all.padEnd(whole.length + shift, "0");
  return `${sign}0.${"0".repeat(-shift - whole.length)}${all}`;
}
