import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { makePrivateDirectory, secretSeed, writePrivateFile } from "../../lab/private-files.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

let umask: number;
beforeAll(() => {
  umask = process.umask(0);
});
afterAll(() => process.umask(umask));

test("a directory that it makes is its owner's alone, with those above", () => {
  const above = join(temporaryDirectory(), "above");
  makePrivateDirectory(join(above, "lab"));
  expect([mode(above), mode(join(above, "lab"))]).toEqual(["700", "700"]);
});

test("a directory that is there keeps its mode: --dir may name anything", () => {
  const directory = join(temporaryDirectory(), "shared");
  mkdirSync(directory, { mode: 0o755 });
  makePrivateDirectory(directory);
  expect(mode(directory)).toBe("755");
});

test("a file is its owner's alone, also where another one was, and nothing is left beside it", () => {
  const directory = temporaryDirectory();
  const file = join(directory, "env");
  writeFileSync(file, "old", { mode: 0o666 });
  writePrivateFile(file, "new");
  expect([mode(file), readFileSync(file, "utf8"), readdirSync(directory)]).toEqual(["600", "new", ["env"]]);
});

test("a link is replaced, not followed", () => {
  const directory = temporaryDirectory();
  const [file, target] = [join(directory, "env"), join(directory, "target")];
  writeFileSync(target, "untouched");
  symlinkSync(target, file);
  writePrivateFile(file, "new");
  expect([readFileSync(file, "utf8"), readFileSync(target, "utf8")]).toEqual(["new", "untouched"]);
});

test("the seed stays from run to run", () => {
  const directory = temporaryDirectory();
  const seed = secretSeed(directory);
  expect(seed).toMatch(/^[0-9a-f]{64}$/);
  expect(secretSeed(directory)).toBe(seed);
  expect(mode(join(directory, "seed"))).toBe("600");
});

test.each<[string, (file: string) => void]>([
  ["that others may read", (file) => chmodSync(file, 0o644)],
  ["that is none", (file) => writeFileSync(file, "0".repeat(63))],
])("a seed %s is replaced", (_, spoil) => {
  const directory = temporaryDirectory();
  const seed = secretSeed(directory);
  spoil(join(directory, "seed"));
  const other = secretSeed(directory);
  expect(other).toMatch(/^[0-9a-f]{64}$/);
  expect(other).not.toBe(seed);
  expect(mode(join(directory, "seed"))).toBe("600");
});
