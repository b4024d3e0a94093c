import { TerraformError } from "./errors.ts";

/** A value that is not known here: why, and the expression that would give it. An error only to whoever needs it. */
export class Unresolved {
  readonly reason: string;
  readonly expression: string;

  constructor(reason: string, expression: string) {
    this.reason = reason;
    this.expression = expression;
  }

  /** The error of an accessor that needed this value. */
  error(address: string, attribute: string): TerraformError {
    const shown = this.expression.length > 200 ? `${this.expression.slice(0, 200)}…` : this.expression;
    return new TerraformError(address, attribute, `cannot be resolved: ${this.reason} (in ${shown})`);
  }
}

/** A value of Terraform's language. Maps and objects have no prototype, so that no key of theirs is special. */
export type Value = null | string | number | boolean | Value[] | ValueMap | Unresolved;

/** A map or object of Terraform's language. */
export interface ValueMap {
  [key: string]: Value;
}

/**
 * The kind of a collection decides `==`, indexing and iteration in Terraform: `tolist(["a"]) == ["a"]` is false.
 * An array that is not marked is a tuple, an object that is not marked is an object.
 */
export type Kind = "list" | "set" | "tuple" | "map" | "object";
const kinds = new WeakMap<object, "list" | "set" | "map">();

/** Marks an array as a list. */
export function asList(elements: Value[]): Value[] {
  kinds.set(elements, "list");
  return elements;
}

/** Marks an object as a map. */
export function asMap(entries: ValueMap): ValueMap {
  kinds.set(entries, "map");
  return entries;
}

/** A set: the distinct elements in Terraform's order (numbers by size, text by code point, anything else as it came). */
export function asSet(elements: readonly Value[]): Value[] {
  const distinct: Value[] = [];
  const seen = new Set<Value>();
  for (const element of elements) {
    if (element === null || typeof element !== "object") {
      if (seen.has(element)) continue;
      seen.add(element);
    } else if (distinct.some((other) => equal(other, element))) continue;
    distinct.push(element);
  }
  distinct.sort(compareElements);
  kinds.set(distinct, "set");
  return distinct;
}

function compareElements(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return Number(a === null) - Number(b === null);
}

/** The kind of a collection. */
export function kindOf(collection: Value[] | ValueMap): Kind {
  return kinds.get(collection) ?? (Array.isArray(collection) ? "tuple" : "object");
}

/** True for maps and objects. */
export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unresolved)
  );
}

/** A map without prototype from entries; a later entry wins. */
export function mapOf(entries: Iterable<readonly [string, Value]>): ValueMap {
  const map: ValueMap = Object.create(null);
  for (const [key, value] of entries) map[key] = value;
  return map;
}

/** The keys in Terraform's order. */
export function sortedKeys(map: ValueMap): string[] {
  return Object.keys(map).sort(compareText);
}

/** Compares text by code points, which is the order of its UTF-8 bytes, as Terraform sorts. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) !== isSurrogate(y) ? (isSurrogate(x) ? 1 : -1) : x - y;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Terraform's `==`: no conversion, and collections of another kind differ. Unresolved values equal nothing. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof Unresolved);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Unresolved || b instanceof Unresolved) return false;
  if (kindOf(a) !== kindOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => equal(element, b[index]!));
  }
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key]!, b[key]!));
}

/** The first unresolved value in or under a value, if there is one. */
export function findUnresolved(value: Value): Unresolved | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Unresolved) return value;
  for (const element of Array.isArray(value) ? value : Object.values(value)) {
    const found = typeof element === "object" ? findUnresolved(element) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The name of a value's type, for messages. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (value instanceof Unresolved) return "unresolved";
  if (typeof value === "object") return kindOf(value);
  return typeof value === "boolean" ? "bool" : typeof value;
}
