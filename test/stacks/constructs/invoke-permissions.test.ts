import fc from "fast-check";
import { invokePaths } from "../../../stacks/constructs/invoke-permissions.ts";

const route = (method: string, path: string) => ({ method, path, permission: "p" }) as never;
const many = (count: number, path: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => route("GET", path(index)));

test.each<[string, never[], number, string[]]>([
  [
    "one a route while they fit",
    [route("GET", "/tests"), route("POST", "/tests"), route("GET", "/")],
    20_480,
    ["GET/tests", "POST/tests", "GET/"],
  ],
  ["a parameter is a wildcard", [route("GET", "/items/{id}/parts")], 20_480, ["GET/items/*/parts"]],
  [
    "too many: cut at the deepest level that fits",
    many(100, (index) => `/items/all/${index}`),
    20_480,
    ["GET/items/all/*"],
  ],
  ["too many flat ones: by verb", many(100, (index) => `/r${index}`), 20_480, ["GET/*"]],
  ["a third of the policy holds a third", many(40, (index) => `/r${index}`), 20_480 / 3, ["GET/*"]],
])("%s", (_, routes, budget, expected) => expect(invokePaths(routes, budget)).toEqual(expected));

const segment = fc.constantFrom("a", "b", "c", "{id}");
const routes = fc.array(
  fc.record({
    method: fc.constantFrom("GET", "POST"),
    path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join("/")}`),
    permission: fc.constant("p"),
  }),
  { minLength: 1, maxLength: 200 },
);

test("whatever the routes, each is covered and the policy fits", () => {
  fc.assert(
    fc.property(routes, (declared) => {
      const paths = invokePaths(declared as never, 6_800);
      expect(paths.length * 400).toBeLessThanOrEqual(6_800);
      for (const { method, path } of declared) {
        const request = `${method}${path.replaceAll("{id}", "1")}`;
        const covered = paths.some((pattern) =>
          new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(request),
        );
        expect({ request, covered }).toEqual({ request, covered: true });
      }
    }),
  );
});
