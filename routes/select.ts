import { FREE, type Route, type Shape } from "./shape.ts";

/**
 * The route that API Gateway calls for a path, or `undefined` (it answers 403 then).
 *
 * The most specific one is taken, segment by segment from the left: a literal before `{parameter}` before `{name+}`,
 * and on the same path the verb before `ANY`. A trailing slash is ignored (aws-behaviour E).
 *
 * @param shapes the routes with the request's verb or `ANY`: a route with another verb is not in the way of a less
 *   specific one (aws-behaviour E, "routing is on (resource, method) pair")
 * @param segments the request's path, split at its slashes; may hold `FREE` for "a segment that no route names"
 */
export function selectRoute(shapes: readonly Shape[], segments: readonly string[]): Route | undefined {
  const path = segments.length > 1 && segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  let best: Shape | undefined;
  for (const shape of shapes) {
    if (matches(shape, path) && (!best || isMoreSpecific(shape, best))) best = shape;
  }
  return best?.route;
}

function matches({ segments, greedy }: Shape, path: readonly string[]): boolean {
  if (greedy ? path.length <= segments.length : path.length !== segments.length) return false;
  // An empty segment is no value of a parameter: the root is not `/{id}` and not `/{path+}`.
  if (greedy && path[segments.length] === "") return false;
  return segments.every((segment, index) =>
    segment === FREE ? path[index] !== "" : segment === path[index],
  );
}

function isMoreSpecific(one: Shape, other: Shape): boolean {
  const length = Math.max(one.segments.length, other.segments.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(one, index) - rank(other, index);
    if (difference !== 0) return difference < 0;
  }
  if (one.greedy !== other.greedy) return other.greedy;
  return other.route.method === "ANY";
}

/** Literal, parameter, greedy. */
function rank({ segments }: Shape, index: number): 0 | 1 | 2 {
  const segment = segments[index];
  if (segment === undefined) return 2;
  return segment === FREE ? 1 : 0;
}
