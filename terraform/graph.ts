import { dynamicBlocks } from "./body.ts";
import type { Config, Declaration } from "./config.ts";
import type { Problems } from "./errors.ts";
import { ExpressionError } from "./expression/error.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { forEachReference, type OnReference } from "./expression/references.ts";
import { isJsonObject, type JsonObject } from "./manifest.ts";

/** Names that are no declarations of the file. */
const builtIn: ReadonlySet<string> = new Set(["count", "each", "path", "self", "terraform"]);

/** What is not worked out here, so that what it refers to does not matter. */
const skipped: ReadonlySet<string> = new Set([
  "//",
  "connection",
  "depends_on",
  "lifecycle",
  "provider",
  "provisioner",
]);

/**
 * Checks what refers to what, as Terraform does before it plans: a reference to something that is not declared, and
 * things that depend on each other in a circle, become problems.
 */
export function checkReferences(config: Config, expressions: JsonExpressions, problems: Problems): void {
  const graph = new Map<string, ReadonlyMap<string, string | undefined>>();
  const declared = new Set<string>();
  const nodes: [address: string, json: unknown][] = [
    ...[...config.resources, ...config.dataSources, ...config.outputs].map(bodyOf),
    ...[...config.locals].map(([name, json]): [string, unknown] => [`local.${name}`, json]),
  ];
  for (const [address] of nodes) declared.add(address);
  for (const { address } of config.variables) declared.add(address);
  for (const [address, json] of nodes) {
    const { found } = new References(expressions, json);
    for (const [reference, attribute] of found) {
      if (!declared.has(reference))
        problems.add(address, attribute, `it refers to ${reference}, which is not declared`);
    }
    graph.set(address, found);
  }
  const circle = findCircle(graph);
  if (circle) problems.add(circle[0]!, undefined, `it depends on itself: ${circle.join(" → ")}`);
}

function bodyOf({ address, body }: Declaration): [string, unknown] {
  return [address, body];
}

const none: readonly string[] = [];

/** The declarations that a body, or a local's value, refers to, each with the first attribute that does. */
class References {
  readonly found = new Map<string, string | undefined>();
  readonly #expressions: JsonExpressions;
  readonly #found: OnReference = (root, attributes) => {
    const address = addressOf(root, attributes);
    if (address !== undefined && !this.found.has(address)) this.found.set(address, this.#attribute);
  };
  #attribute: string | undefined;

  constructor(expressions: JsonExpressions, json: unknown) {
    this.#expressions = expressions;
    if (!isJsonObject(json)) this.#collect(json, false, none);
    else this.#members(json, true, none, true);
  }

  /** @param bound the iterators of the `dynamic` blocks around it. */
  #collect(json: unknown, isBody: boolean, bound: readonly string[]): void {
    if (typeof json === "string") this.#text(json, bound);
    else if (Array.isArray(json)) for (const element of json) this.#collect(element, isBody, bound);
    else if (isJsonObject(json)) this.#members(json, isBody, bound, false);
  }

  #members(json: JsonObject, isBody: boolean, bound: readonly string[], isTop: boolean): void {
    for (const [key, value] of Object.entries(json)) {
      if (isTop) this.#attribute = key;
      if (isBody && (skipped.has(key) || key === "dynamic")) {
        if (key === "depends_on") this.#dependsOn(value);
        else if (key === "dynamic") this.#dynamic(json, bound);
        continue;
      }
      if (key.includes("{")) this.#text(key, bound);
      // Whether this is a nested block or a value, only the schema knows: `//` is a comment in one of them alone.
      this.#collect(value, isBody, bound);
    }
  }

  #dynamic(json: JsonObject, bound: readonly string[]): void {
    for (const [name, { for_each, iterator, content }] of dynamicBlocks(json)) {
      this.#collect(for_each, false, bound);
      this.#collect(content, true, [...bound, typeof iterator === "string" ? iterator : name]);
    }
  }

  #dependsOn(json: unknown): void {
    for (const target of Array.isArray(json) ? json : []) {
      if (typeof target === "string") this.#text(`\${${target}}`, []);
    }
  }

  #text(source: string, bound: readonly string[]): void {
    if (!source.includes("{")) return;
    try {
      forEachReference(this.#expressions.parse(source), this.#found, bound);
    } catch (error) {
      // A malformed expression is unresolved where it stands.
      if (!(error instanceof ExpressionError)) throw error;
    }
  }
}

/** The declaration that a reference leads to; `undefined` if it leads to several, or to none of the file. */
function addressOf(root: string, [first, second]: readonly string[]): string | undefined {
  if (builtIn.has(root)) return undefined;
  if (root === "data") return first && second ? `data.${first}.${second}` : undefined;
  if (first === undefined) return root === "var" || root === "local" ? undefined : root;
  return root === "var" ? `variable.${first}` : `${root}.${first}`;
}

/** A circle of dependencies, its first element again at the end; walks without recursion, however long the chain. */
function findCircle(graph: ReadonlyMap<string, ReadonlyMap<string, unknown>>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path = new Set<string>();
    const open: { readonly at: string; readonly next: Iterator<string> }[] = [];
    const enter = (at: string) => {
      path.add(at);
      open.push({ at, next: (graph.get(at) ?? new Map<string, unknown>()).keys() });
    };
    if (!done.has(start)) enter(start);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const { value, done: finished } = top.next.next();
      if (finished) {
        done.add(top.at);
        path.delete(top.at);
        open.pop();
      } else if (path.has(value)) return [...[...path].slice([...path].indexOf(value)), value];
      else if (!done.has(value)) enter(value);
    }
  }
  return undefined;
}
