import { covers, generalize, meetings, type Pattern, patternOf, requestsOf } from "./patterns.ts";
import { routeSelector } from "./select.ts";
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
  const known = compared.get(routes);
  if (known) return known;
  const overlaps = compareAll(routes);
  compared.set(routes, overlaps);
  return overlaps;
}

/** Each stack and caller of an app asks for the same routes. A declaration is not changed once it is read. */
const compared = new WeakMap<readonly Route[], Overlaps>();

function compareAll(routes: readonly Route[]): Overlaps {
  const shapes = routes.map(shapeOf);
  refuseTwins(shapes);
  const found = VERBS.map((verb) => {
    const ofVerb = shapes.filter(({ route }) => verbsOf(route).includes(verb));
    return compare(ofVerb, verb);
  });
  return {
    overlaps: found.flatMap(({ overlaps }) => overlaps),
    inseparable: found.flatMap(({ inseparable }) => inseparable),
  };
}

/** A route with what the comparison asks of it again and again. */
interface Candidate extends Shape {
  readonly pattern: Pattern;
  /** Its requests, each without and with a trailing slash, to any length that makes a difference to a route's pattern. */
  readonly slashed: readonly string[][];
  /** Its requests, to any length that makes a difference to a pattern of `slashed`. */
  readonly requests: readonly string[][];
}

/**
 * Compares every two routes of one verb: a verb holds no slash, so no pattern of one verb matches a request of another.
 *
 * Greedy routes have requests of any length, but beyond the depth of the API only greedy routes answer, by their first
 * `prefix` segments. Where a request has more segments behind those than the pattern has parts, one wildcard takes two of
 * them or more and could do with one less: the same holds for a shorter request, whose pattern covers the longer one.
 */
function compare(shapes: readonly Shape[], verb: string): Overlaps {
  const depth = Math.max(0, ...shapes.map(({ segments, greedy }) => segments.length + Number(greedy)));
  const prefix = Math.max(0, ...shapes.map(({ segments, greedy }) => (greedy ? segments.length : 0)));
  const longest = depth + prefix + 1;
  const candidates = shapes.map((shape): Candidate => {
    const slashed = requestsOf(shape, longest).flatMap((request) => [request, [...request, ""]]);
    return {
      ...shape,
      pattern: patternOf(shape),
      requests: requestsOf(shape, longest + prefix + 2),
      slashed,
    };
  });
  const select = routeSelector(shapes);
  /** The requests that reach this route and match the pattern. Plain loops: this is asked for every two routes. */
  const reaching = ({ route }: Shape, requests: readonly string[][], pattern: Pattern): string[][] => {
    const found: string[][] = [];
    for (const request of requests) {
      for (const meeting of meetings(request, pattern)) {
        if (select(meeting) === route) found.push(meeting);
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
      const letIn = reaching(forbidden, forbidden.slashed, granted.pattern).map(generalize);
      const widest = withoutCovered(letIn).map((pattern) =>
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

/** Drops what another pattern matches anyway. The shortest come first: they cover the others, so few are ever kept. */
function withoutCovered(patterns: readonly Pattern[]): readonly Pattern[] {
  const kept: Pattern[] = [];
  for (const pattern of [...patterns].sort((one, other) => one.length - other.length)) {
    if (!kept.some((wide) => covers(wide, pattern))) kept.push(pattern);
  }
  return kept.filter((narrow) => !kept.some((wide) => wide !== narrow && covers(wide, narrow)));
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
