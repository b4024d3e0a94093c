import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { TerraformError } from "./errors.ts";
import { parseJson } from "./json.ts";

const MAX_BYTES = 64 * 1024 * 1024;

/** Where a synthesized stack is. */
export interface StackLocation {
  readonly name: string;
  /** The stack's directory, absolute. */
  readonly directory: string;
  /** Its `cdk.tf.json`, absolute. */
  readonly file: string;
}

/** Any JSON object; its keys are read only when it has them itself. */
export type JsonObject = { readonly [key: string]: unknown };

/** True for a JSON object. */
export function isJsonObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/**
 * The stacks that CDKTF's `manifest.json` lists, in its order.
 *
 * @throws {TerraformError} when the directory was not synthesized by CDKTF, or the manifest leads out of it.
 */
export function readManifest(outputDirectory: string): readonly StackLocation[] {
  const file = resolve(outputDirectory, "manifest.json");
  const manifest = readJsonFile(file, "is this a directory that CDKTF synthesized into?");
  const stacks = isJsonObject(manifest) ? manifest.stacks : undefined;
  if (!isJsonObject(stacks)) throw new TerraformError(file, "stacks", "must be an object of stacks");
  return Object.entries(stacks).map(([name, stack]) => {
    if (!isJsonObject(stack)) throw new TerraformError(file, `stacks.${name}`, "must be an object");
    const inside = (key: string, otherwise: string) => {
      const path = Object.hasOwn(stack, key) ? stack[key] : otherwise;
      const absolute = typeof path === "string" ? resolve(outputDirectory, path) : undefined;
      if (absolute !== undefined && isWithin(resolve(outputDirectory), absolute)) return absolute;
      throw new TerraformError(file, `stacks.${name}.${key}`, "must be a path within the directory");
    };
    const directory = inside("workingDirectory", `stacks/${name}`);
    return { name, directory, file: inside("synthesizedStackPath", `stacks/${name}/cdk.tf.json`) };
  });
}

/**
 * Reads a JSON file.
 *
 * @param hint what to look at when the file is not there.
 * @throws {TerraformError} when it cannot be read, is too large or is malformed.
 */
export function readJsonFile(file: string, hint?: string): unknown {
  let text: string;
  try {
    const status = statSync(file);
    if (!status.isFile()) throw new Error("it is not a file");
    if (status.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    const reason = `cannot be read: ${(error as Error).message}${hint ? `; ${hint}` : ""}`;
    throw new TerraformError(file, undefined, reason, { cause: error });
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new TerraformError(file, undefined, `malformed JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Reads a file that an expression names, relative to the stack's directory. Only below the output directory: Terraform
 * that nobody vouches for must not bring other files of this machine into what the lab shows.
 *
 * @throws {Error} when it may not be read, or cannot be.
 */
export function readFileWithin(outputDirectory: string, stackDirectory: string, path: string): Buffer {
  const file = realpathSync(resolve(stackDirectory, path));
  if (!isWithin(realpathSync(outputDirectory), file))
    throw new Error(`${path} is outside of the output directory`);
  const status = statSync(file);
  if (!status.isFile()) throw new Error(`${path} is not a file`);
  if (status.size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES / 1024 / 1024} MB`);
  return readFileSync(file);
}

function isWithin(directory: string, path: string): boolean {
  const steps = relative(directory, path);
  return steps === "" || (!steps.startsWith("..") && !isAbsolute(steps));
}
