import fc from "fast-check";
import { ANY_METHODS, RouteError, Routes } from "../../../../lab/gateway/routing/routes.ts";

function routes(...declared: string[]): Routes<string> {
  const table = new Routes<string>();
  for (const route of declared) {
    const [verb = "", path = ""] = route.split(" ");
    table.add(path, verb, route);
  }
  return table;
}

const parameters = (table: Routes<string>, path: string) => {
  const match = table.match(path, "GET");
  return match && { method: match.method, parameters: match.parameters && { ...match.parameters } };
};

describe("Routes", () => {
  test("E [R] a route is a pair: where /a has only POST, GET /a falls back to a {proxy+} elsewhere, open or not", () => {
    const table = routes("POST /a", "ANY /{proxy+}");
    expect(table.match("a", "POST")?.method).toBe("POST /a");
    expect(parameters(table, "a")).toEqual({ method: "ANY /{proxy+}", parameters: { proxy: "a" } });
  });

  test.each([
    ["literal before parameter", "items/mine", { method: "GET /items/mine", parameters: null }],
    ["parameter", "items/1", { method: "GET /items/{id}", parameters: { id: "1" } }],
    [
      "parameter in the middle",
      "items/1/parts",
      { method: "GET /items/{id}/parts", parameters: { id: "1" } },
    ],
    [
      "two parameters, in the order of the path",
      "items/1/parts/2",
      { method: "GET /items/{id}/parts/{part}", parameters: { id: "1", part: "2" } },
    ],
    ["greedy", "files/a/b/c", { method: "GET /files/{proxy+}", parameters: { proxy: "a/b/c" } }],
    [
      "E [R] greedy keeps // inside",
      "files/a//b",
      { method: "GET /files/{proxy+}", parameters: { proxy: "a//b" } },
    ],
    ["E [R] values stay encoded", "items/a%2Fb", { method: "GET /items/{id}", parameters: { id: "a%2Fb" } }],
    ["greedy takes at least one segment", "files", undefined],
    ["a parameter takes no empty segment", "items//parts", undefined],
    ["the root", "", { method: "GET /", parameters: null }],
    [
      "backtracking: a literal that leads nowhere",
      "items/mine/parts",
      { method: "GET /items/{id}/parts", parameters: { id: "mine" } },
    ],
    ["nothing", "other", undefined],
    ["case matters", "Items/1", undefined],
  ])("%s", (_, path, expected) => {
    const table = routes(
      "GET /",
      "GET /items/mine",
      "GET /items/{id}",
      "GET /items/{id}/parts",
      "GET /items/{id}/parts/{part}",
      "GET /files/{proxy+}",
    );
    expect(parameters(table, path)).toEqual(expected);
  });

  test("ANY stands for seven methods and no other", () => {
    const table = routes("ANY /a");
    for (const verb of ANY_METHODS) expect(table.match("a", verb)?.method).toBe("ANY /a");
    for (const verb of ["TRACE", "CONNECT", "get", "", "ANY"]) expect(table.match("a", verb)).toBeUndefined();
  });

  test("a method of its own goes before ANY", () => {
    expect(routes("ANY /a", "GET /a").match("a", "GET")?.method).toBe("GET /a");
  });

  test.each([
    [["GET /{a}", "GET /{b}"], "another path variable"],
    [["GET /{a}", "GET /{b+}"], "another path variable"],
    [["GET /a/{x+}/b"], "must be the last part"],
    [["GET /a", "GET /a"], "declared twice"],
  ])("AWS holds no %j", (declared, message) => {
    expect(() => routes(...declared)).toThrow(RouteError);
    expect(() => routes(...declared)).toThrow(message);
  });

  test("no path and no verb makes it throw", () => {
    const table = routes("GET /", "GET /{a}", "GET /{a}/b", "ANY /c/{d}/{e+}", "POST /__proto__");
    fc.assert(
      fc.property(
        fc.string(),
        fc.oneof(fc.string(), fc.constantFrom("GET", "__proto__", "constructor")),
        (path, verb) => {
          table.match(path, verb);
        },
      ),
    );
  });

  test("path variables round trip: what is put into a template comes out of it", () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9%._~@+-]{1,12}$/);
    const table = routes("GET /a/{x}/b/{y}/c/{z+}");
    fc.assert(
      fc.property(segment, segment, fc.array(segment, { minLength: 1, maxLength: 4 }), (x, y, rest) => {
        const z = rest.join("/");
        const match = table.match(`a/${x}/b/${y}/c/${z}`, "GET");
        expect({ ...match?.parameters }).toEqual({ x, y, z });
      }),
    );
  });

  test("a variable named like a prototype is a variable", () => {
    const match = routes("GET /{constructor}").match("x", "GET");
    expect(JSON.stringify(match?.parameters)).toBe('{"constructor":"x"}');
  });
});
