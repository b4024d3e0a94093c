import fc from "fast-check";
import { explainInseparable, inseparable } from "../../routes/inseparable.ts";
import type { Route } from "../../routes/shape.ts";
import { globMatches, grants, referenceRoute, requestTo, routeTables } from "./reference.ts";

const get = (path: string, permission: string): Route => ({ method: "GET", path, permission });
const pairs = (routes: Route[], permissions?: string[]) =>
  inseparable(routes, permissions).map(({ granted, forbidden, lost }) => [
    granted.path,
    forbidden.path,
    lost.path,
  ]);

test.each<[string, Route[], string[][]]>([
  ["different routes", [get("/a", "p"), get("/b", "q")], []],
  ["a parameter and a route below it", [get("/a/{x}", "p"), get("/a/{x}/b", "q")], []],
  ["one permission for all of them", [get("/{all+}", "p"), get("/a/{x}", "p")], []],
  ["a literal and a parameter", [get("/a/{x}", "p"), get("/a/b", "q")], []],
  ["two verbs", [get("/{all+}", "p"), { ...get("/a/{x}", "q"), method: "POST" }], []],
  [
    "a greedy route with a parameter inside",
    [get("/{all+}", "p"), get("/a/{x}", "q")],
    [["/{all+}", "/a/{x}", "/{all+}"]],
  ],
  [
    "a greedy route below a parameter",
    [get("/a/{x}", "p"), get("/a/{all+}", "q")],
    [["/a/{all+}", "/a/{x}", "/a/{all+}"]],
  ],
  [
    "a greedy route with literals before its tail, beside a greedier one",
    [get("/{all+}", "p"), get("/{x}/a/{rest+}", "q")],
    [
      ["/{all+}", "/{x}/a/{rest+}", "/{all+}"],
      ["/{x}/a/{rest+}", "/{all+}", "/{x}/a/{rest+}"],
    ],
  ],
  [
    "a route between a shorter and a longer one",
    [get("/a/{x}/c", "p"), get("/a/{x}/{y}/c", "q"), get("/a/{x}/{y}/{z}/c", "p")],
    [["/a/{x}/c", "/a/{x}/{y}/c", "/a/{x}/{y}/{z}/c"]],
  ],
])("%s", (_, routes, expected) => {
  expect(pairs(routes)).toEqual(expected);
});

test("only the combinations of permissions that a caller has count, when they are told", () => {
  const routes = [get("/{all+}", "p"), get("/a/{x}", "q")];
  expect(pairs(routes, ["q"])).toEqual([]);
  expect(pairs(routes, ["p", "q"])).toEqual([]);
  expect(pairs(routes, ["p"])).toEqual([["/{all+}", "/a/{x}", "/{all+}"]]);
});

test("the sentence names both routes, their permissions and what would be lost", () => {
  const [found] = inseparable([get("/{all+}", "p"), get("/a/{x}", "q")]);
  expect(explainInseparable(found!)).toBe(
    "GET /{all+} (p) and GET /a/{x} (q) cannot be told apart: a caller with p and without q must be denied GET/a/*, " +
      "which also denies the first",
  );
});

test("each refusal is deserved: the pattern is needed and takes a request of the lost route", () => {
  let met = 0;
  fc.assert(
    fc.property(
      fc
        .tuple(routeTables, grants)
        .chain(([routes, granted]) =>
          fc.tuple(
            fc.constant(routes),
            fc.constant(granted),
            fc.array(requestTo(routes), { minLength: 60, maxLength: 60 }),
          ),
        ),
      ([routes, granted, requests]) => {
        for (const { forbidden, lost, pattern } of inseparable(routes, granted)) {
          const matching = requests.filter(({ verb, path }) => globMatches(pattern, `${verb}${path}`));
          const reached = new Set(matching.map(({ verb, path }) => referenceRoute(routes, verb, path)));
          // A sample of requests need not hold a witness; where it holds both, the refusal is proved.
          if (reached.has(forbidden) && reached.has(lost)) met++;
          expect(granted).not.toContain(forbidden.permission);
          expect(granted).toContain(lost.permission);
        }
      },
    ),
    { numRuns: 1000 },
  );
  expect(met).toBeGreaterThan(5);
});
