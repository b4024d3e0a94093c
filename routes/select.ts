import { FREE, type Route, type Shape } from "./shape.ts";

/**
 * Tells which route API Gateway calls for a path, or `undefined` (it answers 403 then).
 *
 * The most specific one is taken, segment by segment from the left: a literal before `{parameter}` before `{name+}`,
 * and on the same path the verb before `ANY`. A trailing slash is ignored (aws-behaviour E).
 *
 * @param shapes the routes with the request's verb or `ANY`: a route with another verb is not in the way of a less
 *   specific one (aws-behaviour E, "routing is on (resource, method) pair")
 * @returns a function of the request's path, split at its slashes; `FREE` in it is "a segment that no route names"
 */
export function routeSelector(shapes: readonly Shape[]): (segments: readonly string[]) => Route | undefined {
  const mostSpecificFirst = [...shapes].sort(compareSpecificity);
  const ofLength = new Map<number, readonly Shape[]>();
  return (segments) => {
    const path = segments.length > 1 && segments.at(-1) === "" ? segments.slice(0, -1) : segments;
    let possible = ofLength.get(path.length);
    if (!possible) {
      possible = mostSpecificFirst.filter((shape) => fits(shape, path.length));
      ofLength.set(path.length, possible);
    }
    return possible.find((shape) => matches(shape, path))?.route;
  };
}

const fits = ({ segments, greedy }: Shape, length: number) =>
  greedy ? length > segments.length : length === segments.length;

function matches({ segments, greedy }: Shape, path: readonly string[]): boolean {
  // An empty segment is no value of a parameter: the root is not `/{id}` and not `/{path+}`.
  if (greedy && path[segments.length] === "") return false;
  return segments.every((segment, index) =>
    segment === FREE ? path[index] !== "" : segment === path[index],
  );
}

/** Of two shapes that match one path, the more specific comes first; for others the order means nothing. */
function compareSpecificity(one: Shape, other: Shape): number {
  const length = Math.max(one.segments.length, other.segments.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(one, index) - rank(other, index);
    if (difference !== 0) return difference;
  }
  return (
    Number(one.greedy) - Number(other.greedy) ||
    Number(one.route.method === "ANY") - Number(other.route.method === "ANY")
  );
}

/** Literal, parameter, greedy. */
function rank({ segments }: Shape, index: number): 0 | 1 | 2 {
  const segment = segments[index];
  if (segment === undefined) return 2;
  return segment === FREE ? 1 : 0;
}
