import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { generateSigningKey, importSigningKey, type PrivateJwk, type SigningKey } from "./keys.ts";

/** Far more than any number of keys that a deployment's issuers have. */
const LARGEST_BYTES = 1024 * 1024;

/** One key in the file: `name` says whose it is (RFC 7517 4 allows members of one's own). */
interface NamedJwk extends PrivateJwk {
  readonly name: string;
}

/**
 * The keys of the named issuers: those that the file holds are used again, the others are made, in parallel, and
 * the file is written anew when anything changed. It is a JWK Set of private keys (RFC 7517), each with the `kid`
 * that the issuer's tokens carry and the issuer's `name`.
 *
 * The file is believed only if it is a plain file of this user that nobody else may read or write (0600), and of
 * its keys only those that {@link importSigningKey} accepts, one a name and one name a key. What is not believed
 * is replaced.
 *
 * @param file the file's path; its directory is made if need be and is this user's alone (0700).
 * @param make makes a key. A lab that starts may hand out keys that it began to make before it knew the issuers.
 */
export async function loadSigningKeys(
  file: string,
  names: readonly string[],
  make: () => Promise<SigningKey> = generateSigningKey,
): Promise<ReadonlyMap<string, SigningKey>> {
  const directory = dirname(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const { keys: saved, complete } = await readSaved(file, new Set(names));
  const wanted = [...new Set(names)];
  const found = await Promise.all(
    wanted.map(async (name) => [name, saved.get(name) ?? (await make())] as const),
  );
  const keys = new Map(found);
  if (!complete || wanted.some((name) => !saved.has(name))) {
    await write(file, keys);
  }
  return keys;
}

/** What the file holds. */
interface Saved {
  readonly keys: ReadonlyMap<string, SigningKey>;
  /** Whether every entry of the file was believed and is wanted. */
  readonly complete: boolean;
}

async function readSaved(file: string, names: ReadonlySet<string>): Promise<Saved> {
  const keys = new Map<string, SigningKey>();
  const entries = await readEntries(file);
  for (const entry of entries ?? []) {
    const { name } = entry;
    const key = await importSigningKey(entry).catch(() => undefined);
    const usable = typeof name === "string" && names.has(name) && !keys.has(name);
    if (usable && key !== undefined && ![...keys.values()].some(({ kid }) => kid === key.kid)) {
      keys.set(name, key);
    }
  }
  return { keys, complete: entries !== undefined && entries.length === keys.size };
}

/** The file's entries; undefined when it is missing, not this user's own, or not a JWK Set. */
async function readEntries(file: string): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> {
  try {
    const stats = await lstat(file);
    const mine = process.getuid === undefined || stats.uid === process.getuid();
    if (!stats.isFile() || !mine || (stats.mode & 0o077) !== 0 || stats.size > LARGEST_BYTES) {
      return undefined;
    }
    const set: unknown = JSON.parse(await readFile(file, "utf8"));
    const keys = (set as { readonly keys?: unknown } | null)?.keys;
    return Array.isArray(keys) ? keys.map((key) => Object(key)) : undefined;
  } catch {
    // Writing the file anew will say what is wrong with its place, if anything is.
    return undefined;
  }
}

/** Replaces the file in one step: a reader sees the old keys or the new ones, never a part of them. */
async function write(file: string, keys: ReadonlyMap<string, SigningKey>): Promise<void> {
  const set = { keys: [...keys].map(([name, key]): NamedJwk => ({ name, ...key.privateJwk })) };
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, `${JSON.stringify(set, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  await rename(temporary, file);
}
