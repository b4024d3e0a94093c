import { ARN_SEGMENTS, compileArn, matchesArn, splitArn } from "../arn.ts";
import { type Named, negate, type Operator } from "./operator.ts";

/** `ArnEquals` and `ArnLike` are the same: each of the six parts is compared alone, with `*` and `?`. */
const like: Operator = {
  negated: false,
  reads: "patterns",
  allowed: "an ARN of six parts, arn:partition:service:region:account:resource, with * and ?",
  compile(tokens) {
    const patterns = compileArn(tokens);
    if (patterns.length < ARN_SEGMENTS) return undefined;
    return (candidate) => {
      const segments = splitArn(candidate);
      return segments.length < ARN_SEGMENTS || segments[0] !== "arn"
        ? undefined
        : matchesArn(patterns, segments);
    };
  },
};

/** ARN operators. */
export const ARN_OPERATORS: readonly Named[] = [
  ["ArnEquals", like],
  ["ArnLike", like],
  ["ArnNotEquals", negate(like)],
  ["ArnNotLike", negate(like)],
];
