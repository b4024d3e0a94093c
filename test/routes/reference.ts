import fc from "fast-check";
import type { Route } from "../../routes/shape.ts";

/** API Gateway's choice of a route, written a second time and another way than `routes/select.ts`: by regular expressions and sort keys. */
export function referenceRoute(routes: readonly Route[], verb: string, path: string): Route | undefined {
  const asked = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  const expression = (template: string) =>
    new RegExp(
      `^${template
        .replace(/[.]/g, "\\.")
        .replace(/\{[^}]+\+\}/g, "[^/].*")
        .replace(/\{[^}]+\}/g, "[^/]+")}$`,
      "s",
    );
  const key = ({ path: template, method }: Route) =>
    template
      .split("/")
      .map((part) => (part.endsWith("+}") ? "2" : part.startsWith("{") ? "1" : "0"))
      .join("")
      .padEnd(20, "0") + (method === "ANY" ? "1" : "0");
  return routes
    .filter(
      ({ method, path: template }) =>
        (method === verb || method === "ANY") && expression(template).test(asked),
    )
    .sort((one, other) => (key(one) < key(other) ? -1 : 1))[0];
}

/** An IAM resource pattern against an ARN: `*` is any run of characters, `?` any one (aws-behaviour G). */
export function globMatches(pattern: string, arn: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(arn);
}

const literal = fc.constantFrom("a", "b", "secrets");
const PARAMETERS = ["{x}", "{y}", "{z}", "{w}"];

/** A path of at most four segments; the parameter of each depth has one name, as API Gateway asks of siblings. */
const path = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: literal }, { weight: 2, arbitrary: fc.constant("*") }), {
      maxLength: 4,
    }),
    fc.integer({ min: 0, max: 7 }),
  )
  .map(([parts, greedy]) => {
    const segments = parts.map((part, depth) => (part === "*" ? (PARAMETERS[depth] as string) : part));
    if (greedy === 0) segments.push("{rest+}");
    return `/${segments.join("/")}`;
  });

export const permissions = ["p", "q", "r"] as const;

/** APIs of a few routes with few names, so that they overlap often. */
export const routeTables: fc.Arbitrary<Route[]> = fc.uniqueArray(
  fc.record({
    method: fc.constantFrom("GET", "GET", "GET", "POST", "ANY"),
    path,
    permission: fc.constantFrom(...permissions),
  }),
  { minLength: 1, maxLength: 6, selector: ({ method, path: template }) => `${method} ${template}` },
);

export const grants = fc.subarray([...permissions]);

/** Values of a parameter: names of other routes, encoded slashes, colons, and what looks like a wildcard. */
const value = fc.constantFrom(
  "a",
  "b",
  "secrets",
  "1",
  "1%2Fsecrets",
  "a:b",
  "%73ecrets",
  "*",
  "..",
  "é",
  "a b",
);

/** Requests that one of the routes answers, each with its verb and path. */
export const requestTo = (routes: readonly Route[]): fc.Arbitrary<{ verb: string; path: string }> =>
  fc
    .tuple(
      fc.constantFrom(...routes),
      fc.array(value, { minLength: 5, maxLength: 5 }),
      fc.array(value, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("GET", "POST", "PUT", "DELETE"),
    )
    .map(([route, values, rest, verb]) => ({
      verb: route.method === "ANY" ? verb : route.method,
      path: route.path
        .replace(/\{[^}]+\+\}/, () => rest.join("/"))
        .split("/")
        .map((part, index) => (part.startsWith("{") ? (values[index % values.length] as string) : part))
        .join("/"),
    }));
