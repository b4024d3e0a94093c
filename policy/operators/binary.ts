import { type Named, typed } from "./operator.ts";

/** The bytes that a base64 text stands for; with its padding, and no bits left over. */
export function parseBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** The binary operator, byte for byte. The request's value is base64 here too. It has no negation. */
export const BINARY_OPERATORS: readonly Named[] = [
  ["BinaryEquals", typed("base64", parseBase64, (candidate, value) => candidate.equals(value))],
];
