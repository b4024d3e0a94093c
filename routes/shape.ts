/** A declared route, as far as authorization cares. */
export interface Route {
  /** An HTTP verb, or `ANY`. */
  readonly method: string;
  /** `/`, `/tests`, `/items/{id}/secrets`, `/files/{path+}`. */
  readonly path: string;
  readonly permission: string;
}

/** The verbs that an `ANY` method answers: those that API Gateway knows. */
export const VERBS: readonly string[] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** In a sequence of segments: any one segment that is not empty. No declared segment can contain it. */
export const FREE = "\0";

/** A route with its path taken apart. */
export interface Shape {
  readonly route: Route;
  /** A literal, or `FREE` for a `{parameter}`; the root has one empty segment, as its ARN has (aws-behaviour G). */
  readonly segments: readonly string[];
  /** The path ends in `{name+}`, which is not among the segments: it stands for one or more of them. */
  readonly greedy: boolean;
}

/** Characters of a path segment (limits-and-prices 2.1). `*` and `?` are not among them: in an ARN they are wildcards. */
const SEGMENT = /^(?:[A-Za-z0-9_\-.,:]+|\{[A-Za-z0-9_\-.]+\})$/;
const GREEDY = /^\{[A-Za-z0-9_\-.]+\+\}$/;

/** @throws {TypeError} a verb or path that API Gateway would not hold; its message names the route */
export function shapeOf(route: Route): Shape {
  const { method, path } = route;
  if (method !== "ANY" && !VERBS.includes(method)) throw new TypeError(`${nameOf(route)}: no such verb`);
  if (!path.startsWith("/")) throw new TypeError(`${nameOf(route)}: a path begins with /`);
  const parts = path.slice(1).split("/");
  const greedy = GREEDY.test(parts.at(-1) as string);
  if (greedy) parts.pop();
  if (path !== "/" && !parts.every((part) => SEGMENT.test(part))) {
    throw new TypeError(
      `${nameOf(route)}: a segment is made of A-Z a-z 0-9 _ - . , : or is one {parameter}; {name+} stands last`,
    );
  }
  return { route, segments: parts.map((part) => (part.startsWith("{") ? FREE : part)), greedy };
}

/** The verbs of a route: all of them for `ANY`. */
export const verbsOf = ({ method }: Route): readonly string[] => (method === "ANY" ? VERBS : [method]);

/** How a route is written in a message. */
export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
