import { TerraformError } from "./errors.ts";
import { entriesOf } from "./expression/access.ts";
import { ExpressionError } from "./expression/error.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { InnerScope, LazyObject, type Operand, type Scope } from "./expression/scope.ts";
import { isJsonObject, type JsonObject } from "./manifest.ts";
import type { AttributeSchema, Schema } from "./schema/table.ts";
import { convert } from "./types/convert.ts";
import { asList, mapOf, Unresolved, type Value, type ValueMap } from "./value.ts";

/** What Terraform itself reads in a resource or data source, besides the provider. */
export const metaArguments: ReadonlySet<string> = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/** Where a body stands, for errors. */
export interface Place {
  readonly address: string;
  /** The path of a nested block, empty for the resource itself. */
  readonly path: string;
}

/**
 * The configuration of a resource, data source or nested block, worked out an attribute at a time. With a schema,
 * values have the provider's types; without one, they are as they are written.
 */
export class Body {
  readonly place: Place;
  readonly schema: Schema | undefined;
  readonly #json: JsonObject;
  readonly #scope: Scope;
  readonly #expressions: JsonExpressions;
  readonly #values = new Map<string, Value | undefined>();
  #blocks: Map<string, readonly Body[]> | undefined;

  constructor(
    json: JsonObject,
    schema: Schema | undefined,
    scope: Scope,
    expressions: JsonExpressions,
    place: Place,
  ) {
    this.#json = json;
    this.schema = schema;
    this.#scope = scope;
    this.#expressions = expressions;
    this.place = place;
  }

  /** The names that are configured: attributes and blocks. */
  get names(): readonly string[] {
    const dynamic = dynamicBlocks(this.#json).map(([name]) => name);
    return [...new Set([...Object.keys(this.#json).filter((name) => !metaArguments.has(name)), ...dynamic])];
  }

  /** Whether a name stands for nested blocks here. */
  isBlock(name: string): boolean {
    return this.schema?.blocks.has(name) ?? dynamicBlocks(this.#json).some(([block]) => block === name);
  }

  /** The attribute as it is configured; `undefined` when it is absent or null. */
  attribute(name: string): Value | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const configured = Object.hasOwn(this.#json, name) && !metaArguments.has(name);
    const value = configured ? this.#worked(this.#json[name], this.schema?.attributes.get(name)) : undefined;
    this.#values.set(name, value);
    return value;
  }

  #worked(json: unknown, schema: AttributeSchema | undefined): Value | undefined {
    const value = this.#expressions.value(json, this.#scope);
    if (value === null) return undefined;
    if (schema === undefined || value instanceof Unresolved) return value;
    try {
      return convert(value, schema.type);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return new Unresolved(error.message, typeof json === "string" ? json : JSON.stringify(json));
    }
  }

  /** The nested blocks of a name: the written ones, then the `dynamic` ones. @throws {TerraformError} */
  blocks(name: string): readonly Body[] {
    const known = this.#blocks?.get(name);
    if (known) return known;
    const found: { json: JsonObject; scope: Scope }[] = [];
    if (Object.hasOwn(this.#json, name)) {
      for (const json of this.#objects(this.#json[name], name)) found.push({ json, scope: this.#scope });
    }
    for (const [block, dynamic] of dynamicBlocks(this.#json)) {
      if (block === name) found.push(...this.#dynamic(name, dynamic));
    }
    const schema = this.schema?.blocks.get(name)?.schema;
    const blocks = found.map(({ json, scope }, index) => {
      const place = { address: this.place.address, path: `${this.#path(name)}[${index}]` };
      return new Body(json, schema, scope, this.#expressions, place);
    });
    this.#blocks ??= new Map();
    this.#blocks.set(name, blocks);
    return blocks;
  }

  /** One of Terraform's own arguments, as it is written. */
  meta(name: string): unknown {
    return Object.hasOwn(this.#json, name) ? this.#json[name] : undefined;
  }

  /** The value of an expression that stands in this body, in which some more names are known. */
  evaluate(json: unknown, names: readonly (readonly [string, Operand])[] = []): Value {
    return this.#expressions.value(json, new InnerScope(this.#scope, names));
  }

  /** Everything that is configured, as a value. */
  toValue(): ValueMap {
    return mapOf(this.names.map((name) => [name, this.#whole(name)] as const));
  }

  #whole(name: string): Value {
    if (this.isBlock(name)) return asList(this.blocks(name).map((block) => block.toValue()));
    return this.attribute(name) ?? null;
  }

  *#dynamic(name: string, json: JsonObject): Generator<{ json: JsonObject; scope: Scope }> {
    const iterator = Object.hasOwn(json, "iterator") ? String(json.iterator) : name;
    const path = `dynamic.${this.#path(name)}`;
    const entries = this.#entries(this.#expressions.operand(json.for_each, this.#scope), path);
    const contents = this.#objects(json.content, `dynamic.${name}.content`);
    for (const [key, value] of entries) {
      const scope = new InnerScope(this.#scope, [[iterator, new LazyObject({ key, value })]]);
      for (const content of contents) yield { json: content, scope };
    }
  }

  #entries(operand: Operand, path: string): readonly (readonly [Value, Operand])[] {
    const attribute = `${path}.for_each`;
    try {
      const entries = entriesOf(operand);
      if (entries instanceof Unresolved) throw entries.error(this.place.address, attribute);
      return entries;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new TerraformError(this.place.address, attribute, error.message, { cause: error });
    }
  }

  #objects(json: unknown, name: string): readonly JsonObject[] {
    if (json === null || json === undefined) return [];
    return (Array.isArray(json) ? json : [json]).map((element) => {
      if (isJsonObject(element)) return element;
      throw new TerraformError(
        this.place.address,
        this.#path(name),
        "a block must be a JSON object or a list of them",
      );
    });
  }

  #path(name: string): string {
    return this.place.path === "" ? name : `${this.place.path}.${name}`;
  }
}

/** The `dynamic` blocks of a body, by the name of the block that they make. */
export function dynamicBlocks(json: JsonObject): readonly (readonly [name: string, dynamic: JsonObject])[] {
  if (!Object.hasOwn(json, "dynamic")) return [];
  return asArray(json.dynamic)
    .filter(isJsonObject)
    .flatMap((one) => Object.entries(one))
    .flatMap(([name, dynamics]) =>
      asArray(dynamics)
        .filter(isJsonObject)
        .map((dynamic) => [name, dynamic] as const),
    );
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [json];
}
