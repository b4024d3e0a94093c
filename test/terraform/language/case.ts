/** The expression fails: an index that does not exist, text that is no number. */
export const FAILS: unique symbol = Symbol("fails");

/** An expression, and the value that it has, as JSON tells it. */
export type Case = readonly [expression: string, expected: unknown];
