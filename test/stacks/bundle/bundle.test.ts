import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { BundleError, type BundleOptions, bundleFunction } from "../../../stacks/bundle/bundle.ts";
import { bundleAuthorizer, bundleBackend } from "../../../stacks/bundle/functions.ts";

const BACKEND: BundleOptions = { entry: "functions/backend/handler.ts" };
const AUTHORIZER: BundleOptions = {
  entry: "functions/authorizer/handler.ts",
  define: { ROUTE_TABLE: { allow: [["test.read", ["GET/tests"]]], deny: [] } },
};
const codeOf = (options: BundleOptions) => strFromU8(unzipSync(bundleFunction(options).zip)["index.cjs"]!);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "bundle-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A directory with the given files. */
function project(name: string, files: Record<string, string>): string {
  const root = join(directory, name);
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  return root;
}

test.each<[string, BundleOptions, number]>([
  ["backend", BACKEND, 2 * 1024],
  ["authorizer", AUTHORIZER, 60 * 1024],
])("the %s is small, minified, and holds one file without a source map", (_, options, most) => {
  const { zip, hash, bytes, codeBytes } = bundleFunction(options);
  expect(Object.keys(unzipSync(zip))).toEqual(["index.cjs"]);
  expect(codeBytes).toBeLessThan(most);
  expect(bytes).toBe(zip.length);
  expect(hash).toBe(createHash("sha256").update(zip).digest("base64"));
  const code = codeOf(options);
  expect(code).toHaveLength(codeBytes);
  expect(code).not.toMatch(/sourceMappingURL|functions\/|node_modules|\n\s/);
});

test.each([
  ["backend", BACKEND],
  ["authorizer", AUTHORIZER],
])("the %s has the same bytes from another path, with other file times and modes", (_, options) => {
  const umask = process.umask(0o077);
  try {
    const root = mkdtempSync(join(directory, "a rather longer path than the other one-"));
    for (const part of ["functions", "routes"]) cpSync(part, join(root, part), { recursive: true, mode: 0 });
    symlinkSync(resolve("node_modules"), join(root, "node_modules"));
    writeFileSync(
      join(root, "tsconfig.json"),
      '{"compilerOptions":{"target":"es5","useDefineForClassFields":false}}',
    );
    utimesSync(join(root, options.entry), new Date(), new Date(0));
    const copy = bundleFunction({ ...options, root });
    const original = bundleFunction(options);
    expect(copy).not.toBe(original);
    expect(copy.hash).toBe(original.hash);
    expect(copy.zip.equals(original.zip)).toBe(true);
  } finally {
    process.umask(umask);
  }
});

test("the same function is bundled once, another definition is another bundle", () => {
  expect(bundleFunction({ ...BACKEND })).toBe(bundleBackend());
  const first = bundleAuthorizer({ routes: [{ method: "GET", path: "/a", permission: "p" }] });
  const second = bundleAuthorizer({ routes: [{ method: "GET", path: "/b", permission: "p" }] });
  expect(second.hash).not.toBe(first.hash);
  expect(bundleAuthorizer({ routes: [{ method: "GET", path: "/a", permission: "p" }] })).toBe(first);
});

test("what is defined stands in the code", () => {
  const root = project("define", {
    "entry.ts": "declare const VALUE: unknown; export const handler = () => VALUE;",
  });
  const code = codeOf({ entry: "entry.ts", root, define: { VALUE: { text: 'a"b' } } });
  expect(code).toContain(`text:'a"b'`);
});

describe("what cannot be bundled is an error that says where and why", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "a missing module",
      { "entry.ts": 'import "./missing.ts";' },
      /entry\.ts cannot be bundled\n.*Could not resolve "\.\/missing\.ts"[\s\S]*entry\.ts:1:7/,
    ],
    ["a missing package", { "entry.ts": 'import "not-a-package";' }, /Could not resolve "not-a-package"/],
    ["a syntax error", { "entry.ts": "\nexport const = 1;" }, /entry\.ts:2:13/],
    ["a warning", { "entry.ts": "export const handler = (x: number) => x === NaN;" }, /NaN/],
    ["no entry", {}, /Could not resolve "entry\.ts"/],
  ])("%s", (name, files, message) => {
    const root = project(name, files);
    expect(() => bundleFunction({ entry: "entry.ts", root })).toThrow(BundleError);
    expect(() => bundleFunction({ entry: "entry.ts", root })).toThrow(message);
  });
});

test("an authorizer for routes that no policy can tell apart is refused, with both routes named", () => {
  const routes = [
    { method: "GET", path: "/{all+}", permission: "p" },
    { method: "GET", path: "/admin/{id}", permission: "q" },
  ];
  expect(() => bundleAuthorizer({ routes })).toThrow(
    /GET \/\{all\+\} \(p\) and GET \/admin\/\{id\} \(q\) cannot be told apart/,
  );
});
