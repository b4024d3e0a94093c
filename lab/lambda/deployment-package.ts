import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

/** A deployment package that cannot be run; `reason` says what is wrong with it. */
export class DeploymentPackageError extends Error {
  readonly zip: string;
  readonly reason: string;

  constructor(zip: string, reason: string, cause?: unknown) {
    super(`${zip}: ${reason}`, { cause });
    this.name = "DeploymentPackageError";
    this.zip = zip;
    this.reason = reason;
  }
}

/** Lambda's limit of a package and its extracted files: 250 MB. */
const MAX_BYTES = 262_144_000;
const MAX_ENTRIES = 50_000;

/**
 * Extracts a deployment package into a directory that exists and is empty. Every entry stays inside of it: absolute
 * names, `..`, backslashes and symbolic links are refused, before anything is written.
 *
 * @throws DeploymentPackageError if the zip is missing, damaged, too large, or has such an entry.
 */
export function extractDeploymentPackage(zip: string, directory: string): void {
  const bytes = readPackage(zip);
  const entries = attempt(zip, () => readZipDirectory(bytes));
  checkEntries(zip, entries);
  const contents = attempt(zip, () => unzipSync(bytes));
  for (const entry of entries) {
    const target = join(directory, entry.name);
    if (entry.directory) {
      attempt(zip, () => mkdirSync(target, { recursive: true, mode: 0o700 }));
      continue;
    }
    const content = contents[entry.name];
    if (content?.length !== entry.size || crc32(content) !== entry.crc32) {
      throw new DeploymentPackageError(zip, `${JSON.stringify(entry.name)} is damaged`);
    }
    attempt(zip, () => {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      writeFileSync(target, content, { flag: "wx", mode: entry.executable ? 0o700 : 0o600 });
    });
  }
}

function readPackage(zip: string): Buffer {
  return attempt(zip, () => {
    const { size } = statSync(zip);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes; Lambda takes ${MAX_BYTES}`);
    return readFileSync(zip);
  });
}

function checkEntries(zip: string, entries: readonly ZipEntry[]): void {
  const refuse = (reason: string): never => {
    throw new DeploymentPackageError(zip, reason);
  };
  if (entries.length > MAX_ENTRIES)
    refuse(`it has ${entries.length} entries; at most ${MAX_ENTRIES} are read`);
  const seen = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    const name = JSON.stringify(entry.name);
    if (!isInside(entry.name)) refuse(`${name} would be written outside of the package's directory`);
    if (entry.symlink) refuse(`${name} is a symbolic link`);
    if (entry.encrypted) refuse(`${name} is encrypted`);
    if (seen.has(entry.name)) refuse(`${name} is in it twice`);
    seen.add(entry.name);
    total += entry.size;
  }
  if (total > MAX_BYTES) refuse(`it extracts to ${total} bytes; Lambda takes ${MAX_BYTES}`);
}

function isInside(name: string): boolean {
  if (name === "" || name.startsWith("/") || name.includes("\\") || name.includes("\0")) return false;
  return !name.split("/").includes("..");
}

/** Errors of the file system and of the zip reader, as errors of this package. */
function attempt<T>(zip: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DeploymentPackageError) throw error;
    const { message } = error as Error;
    throw new DeploymentPackageError(zip, message ?? String(error), error);
  }
}
