import fc from "fast-check";
import { parsePath, policyPaths } from "../../../../lab/gateway/routing/path.ts";

describe("parsePath", () => {
  test.each([
    ["E [R] plain", "/stage/proxy-value", "stage", "/proxy-value", "/stage/proxy-value", "proxy-value"],
    [
      "E [R] trailing slash",
      "/stage/proxy-value/",
      "stage",
      "/proxy-value/",
      "/stage/proxy-value/",
      "proxy-value",
    ],
    [
      "E [R] // inside",
      "/stage/proxy-value//double-slash",
      "stage",
      "/proxy-value//double-slash",
      "/stage/proxy-value//double-slash",
      "proxy-value//double-slash",
    ],
    [
      "E [R] // before the stage",
      "//stage/proxy-value",
      "stage",
      "/proxy-value",
      "/stage/proxy-value",
      "proxy-value",
    ],
    [
      "E [R] // after the stage",
      "/stage//proxy-value",
      "stage",
      "/proxy-value",
      "/stage//proxy-value",
      "proxy-value",
    ],
    [
      "E [R] encoded",
      "/stage/test%2Balias@gmail.com",
      "stage",
      "/test%2Balias@gmail.com",
      "/stage/test%2Balias@gmail.com",
      "test%2Balias@gmail.com",
    ],
    ["the root", "/dev/", "dev", "/", "/dev/", ""],
    ["the root without a slash", "/dev", "dev", "/", "/dev", ""],
  ])("%s: %s", (_, wire, stage, path, stagePath, match) => {
    expect(parsePath(wire)).toEqual({ stage, path, stagePath, match });
  });

  test.each(["", "/", "//", "dev/tests"])("no stage in %j", (wire) => {
    expect(parsePath(wire)).toBeUndefined();
  });

  test("any path either has no stage or is taken apart without loss of its segments", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("/", "a", "%", "2", "F", ".", "\u00ff") }), (text) => {
        const parsed = parsePath(`/${text}`);
        if (parsed === undefined) expect(text.replaceAll("/", "")).toBe("");
        else {
          const segments = (path: string) => path.split("/").filter((segment) => segment !== "");
          expect([parsed.stage, ...segments(parsed.match)]).toEqual(segments(text));
          expect(parsed.match).not.toMatch(/^\/|\/$/);
          expect(parsed.path.startsWith("/")).toBe(true);
        }
      }),
    );
  });
});

describe("policyPaths", () => {
  test.each([
    ["items/1", ["items/1"]],
    ["items/1%2Fsecrets", ["items/1%2Fsecrets", "items/1/secrets"]],
    ["items/1%252Fsecrets", ["items/1%252Fsecrets", "items/1/secrets"]],
    ["items/../admin", ["items/../admin", "admin"]],
    ["items/%2e%2e/admin", ["items/%2e%2e/admin", "items/../admin", "admin"]],
    ["items//1", ["items//1", "items/1"]],
    ["items/a%20b", ["items/a%20b", "items/a b"]],
    ["items/100%", ["items/100%"]],
    ["a..b/c.d", ["a..b/c.d"]],
  ])("%s", (match, expected) => {
    expect(policyPaths(match)).toEqual(expected);
  });

  test("the first is the path as it came, and nothing makes it throw", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("/", "a", "%", "2", "F", "e", "5", ".", "\ud800") }),
        (path) => {
          expect(policyPaths(path)[0]).toBe(path);
        },
      ),
    );
  });
});
