import { resolve } from "node:path";
import { Body } from "./body.ts";
import { computedAttributes } from "./computed/computed.ts";
import type { Compute } from "./computed/context.ts";
import { lettersFrom } from "./computed/letters.ts";
import type { Config, Declaration } from "./config.ts";
import { dataSourceAttributes } from "./data/data-sources.ts";
import type { Problems } from "./errors.ts";
import { TerraformError } from "./errors.ts";
import { expand, InstanceCollection } from "./expansion.ts";
import { ExpressionError } from "./expression/error.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { Lazy, LazyObject, type Operand, type Scope } from "./expression/scope.ts";
import { Instance, type Surroundings } from "./instance.ts";
import { Providers, partitionOf } from "./providers.ts";
import { dataSourceSchema, resourceSchema, type Schema } from "./schema/table.ts";
import { Unresolved, type Value } from "./value.ts";

/** What of a stack's surroundings its values are made from. */
export interface StackOptions {
  readonly stack: string;
  readonly directory: string;
  readonly accountId: string;
  readonly callerArn: string;
  readonly secretSeed: string;
  readonly fallbackRegion: string;
  /** The outputs of another stack, for CDKTF's references between stacks; `undefined` if there is no such stack. */
  outputsOf(stack: string): Value | undefined;
}

/** Chains of references longer than this are not written by anybody, and would not fit on the stack. */
const MAX_CHAIN = 200;

/** A stack whose names have values: the scope in which all of its expressions stand. */
export class Stack implements Scope {
  readonly providers: Providers;
  readonly #config: Config;
  readonly #options: StackOptions;
  readonly #expressions: JsonExpressions;
  readonly #variables: ReadonlyMap<string, Value>;
  readonly #declarations: ReadonlyMap<string, Declaration>;
  readonly #types: ReadonlySet<string>;
  readonly #locals = new Map<string, Operand>();
  readonly #instances = new Map<string, ReadonlyMap<string | number | undefined, Instance>>();
  readonly #indexes = new Map<string, ReadonlyMap<Value, readonly Instance[]>>();
  readonly #surroundingsOf = new Map<string, Surroundings>();
  readonly #expanding = new Set<string>();
  #chain = 0;

  constructor(
    config: Config,
    variables: ReadonlyMap<string, Value>,
    expressions: JsonExpressions,
    options: StackOptions,
  ) {
    this.#config = config;
    this.#variables = variables;
    this.#expressions = expressions;
    this.#options = options;
    const aws = config.providers.filter(({ name }) => name === "aws");
    this.providers = new Providers(aws, expressions, this, options.fallbackRegion);
    this.#declarations = new Map(
      [...config.resources, ...config.dataSources].map((declaration) => [declaration.address, declaration]),
    );
    this.#types = new Set(config.resources.map(({ type }) => type));
  }

  lookup(name: string): Operand | undefined {
    switch (name) {
      case "var":
        return new Named((key) => this.#variables.get(key));
      case "local":
        return new Named((key) => this.#local(key));
      case "data":
        return new Named((type) => new Named((key) => this.#reference(`data.${type}.${key}`)));
      case "path":
        return new LazyObject({ module: ".", root: ".", cwd: resolve(this.#options.directory) });
      case "terraform":
        return new LazyObject({ workspace: "default" });
      default:
        return this.#types.has(name) ? new Named((key) => this.#reference(`${name}.${key}`)) : undefined;
    }
  }

  /** All resources, in the order of the file. Those whose number is not known become problems. */
  resources(problems: Problems): readonly Instance[] {
    return this.#config.resources.flatMap(
      (declaration) => problems.attempt(() => [...this.#instancesOf(declaration).values()]) ?? [],
    );
  }

  /** The resources of a type whose attribute is this text. @throws {TerraformError} when their number is not known. */
  find(type: string, attribute: string, text: string): readonly Instance[] {
    const key = `${type}.${attribute}`;
    const index = this.#indexes.get(key) ?? this.#index(type, attribute);
    this.#indexes.set(key, index);
    return index.get(text) ?? [];
  }

  #index(type: string, attribute: string): ReadonlyMap<Value, readonly Instance[]> {
    const index = new Map<Value, Instance[]>();
    for (const declaration of this.#config.resources) {
      if (declaration.type !== type) continue;
      for (const instance of this.#instancesOf(declaration).values()) {
        const value = instance.known(attribute) ?? null;
        index.set(value, [...(index.get(value) ?? []), instance]);
      }
    }
    return index;
  }

  /** The value of an output. */
  output({ body }: Declaration): Value {
    return Object.hasOwn(body, "value") ? this.#expressions.value(body.value, this) : null;
  }

  #local(name: string): Operand | undefined {
    const known = this.#locals.get(name);
    if (known !== undefined) return known;
    if (!this.#config.locals.has(name)) return undefined;
    this.#locals.set(name, new Unresolved(`local.${name} depends on itself`, ""));
    const value = this.#deeper(() => this.#expressions.operand(this.#config.locals.get(name), this));
    this.#locals.set(name, value);
    return value;
  }

  #deeper<Result>(work: () => Result): Result {
    if (this.#chain >= MAX_CHAIN) throw new ExpressionError(`a chain of more than ${MAX_CHAIN} references`);
    this.#chain++;
    try {
      return work();
    } finally {
      this.#chain--;
    }
  }

  #reference(address: string): Operand | undefined {
    const declaration = this.#declarations.get(address);
    if (!declaration) return undefined;
    const instances = this.#deeper(() => this.#instancesOf(declaration));
    const only = instances.get(undefined);
    if (only) return only;
    return new InstanceCollection(
      instances as ReadonlyMap<string | number, Instance>,
      Object.hasOwn(declaration.body, "count"),
    );
  }

  #instancesOf(declaration: Declaration): ReadonlyMap<string | number | undefined, Instance> {
    const { address, type } = declaration;
    const known = this.#instances.get(address);
    if (known) return known;
    if (this.#expanding.has(address)) throw new TerraformError(address, undefined, "it depends on itself");
    this.#expanding.add(address);
    const isData = address.startsWith("data.");
    const schema = isData ? dataSourceSchema(type) : resourceSchema(type);
    const surroundings = this.#surroundings(declaration);
    const computed = isData ? dataSourceAttributes(type, this.#options) : computedAttributes(type);
    const instances = new Map(
      expand(declaration, this, this.#expressions).map(({ key, suffix, scope }) => [
        key,
        this.#instance(declaration, suffix, schema, scope, computed, surroundings),
      ]),
    );
    this.#instances.set(address, instances);
    return instances;
  }

  #instance(
    { address, type, name, body }: Declaration,
    suffix: string,
    schema: Schema | undefined,
    scope: Scope,
    computed: ReadonlyMap<string, Compute>,
    surroundings: Surroundings,
  ): Instance {
    const place = { address: address + suffix, path: "" };
    const configured = new Body(body, schema, scope, this.#expressions, place);
    return new Instance({ address: place.address, type, name }, configured, computed, surroundings);
  }

  #surroundings({ address, type, body }: Declaration): Surroundings {
    const reference = typeof body.provider === "string" ? body.provider.replace(/^\$\{(.*)\}$/, "$1") : "aws";
    const isAws = type.startsWith("aws_");
    if (isAws && reference !== "aws" && !reference.startsWith("aws.")) {
      throw new TerraformError(address, "provider", `${reference} is not an AWS provider`);
    }
    const provider = isAws ? reference : "aws";
    const known = this.#surroundingsOf.get(provider);
    if (known) return known;
    const { stack, accountId, secretSeed } = this.#options;
    const { region, defaultTags } = this.providers.get(provider, address);
    const surroundings: Surroundings = {
      accountId,
      region,
      ...partitionOf(region),
      defaultTags,
      letters: (what, length, alphabet) => lettersFrom("public", [stack, ...what], length, alphabet),
      secretLetters: (what, length, alphabet) => lettersFrom(secretSeed, [stack, ...what], length, alphabet),
      find: (other, attribute, text) => this.find(other, attribute, text),
    };
    this.#surroundingsOf.set(provider, surroundings);
    return surroundings;
  }
}

/** Things that are asked for by name alone. */
class Named extends Lazy {
  readonly #get: (name: string) => Operand | undefined;

  constructor(get: (name: string) => Operand | undefined) {
    super();
    this.#get = get;
  }

  step(key: string | number): Operand {
    const found = this.#get(String(key));
    if (found === undefined) throw new ExpressionError(`${JSON.stringify(String(key))} is not declared`);
    return found;
  }

  entries(): undefined {
    return undefined;
  }

  settle(): Value {
    throw new ExpressionError("a name must follow, such as var.name");
  }
}
