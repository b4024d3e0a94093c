import { Accessors } from "./accessors.ts";
import type { Body } from "./body.ts";
import type { Block, Resource } from "./deployment.ts";
import { TerraformError } from "./errors.ts";
import type { Instance } from "./instance.ts";
import { asList, mapOf, type Value } from "./value.ts";

/** Puts local URLs in the place of public ones in a value. */
export type Localize = (value: Value) => Value;

/** A resource for those who run or compare it. */
export class ResourceView extends Accessors implements Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly #instance: Instance;
  readonly #localize: Localize;
  #attributes: Readonly<Record<string, Value>> | undefined;

  constructor(instance: Instance, localize: Localize) {
    const { address, body, type } = instance;
    const { schema } = body;
    super({
      address,
      path: "",
      value: (attribute) => {
        if (schema && !schema.attributes.has(attribute) && !schema.blocks.has(attribute)) {
          throw new TerraformError(address, attribute, `${type} has no such attribute`);
        }
        return localized(instance.known(attribute), localize);
      },
      blocks: (name) => blocksOf(body, name, localize),
    });
    this.address = address;
    this.type = type;
    this.name = instance.name;
    this.region = instance.surroundings.region;
    this.#instance = instance;
    this.#localize = localize;
  }

  get attributes(): Readonly<Record<string, Value>> {
    this.#attributes ??= configured(this.#instance.body, this.#localize);
    return this.#attributes;
  }
}

class BlockView extends Accessors implements Block {
  readonly address: string;
  readonly path: string;

  constructor(body: Body, localize: Localize) {
    const { address, path } = body.place;
    super({
      address,
      path,
      value: (attribute) => {
        const schema = body.schema?.attributes.get(attribute);
        if (body.schema && !schema && !body.schema.blocks.has(attribute)) {
          throw new TerraformError(address, `${path}.${attribute}`, "the block has no such attribute");
        }
        const value = body.isBlock(attribute) ? undefined : body.attribute(attribute);
        return localized(value ?? schema?.fallback, localize);
      },
      blocks: (name) => blocksOf(body, name, localize),
    });
    this.address = address;
    this.path = path;
  }
}

function blocksOf(body: Body, name: string, localize: Localize): readonly Block[] {
  if (body.schema && !body.schema.blocks.has(name)) {
    const { address, path } = body.place;
    throw new TerraformError(address, path === "" ? name : `${path}.${name}`, "there is no such block");
  }
  return body.blocks(name).map((block) => new BlockView(block, localize));
}

/** What is written, nested blocks as lists of maps; what is null is left out. */
function configured(body: Body, localize: Localize): Readonly<Record<string, Value>> {
  const entries = body.names.flatMap((name): (readonly [string, Value])[] => {
    const value = body.isBlock(name)
      ? asList(body.blocks(name).map((block) => mapOf(Object.entries(configured(block, localize)))))
      : localized(body.attribute(name), localize);
    return value === undefined ? [] : [[name, value]];
  });
  return mapOf(entries);
}

function localized(value: Value | undefined, localize: Localize): Value | undefined {
  return value === undefined ? undefined : localize(value);
}
