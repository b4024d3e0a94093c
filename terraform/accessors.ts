import type { Attributes, Block } from "./deployment.ts";
import { TerraformError } from "./errors.ts";
import { isMap, typeName, Unresolved, type Value } from "./value.ts";

/** Where the typed accessors get their values. */
export interface Source {
  readonly address: string;
  /** The path of a nested block, empty for the resource itself. */
  readonly path: string;
  /** @throws {TerraformError} when there is no such attribute. */
  value(attribute: string): Value | undefined;
  /** @throws {TerraformError} when they cannot be worked out. */
  blocks(name: string): readonly Block[];
}

/** The typed accessors of a resource or block. */
export class Accessors implements Attributes {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  get(attribute: string): Value | undefined {
    return this.#source.value(attribute);
  }

  string(attribute: string, fallback?: string): string {
    return this.#required(attribute, this.optionalString(attribute) ?? fallback);
  }

  optionalString(attribute: string): string | undefined {
    const value = this.#known(attribute);
    if (value === undefined || typeof value === "string") return value;
    throw this.#mismatch(attribute, "text", value);
  }

  number(attribute: string, fallback?: number): number {
    const value = this.#known(attribute) ?? fallback;
    if (value === undefined || typeof value === "number") return this.#required(attribute, value);
    throw this.#mismatch(attribute, "a number", value);
  }

  boolean(attribute: string, fallback?: boolean): boolean {
    const value = this.#known(attribute) ?? fallback;
    if (value === undefined || typeof value === "boolean") return this.#required(attribute, value);
    throw this.#mismatch(attribute, "a bool", value);
  }

  stringList(attribute: string, fallback: readonly string[] = []): readonly string[] {
    const value = this.#known(attribute);
    if (value === undefined) return fallback;
    if (!Array.isArray(value)) throw this.#mismatch(attribute, "a list", value);
    return value.map((element, index) => this.#text(`${attribute}[${index}]`, element));
  }

  map(attribute: string, fallback: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    const value = this.#known(attribute);
    if (value === undefined) return fallback;
    if (!isMap(value)) throw this.#mismatch(attribute, "a map", value);
    const map: Record<string, string> = Object.create(null);
    for (const [key, element] of Object.entries(value)) map[key] = this.#text(`${attribute}.${key}`, element);
    return map;
  }

  blocks(name: string): readonly Block[] {
    return this.#source.blocks(name);
  }

  #known(attribute: string): Exclude<Value, null | Unresolved> | undefined {
    const value = this.#source.value(attribute);
    if (value instanceof Unresolved) throw value.error(this.#source.address, this.#path(attribute));
    return value ?? undefined;
  }

  #text(attribute: string, value: Value): string {
    if (value instanceof Unresolved) throw value.error(this.#source.address, this.#path(attribute));
    if (typeof value !== "string") throw this.#mismatch(attribute, "text", value);
    return value;
  }

  #required<Found>(attribute: string, value: Found | undefined): Found {
    if (value !== undefined) return value;
    throw new TerraformError(this.#source.address, this.#path(attribute), "it is required, and absent");
  }

  #mismatch(attribute: string, wanted: string, value: Value): TerraformError {
    return new TerraformError(
      this.#source.address,
      this.#path(attribute),
      `must be ${wanted}, ${typeName(value)} came`,
    );
  }

  #path(attribute: string): string {
    return this.#source.path === "" ? attribute : `${this.#source.path}.${attribute}`;
  }
}
