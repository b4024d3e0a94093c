import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type BuildFailure, buildSync, formatMessagesSync, type Message } from "esbuild";
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

  constructor(entry: string, messages: readonly Message[]) {
    const formatted = formatMessagesSync([...messages], { kind: "error", color: false });
    super(`${entry} cannot be bundled\n${formatted.join("").trimEnd()}`);
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
export function bundleFunction({ entry, define = {}, root = process.cwd() }: BundleOptions): Bundle {
  const values = Object.fromEntries(
    Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const key = JSON.stringify([resolve(root), entry, values]);
  const known = bundles.get(key);
  if (known) return known;
  const code = build(entry, values, root);
  const content = zip({ [FILE]: code });
  const hash = createHash("sha256").update(content).digest("base64");
  const bundle: Bundle = { zip: content, hash, bytes: content.length, codeBytes: code.length };
  bundles.set(key, bundle);
  return bundle;
}

function build(entry: string, define: Record<string, string>, root: string): Uint8Array {
  try {
    const { outputFiles, warnings } = buildSync({
      absWorkingDir: resolve(root),
      entryPoints: [entry],
      bundle: true,
      write: false,
      platform: "node",
      target: "node22",
      format: "cjs",
      minify: true,
      legalComments: "none",
      // What a tsconfig.json above the checkout says must not change the bytes.
      tsconfigRaw: "{}",
      define,
      logLevel: "silent",
    });
    if (warnings.length > 0) throw new BundleError(entry, warnings);
    return (outputFiles[0] as { contents: Uint8Array }).contents;
  } catch (error) {
    if (isBuildFailure(error)) throw new BundleError(entry, error.errors);
    throw error;
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  Array.isArray((error as Partial<BuildFailure> | null)?.errors);
