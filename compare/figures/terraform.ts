import { readFileSync } from "node:fs";
import path from "node:path";
import { METHODS, type Method } from "../method.ts";

/** The resources of one stack as they were synthesized: type, name, configuration. */
export interface Synthesized {
  readonly resources: readonly SynthesizedResource[];
  readonly data: readonly SynthesizedResource[];
}

/** One resource or data source. */
export interface SynthesizedResource {
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Reads a stack's `cdk.tf.json`; undefined when there is none.
 *
 * @throws Error naming the file when it is not JSON
 */
export function readSynthesized(directory: string, stack: string): Synthesized | undefined {
  const file = path.join(directory, "stacks", stack, "cdk.tf.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: is not JSON: ${(error as Error).message}`);
  }
  const { resource, data } = record(root);
  return { resources: list(resource), data: list(data) };
}

/** Every method's stack that was synthesized. */
export function readStacks(directory: string): ReadonlyMap<Method, Synthesized> {
  const found = METHODS.flatMap((method): [Method, Synthesized][] => {
    const stack = readSynthesized(directory, method);
    return stack ? [[method, stack]] : [];
  });
  return new Map(found);
}

/** The resources of a type. */
export function ofType(stack: Synthesized, type: string): readonly SynthesizedResource[] {
  return stack.resources.filter((resource) => resource.type === type);
}

/** The addresses that a configuration refers to: `${aws_lambda_function.backend.arn}` is `aws_lambda_function.backend`. */
export function references(config: unknown): readonly string[] {
  const expressions = (JSON.stringify(config) ?? "").matchAll(/\$\{([^}]*)\}/g);
  const found = [...expressions].flatMap(
    ([, inside = ""]) => inside.match(/(?:data\.)?\baws_\w+\.[\w-]+/g) ?? [],
  );
  return [...new Set(found)];
}

/** The address of a resource. */
export function address({ type, name }: SynthesizedResource): string {
  return `${type}.${name}`;
}

function list(byType: unknown): readonly SynthesizedResource[] {
  return Object.entries(record(byType)).flatMap(([type, byName]) =>
    Object.entries(record(byName)).map(([name, config]) => ({ type, name, config: record(config) })),
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
