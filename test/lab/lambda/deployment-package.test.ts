import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, type Zippable, zipSync } from "fflate";
import { DeploymentPackageError, extractDeploymentPackage } from "../../../lab/lambda/deployment-package.ts";
import { TestRuntime } from "./support/functions.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "package-test-"));
  mkdirSync(join(directory, "task"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const task = (...path: string[]) => join(directory, "task", ...path);

/** Extracts an archive into the directory `task`. */
function extract(bytes: Uint8Array): void {
  const zip = join(directory, "package.zip");
  writeFileSync(zip, bytes);
  extractDeploymentPackage(zip, task());
}

/** An entry as zip programs on Unix make it, with its type and mode. */
const unix = (text: string, mode: number): Zippable[string] => [strToU8(text), { os: 3, attrs: mode << 16 }];

/** Changes four bytes of the first central directory entry. */
function patched(zip: Uint8Array, offset: number, value: number): Uint8Array {
  const bytes = Buffer.from(zip);
  bytes.writeUInt32LE(value, bytes.indexOf("PK\x01\x02", "latin1") + offset);
  return bytes;
}

test("files, directories, UTF-8 names and modes; nothing for others", () => {
  extract(
    zipSync({
      "index.js": strToU8("1"),
      "lib/": new Uint8Array(),
      "lib/deep/é.txt": strToU8("ü"),
      "bin/run": unix("#!/bin/sh", 0o100755),
      "stored.bin": [strToU8("kept as it is"), { level: 0 }],
      empty: new Uint8Array(),
    }),
  );
  expect(readFileSync(task("index.js"), "utf8")).toBe("1");
  expect(readFileSync(task("lib/deep/é.txt"), "utf8")).toBe("ü");
  expect(readFileSync(task("stored.bin"), "utf8")).toBe("kept as it is");
  expect(readFileSync(task("empty"), "utf8")).toBe("");
  const mode = (...path: string[]) => statSync(task(...path)).mode & 0o777;
  expect([mode("index.js"), mode("bin/run"), mode("bin"), mode("lib/deep")]).toEqual([
    0o600, 0o700, 0o700, 0o700,
  ]);
});

test.each([
  ["upwards", "../out.js"],
  ["upwards in the middle", "a/../../out.js"],
  ["upwards at the end", "a/.."],
  ["absolute", "/out.js"],
  ["backslashes", "..\\out.js"],
  ["a NUL byte", "a\0.js"],
])("refuses names that lead out: %s", (_what, name) => {
  expect(() => extract(zipSync({ "index.js": strToU8("1"), [name]: strToU8("1") }))).toThrow(
    /would be written outside/,
  );
  expect(readdirSync(task())).toEqual([]);
  expect(existsSync(join(directory, "out.js"))).toBe(false);
});

test("refuses symbolic links", () => {
  const zip = zipSync({ link: unix("/etc", 0o120777), "link/passwd": strToU8("x") });
  expect(() => extract(zip)).toThrow(/"link" is a symbolic link/);
  expect(readdirSync(task())).toEqual([]);
});

test("refuses an archive that has a file twice, or a file where a directory must be", () => {
  const twice = Buffer.from(zipSync({ "a.js": strToU8("1"), "b.js": strToU8("2") }));
  twice.write("a.js", twice.lastIndexOf("b.js"));
  expect(() => extract(twice)).toThrow(/"a.js" is in it twice/);
  expect(() => extract(zipSync({ a: strToU8("1"), "a/b": strToU8("2") }))).toThrow(DeploymentPackageError);
});

test.each<[string, Uint8Array, RegExp]>([
  ["not a zip", strToU8("hello"), /not a zip archive/],
  ["empty", new Uint8Array(), /not a zip archive/],
  ["cut off", zipSync({ "a.js": strToU8("1") }).subarray(0, 60), /not a zip archive/],
  [
    "a lie about the size: too small",
    patched(zipSync({ "a.js": strToU8("x".repeat(99)) }), 24, 10),
    /"a.js" is damaged/,
  ],
  [
    "a lie about the size: too large",
    patched(zipSync({ "a.js": strToU8("x".repeat(99)) }), 24, 1_000),
    /"a.js" is damaged/,
  ],
  ["a wrong checksum", patched(zipSync({ "a.js": strToU8("1") }), 16, 1), /"a.js" is damaged/],
  [
    "more than Lambda takes",
    patched(zipSync({ "a.js": strToU8("1") }), 24, 300_000_000),
    /extracts to 300000000 bytes; Lambda takes 262144000/,
  ],
  ["encrypted", patched(zipSync({ "a.js": strToU8("1") }), 8, 1), /"a.js" is encrypted/],
  ["another entry's directory", patched(zipSync({ "a.js": strToU8("1") }), 42, 0xfffffff0), /package.zip: /],
])("refuses what is damaged: %s", (_what, bytes, message) => {
  expect(() => extract(bytes)).toThrow(message);
  expect(() => extract(bytes)).toThrow(DeploymentPackageError);
});

test("says which file is missing", () => {
  expect(() => extractDeploymentPackage(join(directory, "absent.zip"), task())).toThrow(
    /absent\.zip: ENOENT/,
  );
});

test("whatever the bytes, it writes inside or refuses", () => {
  const valid = zipSync({ "index.js": strToU8("1".repeat(50)), "lib/a.js": strToU8("2") });
  const change = fc.record({ at: fc.nat(valid.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      const bytes = Uint8Array.from(valid);
      for (const { at, byte } of changes) bytes[at] = byte;
      rmSync(task(), { recursive: true, force: true });
      mkdirSync(task());
      try {
        extract(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DeploymentPackageError);
      }
      expect(readdirSync(directory).sort()).toEqual(["package.zip", "task"]);
    }),
  );
});

test("a function whose package is refused is not added", async () => {
  const lambda = new TestRuntime();
  try {
    expect(() => lambda.add({ "../index.js": "" })).toThrow(DeploymentPackageError);
  } finally {
    await lambda.close();
  }
});
