import type { Problems } from "./errors.ts";
import { isJsonObject, type JsonObject } from "./manifest.ts";

/** A block of the file that has labels: a resource, data source, variable, provider, output. */
export interface Declaration {
  /** `aws_iam_role.reader`, `data.aws_region.current`, `variable.x`, `provider.aws`. */
  readonly address: string;
  /** A resource's or data source's type; what kind of block it is for any other. */
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** A `cdk.tf.json`, taken apart but with nothing worked out. */
export interface Config {
  readonly resources: readonly Declaration[];
  readonly dataSources: readonly Declaration[];
  readonly variables: readonly Declaration[];
  readonly outputs: readonly Declaration[];
  readonly providers: readonly Declaration[];
  /** By name. */
  readonly locals: ReadonlyMap<string, unknown>;
}

/** They tell Terraform where state is and how it moved: nothing that is deployed, and nobody who gets in. */
const harmless: ReadonlySet<string> = new Set(["//", "terraform", "check", "import", "moved", "removed"]);
const known: ReadonlySet<string> = new Set(["resource", "data", "variable", "output", "provider", "locals"]);

/**
 * Takes a parsed `cdk.tf.json` apart. What it does not understand may open the API, so it becomes a problem: modules,
 * ephemeral resources, any block that is not one of Terraform's.
 */
export function readConfig(json: unknown, file: string, problems: Problems): Config {
  const top = new Map<string, unknown[]>();
  for (const part of objects(json, file, undefined, problems)) {
    for (const [key, value] of Object.entries(part)) top.set(key, [...(top.get(key) ?? []), value]);
  }
  for (const key of top.keys()) {
    if (key === "module") problems.add(file, key, "modules are not read: what they declare is not known");
    else if (!harmless.has(key) && !known.has(key))
      problems.add(file, key, "this kind of block is not understood");
  }
  const reader = new Reader(file, problems);
  const all = (key: string) => top.get(key) ?? [];
  return {
    resources: reader.typed("resource", all("resource"), (type, name) => `${type}.${name}`),
    dataSources: reader.typed("data", all("data"), (type, name) => `data.${type}.${name}`),
    variables: reader.named("variable", all("variable")),
    outputs: reader.named("output", all("output")),
    providers: reader.providers(all("provider")),
    locals: reader.locals(all("locals")),
  };
}

/** In the JSON syntax a block, and every level of its labels, may also be a list of objects. */
function objects(
  json: unknown,
  address: string,
  attribute: string | undefined,
  problems: Problems,
): JsonObject[] {
  const parts = Array.isArray(json) ? json : [json];
  return parts.filter((part): part is JsonObject => {
    if (isJsonObject(part)) return true;
    problems.add(address, attribute, "must be a JSON object");
    return false;
  });
}

function* entries(object: JsonObject): Generator<[string, unknown]> {
  for (const entry of Object.entries(object)) if (entry[0] !== "//") yield entry;
}

class Reader {
  readonly #file: string;
  readonly #problems: Problems;

  constructor(file: string, problems: Problems) {
    this.#file = file;
    this.#problems = problems;
  }

  /** Blocks with a type and a name. */
  typed(
    kind: string,
    blocks: readonly unknown[],
    addressOf: (type: string, name: string) => string,
  ): Declaration[] {
    const found: Declaration[] = [];
    for (const [type, ofType] of this.#labels(kind, blocks)) {
      for (const [name, body] of this.#labels(`${kind}.${type}`, [ofType])) {
        found.push(...this.#bodies(addressOf(type, name), type, name, body));
      }
    }
    return this.#unique(found);
  }

  /** Blocks with a name alone. */
  named(kind: string, blocks: readonly unknown[]): Declaration[] {
    const labels = this.#labels(kind, blocks);
    return this.#unique(labels.flatMap(([name, body]) => this.#bodies(`${kind}.${name}`, kind, name, body)));
  }

  /** Provider blocks: several of one name are told apart by their `alias`. */
  providers(blocks: readonly unknown[]): Declaration[] {
    return this.#labels("provider", blocks).flatMap(([name, body]) =>
      objects(body, `provider.${name}`, undefined, this.#problems).map((one) => {
        const alias = Object.hasOwn(one, "alias") && typeof one.alias === "string" ? `.${one.alias}` : "";
        return { address: `provider.${name}${alias}`, type: "provider", name, body: one };
      }),
    );
  }

  locals(blocks: readonly unknown[]): ReadonlyMap<string, unknown> {
    const found = new Map<string, unknown>();
    for (const [name, value] of this.#labels("locals", blocks)) {
      if (found.has(name)) this.#problems.add(`local.${name}`, undefined, "is declared twice");
      found.set(name, value);
    }
    return found;
  }

  #labels(attribute: string, blocks: readonly unknown[]): [string, unknown][] {
    return blocks.flatMap((block) =>
      objects(block, this.#file, attribute, this.#problems).flatMap((one) => [...entries(one)]),
    );
  }

  #bodies(address: string, type: string, name: string, body: unknown): Declaration[] {
    return objects(body, address, undefined, this.#problems).map((one) => ({
      address,
      type,
      name,
      body: one,
    }));
  }

  #unique(declarations: readonly Declaration[]): Declaration[] {
    const found = new Map<string, Declaration>();
    for (const declaration of declarations) {
      if (found.has(declaration.address))
        this.#problems.add(declaration.address, undefined, "is declared twice");
      found.set(declaration.address, declaration);
    }
    return [...found.values()];
  }
}
