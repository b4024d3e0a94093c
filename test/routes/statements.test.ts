import fc from "fast-check";
import { type PolicySource, parsePolicy } from "../../policy/document.ts";
import { evaluate } from "../../policy/evaluate.ts";
import { inseparable } from "../../routes/inseparable.ts";
import type { Route } from "../../routes/shape.ts";
import { type Statement, statementsFor } from "../../routes/statements.ts";
import { routeTable } from "../../routes/table.ts";
import { grants, referenceRoute, requestTo, routeTables } from "./reference.ts";

const PREFIX = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev";

const SOURCE: PolicySource = { kind: "identity", address: "caller", attribute: "policy", name: "routes" };

/** Whether an identity policy of these statements, and nothing else, lets the request in. */
function allows(statements: readonly Statement[], verb: string, path: string): boolean {
  if (statements.length === 0) return false;
  const policy = parsePolicy({ Version: "2012-10-17", Statement: statements }, SOURCE);
  const { verdict } = evaluate([policy], {
    action: "execute-api:Invoke",
    resource: `${PREFIX}/${verb}${path}`,
    principal: { type: "user" },
    context: new Map(),
  });
  return verdict === "allow";
}

const resources = (permissions: string[], routes: readonly Route[], effect: string) =>
  statementsFor(permissions, routeTable(routes), PREFIX)
    .filter(({ Effect }) => Effect === effect)
    .flatMap(({ Resource }) => Resource.map((arn) => arn.slice(PREFIX.length + 1)));

describe("what a caller is allowed and denied", () => {
  const get = (path: string, permission: string): Route => ({ method: "GET", path, permission });
  const items = [get("/items", "list"), get("/items/{id}", "read"), get("/items/{id}/secrets", "secrets")];

  test.each<[string, Route[], string[], string[], string[]]>([
    ["its routes and no other", [get("/tests", "p"), get("/whoami", "q")], ["p"], ["GET/tests"], []],
    ["no route", items, [], [], []],
    ["a permission that no route asks for", items, ["items", "read "], [], []],
    // What is left of `items` is the ARN of `GET /items/`, in case that keeps its slash.
    ["a parameter", items, ["read"], ["GET/items/*"], ["GET/items/", "GET/items/*/*"]],
    ["the deeper route", items, ["secrets"], ["GET/items/*/secrets"], []],
    ["both", items, ["read", "secrets"], ["GET/items/*", "GET/items/*/secrets"], ["GET/items/"]],
    [
      "a literal beside a parameter",
      [get("/a/{x}", "p"), get("/a/b", "q")],
      ["p"],
      ["GET/a/*"],
      ["GET/a/b", "GET/a/b/"],
    ],
    ["a parameter beside a literal", [get("/a/{x}", "p"), get("/a/b", "q")], ["q"], ["GET/a/b"], []],
    ["greedy", [get("/{all+}", "p"), get("/admin", "q")], ["p"], ["GET/*"], ["GET/admin", "GET/admin/"]],
    [
      "greedy over greedy",
      [get("/{all+}", "p"), get("/admin/{all+}", "q")],
      ["p"],
      ["GET/*"],
      ["GET/admin/*"],
    ],
    ["not the root", [get("/", "p"), get("/{x}", "q")], ["q"], ["GET/*"], ["GET/", "GET//"]],
    ["the root", [get("/", "p"), get("/{x}", "q")], ["p"], ["GET/"], []],
    ["one verb", [get("/a", "p"), { ...get("/a", "q"), method: "POST" }], ["q"], ["POST/a"], []],
    [
      "the verbs that another route does not take from ANY",
      [get("/a", "p"), { ...get("/a", "q"), method: "ANY" }],
      ["q"],
      ["DELETE/a", "GET/a", "HEAD/a", "OPTIONS/a", "PATCH/a", "POST/a", "PUT/a"],
      ["GET/a"],
    ],
    [
      "what one of two deeper routes is",
      [get("/a/{x}", "p"), get("/a/{x}/b", "p"), get("/a/{x}/c", "q")],
      ["p"],
      ["GET/a/*", "GET/a/*/b"],
      ["GET/a/*/*/*", "GET/a/*/c"],
    ],
  ])("%s", (_, routes, permissions, allow, deny) => {
    expect(inseparable(routes, permissions)).toEqual([]);
    expect(resources(permissions, routes, "Allow")).toEqual(allow);
    expect(resources(permissions, routes, "Deny")).toEqual(deny);
  });

  test("an item called like a deeper route, encoded or decoded in the ARN, opens nothing", () => {
    const statements = statementsFor(["read"], routeTable(items), PREFIX);
    expect(allows(statements, "GET", "/items/1%2Fsecrets")).toBe(true); // routed as one item
    expect(allows(statements, "GET", "/items/1/secrets")).toBe(false);
    expect(allows(statements, "GET", "/items/1/%73ecrets")).toBe(false);
  });

  test("a permission named like a property of every object is a permission", () => {
    const routes = [get("/a", "__proto__"), get("/b", "constructor")];
    expect(resources(["__proto__"], routes, "Allow")).toEqual(["GET/a"]);
    expect(resources(["toString"], routes, "Allow")).toEqual([]);
    expect(JSON.parse(JSON.stringify(routeTable(routes)))).toEqual(routeTable(routes));
  });
});

describe("routes → policies: every declared permission allows exactly its routes and nothing else", () => {
  const scenario = fc
    .tuple(routeTables, grants)
    .chain(([routes, granted]) => fc.tuple(fc.constant(routes), fc.constant(granted), requestTo(routes)));

  test("the policy decides as the permission of the route that API Gateway selects", () => {
    let decided = { allowed: 0, denied: 0, byDeny: 0 };
    fc.assert(
      fc.property(scenario, ([routes, granted, { verb, path }]) => {
        fc.pre(inseparable(routes, granted).length === 0);
        const route = referenceRoute(routes, verb, path);
        if (!route) throw new Error(`${verb} ${path} reaches no route`);
        const statements = statementsFor(granted, routeTable(routes), PREFIX);
        const expected = granted.includes(route.permission as never);
        expect(allows(statements, verb, path)).toBe(expected);
        const withoutDeny = allows(
          statements.filter(({ Effect }) => Effect === "Allow"),
          verb,
          path,
        );
        decided = {
          allowed: decided.allowed + Number(expected),
          denied: decided.denied + Number(!expected),
          byDeny: decided.byDeny + Number(!expected && withoutDeny),
        };
      }),
      { numRuns: 2000 },
    );
    // The space is worth something only if all three ways were met.
    expect(Math.min(decided.allowed, decided.denied, decided.byDeny)).toBeGreaterThan(20);
  });

  test("not even with a trailing slash or an empty parameter in the ARN is a route open without its permission", () => {
    let met = 0;
    fc.assert(
      fc.property(scenario, fc.nat(4), ([routes, granted, { verb, path }], at) => {
        // Also where routes cannot be told apart: such a policy would be too closed, never too open.
        const segments = path.split("/");
        const marked = segments
          .map((segment, index) => (index === at + 1 && index < segments.length - 1 ? "marked" : segment))
          .join("/");
        for (const [routed, authorized] of [
          [path, `${path}/`],
          [marked, marked.replace("marked", "")],
        ] as const) {
          const route = referenceRoute(routes, verb, routed);
          if (!route || granted.includes(route.permission as never)) continue;
          met++;
          expect(allows(statementsFor(granted, routeTable(routes), PREFIX), verb, authorized)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
    expect(met).toBeGreaterThan(400);
  });
});
