import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/** What an app needs of a checkout: not what people and programs leave in it. */
const PARTS = [
  "cdktf.json",
  "main.ts",
  "package.json",
  "run.mjs",
  "tsconfig.json",
  "functions",
  "routes",
  "stacks",
];

/** A copy of this checkout, with the same packages. */
export function copyCheckout(directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const part of PARTS) cpSync(part, join(directory, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(directory, "node_modules"));
  return directory;
}

/** Every file below a directory by its path, with a hash of its bytes; undefined where there is no such directory. */
export function digest(directory: string): Record<string, string> | undefined {
  const entries = readDirectory(directory);
  return (
    entries &&
    Object.fromEntries(
      entries.map((file) => [
        relative(directory, file),
        createHash("sha256").update(readFileSync(file)).digest("hex"),
      ]),
    )
  );
}

function readDirectory(directory: string): string[] | undefined {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
