import { covers, generalize, meetings, type Pattern, patternOf, requestsOf } from "./patterns.ts";
import { selectRoute } from "./select.ts";
import { nameOf, type Route, type Shape, shapeOf, VERBS, verbsOf } from "./shape.ts";

/** A caller that may use `granted` is also let in to `forbidden`, unless the requests that match `pattern` are denied. */
export interface Overlap {
  readonly granted: Route;
  readonly forbidden: Route;
  /** What stands after the stage in an ARN: `GET/items/1`, with `*` for parameters. */
  readonly pattern: string;
}

/** No pattern tells the routes apart: denying `pattern` to keep a caller off `forbidden` takes `lost` from it too. */
export interface Inseparable extends Overlap {
  readonly lost: Route;
}

export interface Overlaps {
  readonly overlaps: readonly Overlap[];
  readonly inseparable: readonly Inseparable[];
}

/**
 * Every place where the pattern of one route lets in requests of another route with another permission.
 *
 * It is exact for requests to declared routes; requests that no route answers are not looked at, because API Gateway
 * refuses them by itself. A trailing slash, which API Gateway ignores for routing, counts as let in: whether the ARN
 * that it authorizes keeps the slash is not known (aws-behaviour, not found 9), and a policy has to hold either way.
 *
 * @throws {TypeError} a path that API Gateway would not hold, or two routes that answer the same requests
 */
export function findOverlaps(routes: readonly Route[]): Overlaps {
  const shapes = routes.map(shapeOf);
  refuseTwins(shapes);
  const longest = Math.max(0, ...shapes.map(({ segments }) => segments.length)) + 2;
  const found = VERBS.map((verb) => {
    const ofVerb = shapes.filter(({ route }) => verbsOf(route).includes(verb));
    return compare(ofVerb, verb, longest);
  });
  return {
    overlaps: found.flatMap(({ overlaps }) => overlaps),
    inseparable: found.flatMap(({ inseparable }) => inseparable),
  };
}

/** A route with what the comparison asks of it again and again. */
interface Candidate extends Shape {
  readonly pattern: Pattern;
  readonly requests: readonly string[][];
  readonly requestsWithSlash: readonly string[][];
}

/** Compares every two routes of one verb: a verb holds no slash, so no pattern of one verb matches a request of another. */
function compare(shapes: readonly Shape[], verb: string, longest: number): Overlaps {
  const candidates = shapes.map((shape): Candidate => {
    const requests = requestsOf(shape, longest);
    const requestsWithSlash = requests.flatMap((request) => [request, [...request, ""]]);
    return { ...shape, pattern: patternOf(shape), requests, requestsWithSlash };
  });
  /** The requests that reach this route and match the pattern. Plain loops: this is asked for every two routes. */
  const reaching = ({ route }: Shape, requests: readonly string[][], pattern: Pattern): string[][] => {
    const found: string[][] = [];
    for (const request of requests) {
      for (const meeting of meetings(request, pattern)) {
        if (selectRoute(candidates, meeting) === route) found.push(meeting);
      }
    }
    return found;
  };
  /** What a deny of the pattern takes from callers that lack the permission of `forbidden` and may have others. */
  const lostTo = (pattern: Pattern, { route: { permission } }: Shape): Route[] => {
    const lost: Route[] = [];
    for (const other of candidates) {
      if (other.route.permission === permission) continue;
      if (reaching(other, other.requests, pattern).length > 0) lost.push(other.route);
    }
    return lost;
  };

  const overlaps: Overlap[] = [];
  const inseparable: Inseparable[] = [];
  for (const granted of candidates) {
    for (const forbidden of candidates) {
      if (granted.route.permission === forbidden.route.permission) continue;
      const letIn = reaching(forbidden, forbidden.requestsWithSlash, granted.pattern).map(generalize);
      const widest = letIn.map((pattern) =>
        lostTo(widen(pattern), forbidden).length > 0 ? pattern : widen(pattern),
      );
      for (const pattern of withoutCovered(widest)) {
        const overlap: Overlap = {
          granted: granted.route,
          forbidden: forbidden.route,
          pattern: [verb, ...pattern].join("/"),
        };
        overlaps.push(overlap);
        inseparable.push(...lostTo(pattern, forbidden).map((lost) => ({ ...overlap, lost })));
      }
    }
  }
  return { overlaps, inseparable };
}

/**
 * With a parameter before it, `secrets` becomes `*`: everything deeper, where no other route is lost by it. That is fewer patterns,
 * and none that a percent-encoded `secrets` could slip past, should API Gateway route on the decoded path and
 * authorize the raw one (aws-behaviour, not found 9).
 */
function widen(pattern: Pattern): Pattern {
  const first = pattern.indexOf("*");
  return first < 0 ? pattern : pattern.map((segment, index) => (index > first ? "*" : segment));
}

/** Drops what another pattern matches anyway; of two that match the same, the first stays. */
function withoutCovered(patterns: readonly Pattern[]): readonly Pattern[] {
  return patterns.filter(
    (narrow, index) =>
      !patterns.some(
        (wide, at) => at !== index && covers(wide, narrow) && (at < index || !covers(narrow, wide)),
      ),
  );
}

/** `/{id}` and `/{name}` are the same requests: API Gateway holds only one of them. */
function refuseTwins(shapes: readonly Shape[]): void {
  const seen = new Map<string, Route>();
  for (const { route, segments, greedy } of shapes) {
    const key = JSON.stringify([route.method, segments, greedy]);
    const twin = seen.get(key);
    if (twin) throw new TypeError(`${nameOf(route)}: answers the same requests as ${nameOf(twin)}`);
    seen.set(key, route);
  }
}
