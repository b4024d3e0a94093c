import { FREE, type Shape } from "./shape.ts";

/**
 * A path in an execute-api ARN, split at its slashes: `items`, `*`. In a policy `*` stands for any run of characters,
 * slashes included (aws-behaviour G). Here it always stands alone between slashes: for one segment or more.
 */
export type Pattern = readonly string[];

/**
 * The narrowest pattern that covers every request of a route. It may cover requests of other routes too: `items/*`
 * matches `items/1/secrets`, which is why a route's pattern alone is no permission for that route.
 */
export const patternOf = ({ segments, greedy }: Shape): Pattern =>
  generalize(greedy ? [...segments, FREE] : segments);

/** The pattern of all the requests that differ from this one in their `FREE` segments only. */
export const generalize = (request: readonly string[]): Pattern =>
  request.map((segment) => (segment === FREE ? "*" : segment));

/** Whether every path that `narrow` matches is one that `wide` matches. */
export function covers(wide: Pattern, narrow: Pattern): boolean {
  const target = narrow.map((segment) => (segment === "*" ? FREE : segment));
  // A wildcard of `narrow` may only be swallowed by one of `wide`: no literal may be put in its place.
  return meetings(target, wide).some((meeting) =>
    meeting.every((segment, index) => segment === target[index]),
  );
}

/**
 * The requests of a route, each with `FREE` for its parameters: one, or for a greedy route one for each length.
 *
 * @param longest how many segments a greedy route is followed to
 */
export function requestsOf({ segments, greedy }: Shape, longest: number): readonly string[][] {
  if (!greedy) return [[...segments]];
  const tails = Array.from({ length: longest - segments.length }, (_, index) => index + 1);
  return tails.map((length) => [...segments, ...new Array<string>(length).fill(FREE)]);
}

/**
 * Every way in which a request can match a pattern, each as the most general request of that way: a segment stays
 * `FREE` unless the pattern names it. Every path that both stand for is one of these with the `FREE` segments filled in.
 */
export function meetings(request: readonly string[], pattern: Pattern): readonly string[][] {
  return meetFrom(request, pattern, 0, 0);
}

const NONE: readonly string[][] = [];

function meetFrom(
  request: readonly string[],
  pattern: Pattern,
  from: number,
  at: number,
): readonly string[][] {
  // What is left of the pattern takes at least one segment for each of its parts.
  const spare = request.length - from - (pattern.length - at);
  if (spare < 0) return NONE;
  if (at === pattern.length) return spare === 0 ? [[]] : NONE;
  const wanted = pattern[at] as string;
  if (wanted !== "*") {
    const segment = request[from] as string;
    if (segment !== wanted && segment !== FREE) return NONE;
    return meetFrom(request, pattern, from + 1, at + 1).map((rest) => [wanted, ...rest]);
  }
  // Wildcards in a row take a run together: which of them takes what makes no difference.
  let run = 1;
  while (pattern[at + run] === "*") run++;
  const found: string[][] = [];
  for (let taken = run; taken <= run + spare; taken++) {
    const swallowed = request.slice(from, from + taken);
    for (const rest of meetFrom(request, pattern, from + taken, at + run))
      found.push([...swallowed, ...rest]);
  }
  return found;
}
