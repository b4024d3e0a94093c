import { convert } from "../types/convert.ts";
import type { Type } from "../types/type.ts";
import type { Value } from "../value.ts";
import { apiGatewaySchemas } from "./api-gateway.ts";
import { cognitoSchemas } from "./cognito.ts";
import { dataSourcesSchemas } from "./data-sources.ts";
import { iamSchemas } from "./iam.ts";
import { lambdaSchemas } from "./lambda.ts";

/** What the provider knows about an attribute. */
export interface AttributeSchema {
  readonly type: Type;
  readonly required: boolean;
  /** It may be configured; otherwise only AWS gives it. */
  readonly configurable: boolean;
  /** AWS gives it when it is not configured. */
  readonly computed: boolean;
  /** What it means when it is not configured. */
  readonly fallback: Value | undefined;
}

/** What the provider knows about a nested block. */
export interface BlockSchema {
  readonly schema: Schema;
  readonly required: boolean;
  /** At most one. */
  readonly single: boolean;
}

/** The attributes and nested blocks of a resource, data source or block. */
export interface Schema {
  readonly attributes: ReadonlyMap<string, AttributeSchema>;
  readonly blocks: ReadonlyMap<string, BlockSchema>;
  /** The attributes and blocks that must be there. */
  readonly required: readonly string[];
}

const resources: ReadonlyMap<string, string> = new Map(
  [apiGatewaySchemas, cognitoSchemas, iamSchemas, lambdaSchemas].flatMap((group) => Object.entries(group)),
);
const dataSources: ReadonlyMap<string, string> = new Map(Object.entries(dataSourcesSchemas));
const parsed = new Map<string, Schema>();

/** The resource types whose attributes are all known, so that any other attribute is refused. */
export const knownResourceTypes: readonly string[] = [...resources.keys()].sort();

/** The schema of a resource type, if it is one of the known ones. */
export function resourceSchema(type: string): Schema | undefined {
  return cached(type, resources.get(type));
}

/** The schema of a data source, if it is one of the known ones. */
export function dataSourceSchema(type: string): Schema | undefined {
  return cached(`data.${type}`, dataSources.get(type));
}

function cached(key: string, source: string | undefined): Schema | undefined {
  if (source === undefined) return undefined;
  const schema = parsed.get(key) ?? parseSchema(source.trim().split(/\s+/));
  parsed.set(key, schema);
  return schema;
}

const types: Readonly<Record<string, Type>> = {
  string: "string",
  number: "number",
  bool: "bool",
  any: "any",
  list: { list: "string" },
  set: { set: "string" },
  map: { map: "string" },
  "map.bool": { map: "bool" },
  "map.number": { map: "number" },
};

/**
 * The notation: one word an attribute, `name` `flag` `:type` `(default)`. Without a type it is text; `list`, `set` and
 * `map` are of text. The flag `!` is required, `=` given by AWS alone, `~` given by AWS unless it is configured.
 * A block is `name{ … }`, `name[1]{ … }` when there is at most one, `name[1!]{ … }` when there must be one.
 */
const wordPattern = /^(\w+)([!=~]?)(?::([a-z.]+))?(?:\((.*)\))?$/;
const blockPattern = /^(\w+)(\[1!?\])?\{$/;

/** Takes words up to the `}` that ends the block, or to the end. */
function parseSchema(words: string[]): Schema {
  const attributes = new Map<string, AttributeSchema>();
  const blocks = new Map<string, BlockSchema>();
  for (let word = words.shift(); word !== undefined && word !== "}"; word = words.shift()) {
    const block = blockPattern.exec(word);
    if (block) {
      const [, name, limit] = block;
      blocks.set(name!, {
        schema: parseSchema(words),
        required: limit === "[1!]",
        single: limit !== undefined,
      });
      continue;
    }
    const [, name, flag, typeName = "string", fallback] = wordPattern.exec(word) ?? [];
    const type = types[typeName];
    if (name === undefined || type === undefined) throw new TypeError(`schema: ${word}`);
    attributes.set(name, {
      type,
      required: flag === "!",
      configurable: flag !== "=",
      computed: flag === "=" || flag === "~",
      fallback: fallback === undefined ? undefined : convert(fallback, type),
    });
  }
  const required = [...attributes, ...blocks].flatMap(([name, one]) => (one.required ? [name] : []));
  return { attributes, blocks, required };
}
