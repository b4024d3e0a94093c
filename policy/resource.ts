import { ARN_SEGMENTS, compileArn, matchesArn, splitArn, splitArnParts } from "./arn.ts";
import type { Answer } from "./certainty.ts";
import { invalid } from "./invalid.ts";
import { ANY, compileGlob, matchesGlob, type Token } from "./pattern.ts";
import type { Context } from "./request.ts";
import { isConstant, isVariable, type Part, readTemplate, substitute, variableKeys } from "./variables.ts";

/** The resource of a request, split once for all statements. */
export interface RequestResource {
  readonly arn: string;
  readonly segments: readonly string[];
}

/** One entry of a statement's Resource or NotResource. */
export interface ResourcePattern {
  /** The condition keys that its variables read. */
  readonly keys: readonly string[];
  /**
   * Whether the resource matches.
   * @param unset the answer when a variable has no value
   */
  matches(resource: RequestResource, context: Context, unset: Answer): Answer;
}

const ALLOWED =
  '"*", or an ARN of six parts, arn:partition:service:region:account:resource, ' +
  "with * and ? in any part but the service and variables in the last; after the service, a final * may stand for the rest";

/** Splits the resource of a request. */
export function requestResource(arn: string): RequestResource {
  return { arn, segments: splitArn(arn) };
}

/**
 * Reads one entry of Resource or NotResource. What is not an ARN or `*` is refused, as IAM does ("must be in ARN
 * format or \"*\"").
 * @param variables whether `${…}` is a variable, or text
 */
export function readResource(text: string, variables: boolean, path: string): ResourcePattern {
  if (text === "*") return { keys: [], matches: () => true };
  const parts = readTemplate(text, { wildcards: true, variables }, path);
  if (!isArnPattern(parts)) return invalid(path, text, ALLOWED);
  if (isConstant(parts)) {
    const matches = compile(parts);
    return { keys: [], matches: (resource) => matches(resource) };
  }
  return {
    keys: variableKeys(parts),
    matches(resource, context, unset) {
      const tokens = substitute(parts, context);
      if (tokens === false) return unset;
      return tokens && compile(tokens)(resource);
    },
  };
}

function isArnPattern(parts: readonly Part[]): boolean {
  const segments = splitArnParts(parts);
  const [arn, partition, service] = segments;
  if (arn?.length !== 1 || arn[0] !== "arn" || !partition?.length) return false;
  if (service?.length !== 1 || typeof service[0] !== "string") return false;
  if (segments.slice(0, ARN_SEGMENTS - 1).some((segment) => segment.some(isVariable))) return false;
  // `arn:aws:execute-api:*`: the IAM guide's own examples have this form for a service's every resource
  return segments.length === ARN_SEGMENTS || (segments.length > 3 && segments.at(-1)?.at(-1) === ANY);
}

/**
 * A wildcard stays within its part between two colons; in the last part it runs to the end, over `/` and `:`
 * (aws-behaviour G). But "if the * is the last character of a resource ARN segment, it can expand to match beyond the colon
 * boundaries" (IAM policy elements: Resource [D]); "can" is not "will", so what matches only that way is in doubt.
 */
function compile(tokens: readonly Token[]): (resource: RequestResource) => Answer {
  const patterns = compileArn(tokens);
  const mayCross = splitArnParts(tokens)
    .slice(0, -1)
    .some((segment) => segment.at(-1) === ANY);
  const whole = mayCross ? compileGlob(tokens) : undefined;
  return ({ arn, segments }) => {
    if (matchesArn(patterns, segments)) return true;
    return whole !== undefined && matchesGlob(whole, arn) ? undefined : false;
  };
}
