import type { Body } from "./body.ts";
import type { BlockValues, Compute, ComputeContext } from "./computed/context.ts";
import { ExpressionError } from "./expression/error.ts";
import { Lazy } from "./expression/scope.ts";
import { convert } from "./types/convert.ts";
import { asList, findUnresolved, mapOf, Unresolved, type Value } from "./value.ts";

/** Where an instance would be deployed, and what its computed attributes are made from. */
export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly defaultTags: Readonly<Record<string, Value>>;
  letters(what: readonly string[], length: number, alphabet: string): string;
  secretLetters(what: readonly string[], length: number, alphabet: string): string;
  /** The resources of a type whose attribute is this text. */
  find(type: string, attribute: string, text: string): readonly Instance[];
}

/** In the place of a value that is being worked out. */
const working = Symbol("working");

/**
 * One resource or data source of a stack. As an expression it is the object of its attributes, each worked out when it
 * is asked for: the configured value, else what AWS would give, else the provider's default.
 */
export class Instance extends Lazy {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: Body;
  readonly surroundings: Surroundings;
  readonly #computed: ReadonlyMap<string, Compute>;
  readonly #values = new Map<string, Value | undefined | typeof working>();
  #context: ComputeContext | undefined;

  constructor(
    identity: { readonly address: string; readonly type: string; readonly name: string },
    body: Body,
    computed: ReadonlyMap<string, Compute>,
    surroundings: Surroundings,
  ) {
    super();
    this.address = identity.address;
    this.type = identity.type;
    this.name = identity.name;
    this.body = body;
    this.#computed = computed;
    this.surroundings = surroundings;
  }

  /** An attribute, `undefined` when it is absent or only AWS knows it. */
  known(attribute: string): Value | undefined {
    const known = this.#values.get(attribute);
    if (known === working) return new Unresolved(`${this.address}.${attribute} depends on itself`, attribute);
    if (known !== undefined || this.#values.has(attribute)) return known;
    this.#values.set(attribute, working);
    try {
      const value = this.#work(attribute);
      this.#values.set(attribute, value);
      return value;
    } catch (error) {
      this.#values.delete(attribute);
      throw error;
    }
  }

  #work(attribute: string): Value | undefined {
    if (this.body.isBlock(attribute))
      return asList(this.body.blocks(attribute).map((block) => block.toValue()));
    const configured = this.body.attribute(attribute);
    if (configured !== undefined) return configured;
    const schema = this.body.schema?.attributes.get(attribute);
    const compute = this.#computed.get(attribute);
    if (!compute) return schema?.fallback;
    try {
      const value = compute(this.context);
      return value === undefined || value === null
        ? schema?.fallback
        : schema
          ? convert(value, schema.type)
          : value;
    } catch (error) {
      // A RangeError is a chain of computed attributes that the stack does not hold.
      if (!(error instanceof ExpressionError || error instanceof RangeError)) throw error;
      return new Unresolved(error.message, `${this.address}.${attribute}`);
    }
  }

  /** What `.attribute` gives in an expression. */
  step(key: string | number): Value {
    const attribute = String(key);
    const { schema } = this.body;
    const known = this.known(attribute);
    if (known !== undefined) return known;
    const declared = schema?.attributes.get(attribute);
    if (declared?.computed || (!schema && !this.body.names.includes(attribute))) {
      return new Unresolved(`${attribute} of ${this.type} is known only after it is deployed`, "");
    }
    if (schema && !declared && !schema.blocks.has(attribute)) {
      throw new ExpressionError(`${this.type} has no attribute "${attribute}"`);
    }
    return null;
  }

  entries(): undefined {
    return undefined;
  }

  settle(): Value {
    const { schema } = this.body;
    const names = schema
      ? [...schema.attributes.keys(), ...schema.blocks.keys()]
      : [...new Set([...this.body.names, ...this.#computed.keys()])];
    return mapOf(names.map((name) => [name, this.step(name)] as const));
  }

  /** The attributes as what computes others sees them: whatever is unresolved is an error there. */
  get context(): ComputeContext {
    this.#context ??= new InstanceContext(this);
    return this.#context;
  }
}

class InstanceContext implements ComputeContext {
  readonly address: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly defaultTags: Readonly<Record<string, Value>>;
  readonly #instance: Instance;

  constructor(instance: Instance) {
    const { surroundings } = instance;
    this.#instance = instance;
    this.address = instance.address;
    this.accountId = surroundings.accountId;
    this.region = surroundings.region;
    this.partition = surroundings.partition;
    this.dnsSuffix = surroundings.dnsSuffix;
    this.defaultTags = surroundings.defaultTags;
  }

  value(attribute: string): Value | undefined {
    return resolved(this.#instance.known(attribute));
  }

  text(attribute: string): string {
    const value = this.value(attribute);
    if (value === undefined) throw new ExpressionError(`${attribute} of ${this.address} is absent`);
    return convert(value, "string") as string;
  }

  has(attribute: string): boolean {
    return this.#instance.body.attribute(attribute) !== undefined;
  }

  blocks(name: string): readonly BlockValues[] {
    return blockValues(this.#instance.body, name);
  }

  letters(what: string, length: number, alphabet: string): string {
    return this.#instance.surroundings.letters([this.address, what], length, alphabet);
  }

  secretLetters(what: string, length: number, alphabet: string): string {
    return this.#instance.surroundings.secretLetters([this.address, what], length, alphabet);
  }

  find(type: string, attribute: string, text: string): readonly ComputeContext[] {
    return this.#instance.surroundings.find(type, attribute, text).map((other) => other.context);
  }
}

function blockValues(body: Body, name: string): readonly BlockValues[] {
  return body.blocks(name).map((block) => ({
    value: (attribute) =>
      resolved(block.attribute(attribute)) ?? block.schema?.attributes.get(attribute)?.fallback,
    blocks: (inner) => blockValues(block, inner),
  }));
}

function resolved(value: Value | undefined): Value | undefined {
  const unresolved = value === undefined ? undefined : findUnresolved(value);
  if (unresolved) throw new ExpressionError(unresolved.reason);
  return value;
}
