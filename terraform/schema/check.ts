import { dynamicBlocks, metaArguments } from "../body.ts";
import type { Problems } from "../errors.ts";
import { isJsonObject, type JsonObject } from "../manifest.ts";
import type { BlockSchema, Schema } from "./table.ts";

/**
 * Checks what is written against what the provider knows, without working anything out: attributes and blocks that do
 * not exist, that are missing, that only AWS gives, and blocks that are none. Each becomes a problem.
 */
export function checkBody(json: JsonObject, schema: Schema, address: string, problems: Problems): void {
  new Check(address, problems).body(json, schema, "", metaArguments);
}

const blockMeta: ReadonlySet<string> = new Set(["//", "dynamic"]);

class Check {
  readonly #address: string;
  readonly #problems: Problems;

  constructor(address: string, problems: Problems) {
    this.#address = address;
    this.#problems = problems;
  }

  body(json: JsonObject, schema: Schema, path: string, meta: ReadonlySet<string>): void {
    for (const [name, value] of Object.entries(json)) {
      if (meta.has(name)) continue;
      const attribute = schema.attributes.get(name);
      const block = schema.blocks.get(name);
      if (block) this.#blocks(value, block, path + name);
      else if (!attribute) this.#problem(path + name, "the provider knows no such attribute or block");
      else if (!attribute.configurable)
        this.#problem(path + name, "it is given by AWS and cannot be configured");
    }
    const dynamic = dynamicBlocks(json);
    for (const [name, { content, ...one }] of dynamic) {
      const block = schema.blocks.get(name);
      if (!block) this.#problem(`${path}dynamic.${name}`, "the provider knows no such block");
      else this.#blocks(content, block, `${path}dynamic.${name}.content`);
      if (!Object.hasOwn(one, "for_each")) this.#problem(`${path}dynamic.${name}.for_each`, "it is required");
    }
    for (const name of schema.required) {
      const value = Object.hasOwn(json, name) ? json[name] : undefined;
      const isEmpty =
        value === undefined || value === null || (schema.blocks.has(name) && asBlocks(value).length === 0);
      if (isEmpty && !dynamic.some(([block]) => block === name)) this.#problem(path + name, "it is required");
    }
  }

  #blocks(json: unknown, { schema, single }: BlockSchema, path: string): void {
    const blocks = asBlocks(json);
    if (single && blocks.length > 1) this.#problem(path, `at most one is allowed, ${blocks.length} came`);
    blocks.forEach((block, index) => {
      if (isJsonObject(block)) this.body(block, schema, `${path}[${index}].`, blockMeta);
      else this.#problem(`${path}[${index}]`, "a block must be a JSON object");
    });
  }

  #problem(attribute: string, reason: string): void {
    this.#problems.add(this.#address, attribute, reason);
  }
}

function asBlocks(json: unknown): readonly unknown[] {
  return json === null || json === undefined ? [] : Array.isArray(json) ? json : [json];
}
