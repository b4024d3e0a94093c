import { type Named, typed } from "./operator.ts";

/** `true` or `false`, in any case. */
export function parseBool(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** The Boolean operator; it has no negation. */
export const BOOL_OPERATORS: readonly Named[] = [
  ["Bool", typed('"true" or "false"', parseBool, (candidate, value) => candidate === value)],
];
