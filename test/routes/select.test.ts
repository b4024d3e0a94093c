import fc from "fast-check";
import { routeSelector } from "../../routes/select.ts";
import { nameOf, type Route, shapeOf, verbsOf } from "../../routes/shape.ts";
import { referenceRoute, requestTo, routeTables } from "./reference.ts";

function select(routes: readonly Route[], verb: string, path: string): Route | undefined {
  const shapes = routes.filter((route) => verbsOf(route).includes(verb)).map(shapeOf);
  return routeSelector(shapes)(path.slice(1).split("/"));
}

const ROUTES: Route[] = [
  "GET /",
  "GET /a",
  "POST /a",
  "GET /{x}",
  "GET /{x}/b",
  "GET /a/{y}",
  "ANY /a/b",
  "ANY /{all+}",
].map((name) => ({
  method: name.split(" ")[0] as string,
  path: name.split(" ")[1] as string,
  permission: name,
}));

test.each([
  ["GET /", "GET /"],
  ["GET /a", "GET /a"],
  ["GET /a/", "GET /a"],
  ["GET /c", "GET /{x}"],
  ["GET /c/b", "GET /{x}/b"],
  ["GET /a/c", "GET /a/{y}"],
  ["GET /a/b", "ANY /a/b"],
  ["GET /c/d", "ANY /{all+}"],
  ["GET /a/b/c/d", "ANY /{all+}"],
  ["DELETE /c", "ANY /{all+}"],
  ["DELETE /", undefined],
])("%s reaches %s", (request, expected) => {
  const [verb, path] = request.split(" ") as [string, string];
  const route = select(ROUTES, verb, path);
  expect(route && nameOf(route)).toBe(expected);
});

test("E [R] a route with another verb is not in the way of a greedy ANY route", () => {
  expect(select([ROUTES[2]!, ROUTES[7]!], "GET", "/a")).toBe(ROUTES[7]);
});

test("agrees with a second reading of the same rules", () => {
  fc.assert(
    fc.property(
      routeTables.chain((routes) => fc.tuple(fc.constant(routes), requestTo(routes), fc.boolean())),
      ([routes, { verb, path }, slash]) => {
        const asked = slash ? `${path}/` : path;
        expect(select(routes, verb, asked)).toBe(referenceRoute(routes, verb, asked));
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  ["GET tests", "a path begins with /"],
  ["GET /a*", "a segment is made of"],
  ["GET /a?", "a segment is made of"],
  ["GET /a{id}", "a segment is made of"],
  ["GET /{all+}/b", "a segment is made of"],
  ["GET /a/", "a segment is made of"],
  ["GET //a", "a segment is made of"],
  ["FETCH /a", "no such verb"],
  ["get /a", "no such verb"],
])("%s is refused: %s", (name, reason) => {
  const [method, path] = name.split(" ") as [string, string];
  expect(() => shapeOf({ method, path, permission: "p" })).toThrow(`${name}: ${reason}`);
});
