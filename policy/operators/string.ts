import { compileGlob, matchesGlob } from "../pattern.ts";
import { literal, type Named, negate, type Operator } from "./operator.ts";

const equals: Operator = {
  negated: false,
  reads: "variables",
  allowed: "a string",
  compile(tokens) {
    const value = literal(tokens);
    return (candidate) => candidate === value;
  },
};

const equalsIgnoreCase: Operator = {
  ...equals,
  compile(tokens) {
    const value = literal(tokens).toLowerCase();
    return (candidate) => candidate.toLowerCase() === value;
  },
};

const like: Operator = {
  ...equals,
  reads: "patterns",
  compile(tokens) {
    const glob = compileGlob(tokens);
    return (candidate) => matchesGlob(glob, candidate);
  },
};

/** String operators: `StringEquals` takes `*` and `?` as they are, `StringLike` as wildcards; both take variables. */
export const STRING_OPERATORS: readonly Named[] = [
  ["StringEquals", equals],
  ["StringNotEquals", negate(equals)],
  ["StringEqualsIgnoreCase", equalsIgnoreCase],
  ["StringNotEqualsIgnoreCase", negate(equalsIgnoreCase)],
  ["StringLike", like],
  ["StringNotLike", negate(like)],
];
