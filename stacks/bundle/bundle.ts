import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type BuildFailure, buildSync, formatMessagesSync, type Message, type OutputFile } from "esbuild";
import { zip } from "./zip.ts";

export interface BundleOptions {
  /** The module that exports the handler, relative to the root: `functions/backend/handler.ts`. */
  readonly entry: string;
  /** Names that the module declares, and the JSON values that are put in their place. */
  readonly define?: Readonly<Record<string, unknown>>;
  /** Where the project is. @default the working directory */
  readonly root?: string;
}

/** A function's code as it is deployed. */
export interface Bundle {
  /** One file, `index.cjs`. */
  readonly zip: Buffer;
  /** SHA-256 of the zip in base64, as Lambda's `CodeSha256` and Terraform's `source_code_hash` have it. */
  readonly hash: string;
  /** The zip's size. */
  readonly bytes: number;
  /** The code's size, minified and not compressed. */
  readonly codeBytes: number;
}

/** A function cannot be bundled; the message has file, line and reason of everything that esbuild complains of. */
export class BundleError extends Error {
  override readonly name = "BundleError";

  constructor(entries: readonly string[], messages: readonly Message[]) {
    const formatted = formatMessagesSync([...messages], { kind: "error", color: false });
    super(`${entries.join(", ")} cannot be bundled\n${formatted.join("").trimEnd()}`);
  }
}

/** The zip's one file. `.cjs` is CommonJS wherever it is unpacked, and requiring it is quicker than importing `.mjs`. */
const FILE = "index.cjs";

const bundles = new Map<string, Bundle>();

/**
 * Bundles a function into a zip: minified, without source map, for Node 22. The bytes depend on the sources and on the
 * installed packages alone, not on where the checkout is, file times or umask. Asked twice, it answers from memory.
 *
 * @throws {BundleError} for whatever esbuild reports, warnings too
 */
export function bundleFunction(options: BundleOptions): Bundle {
  return bundleFunctions([options])[0] as Bundle;
}

/**
 * Bundles several functions like {@link bundleFunction}, those that define different names in one run of esbuild:
 * starting it takes longer than its work.
 */
export function bundleFunctions(all: readonly BundleOptions[]): readonly Bundle[] {
  const missing = all.filter((options) => !bundles.has(keyOf(options)));
  for (const group of groups(missing)) {
    const codes = build(group);
    for (const [index, options] of group.entries())
      bundles.set(keyOf(options), pack(codes[index] as Uint8Array));
  }
  return all.map((options) => bundles.get(keyOf(options)) as Bundle);
}

function pack(code: Uint8Array): Bundle {
  const content = zip({ [FILE]: code });
  const hash = createHash("sha256").update(content).digest("base64");
  return { zip: content, hash, bytes: content.length, codeBytes: code.length };
}

const keyOf = ({ entry, define = {}, root = process.cwd() }: BundleOptions): string =>
  JSON.stringify([resolve(root), entry, define]);

/** One run of esbuild has one root, and one value for a name: functions that differ in either are built apart. */
function groups(all: readonly BundleOptions[]): BundleOptions[][] {
  const found: BundleOptions[][] = [];
  for (const options of all) {
    const group = found.find((members) => members.every((member) => fits(member, options)));
    if (group) group.push(options);
    else found.push([options]);
  }
  return found;
}

function fits(one: BundleOptions, other: BundleOptions): boolean {
  const sameRoot = resolve(one.root ?? ".") === resolve(other.root ?? ".");
  const names = Object.keys(one.define ?? {});
  return (
    sameRoot && one.entry !== other.entry && !names.some((name) => Object.hasOwn(other.define ?? {}, name))
  );
}

/** The code of each function of a group. */
function build(group: readonly BundleOptions[]): readonly Uint8Array[] {
  const entries = group.map(({ entry }) => entry);
  const defined = group.flatMap(({ define = {} }) => Object.entries(define));
  try {
    const { outputFiles, warnings } = buildSync({
      absWorkingDir: resolve(group[0]?.root ?? "."),
      entryPoints: entries.map((entry, index) => ({ in: entry, out: String(index) })),
      outdir: "/",
      bundle: true,
      write: false,
      platform: "node",
      target: "node22",
      format: "cjs",
      minify: true,
      legalComments: "none",
      // What a tsconfig.json above the checkout says must not change the bytes.
      tsconfigRaw: "{}",
      define: Object.fromEntries(defined.map(([name, value]) => [name, JSON.stringify(value)])),
      logLevel: "silent",
    });
    if (warnings.length > 0) throw new BundleError(entries, warnings);
    return entries.map((_, index) => contentOf(outputFiles, `${index}.js`));
  } catch (error) {
    if (isBuildFailure(error)) throw new BundleError(entries, error.errors);
    throw error;
  }
}

function contentOf(files: readonly OutputFile[], name: string): Uint8Array {
  const file = files.find(({ path }) => path.endsWith(`/${name}`) || path.endsWith(`\\${name}`));
  if (!file) throw new TypeError(`esbuild wrote no ${name}`);
  return file.contents;
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  Array.isArray((error as Partial<BuildFailure> | null)?.errors);
