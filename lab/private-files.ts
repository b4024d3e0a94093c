import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes a directory that is its owner's alone. One that is there already stays as it is: it may be anybody's. */
export function makePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Writes a file that is its owner's alone (0600), in one step: a reader sees the old content or the new. */
export function writePrivateFile(file: string, content: string): void {
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, content, { mode: 0o600, flag: "wx" });
  renameSync(temporary, file);
}

/**
 * What the secrets of a lab directory are derived from: made once and kept, so that client secrets stay the same from
 * run to run. A file that others may read, or that is none, is replaced.
 */
export function secretSeed(directory: string): string {
  const file = join(directory, "seed");
  try {
    const stats = lstatSync(file);
    const seed = stats.isFile() && (stats.mode & 0o077) === 0 ? readFileSync(file, "utf8").trim() : "";
    if (/^[0-9a-f]{64}$/.test(seed)) return seed;
  } catch {
    // There is none yet, or it cannot be read; writing tells what is wrong with its place.
  }
  const seed = randomBytes(32).toString("hex");
  writePrivateFile(file, `${seed}\n`);
  return seed;
}
