import type { Answer } from "../certainty.ts";
import { parseBool } from "./bool.ts";

/** The name of the operator that asks whether a key is absent. */
export const NULL_OPERATOR = "Null";

/** `true` for "the key is absent", `false` for "the key is there"; `undefined` for any other text. */
export const parseNull = parseBool;

/**
 * Whether a key is null: absent. A key that is there with an empty string alone is in doubt: "the value in the request
 * context is null" (IAM policy elements: Condition), and yet the key exists.
 */
export function isNull(values: readonly string[] | undefined): Answer {
  if (values === undefined || values.length === 0) return true;
  return values.every((value) => value === "") ? undefined : false;
}
