import { compileGlob, type Glob, matchesGlob, type Token } from "./pattern.ts";
import type { Part } from "./variables.ts";

/** `arn:partition:service:region:account:resource` */
export const ARN_SEGMENTS = 6;

/** An ARN at its colons, at most six parts: the resource keeps its own colons. */
export function splitArn(arn: string): readonly string[] {
  const parts = arn.split(":");
  if (parts.length <= ARN_SEGMENTS) return parts;
  return [...parts.slice(0, ARN_SEGMENTS - 1), parts.slice(ARN_SEGMENTS - 1).join(":")];
}

/** The same for a text with wildcards or variables in it: only a colon of its literal text separates. */
export function splitArnParts<T extends Part>(parts: readonly T[]): readonly (readonly (T | string)[])[] {
  const segments: (T | string)[][] = [[]];
  for (const part of parts) {
    if (typeof part !== "string") segments.at(-1)?.push(part);
    else {
      const pieces = part.split(":");
      while (pieces.length > 1 && segments.length < ARN_SEGMENTS) {
        segments.at(-1)?.push(pieces.shift() as string);
        segments.push([]);
      }
      segments.at(-1)?.push(pieces.join(":"));
    }
  }
  return segments.map((segment) => segment.filter((part) => part !== ""));
}

/** The patterns of an ARN's segments. */
export function compileArn(tokens: readonly Token[]): readonly Glob[] {
  return splitArnParts(tokens).map(compileGlob);
}

/**
 * Whether each segment matches its own pattern; the last pattern takes what is left of the ARN. The last one is the
 * one that differs most between policies, so it is looked at first.
 */
export function matchesArn(patterns: readonly Glob[], segments: readonly string[]): boolean {
  const last = patterns.length - 1;
  if (segments.length <= last) return false;
  const rest =
    segments.length === patterns.length ? (segments[last] as string) : segments.slice(last).join(":");
  if (!matchesGlob(patterns[last] as Glob, rest)) return false;
  for (let index = 0; index < last; index++) {
    if (!matchesGlob(patterns[index] as Glob, segments[index] as string)) return false;
  }
  return true;
}
