import { asMap, isMap, mapOf, type Value } from "../value.ts";

/** What a computed attribute is made from: the resource, and where it would be deployed. */
export interface ComputeContext {
  readonly address: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** `amazonaws.com`, `amazonaws.com.cn`. */
  readonly dnsSuffix: string;
  /** Another attribute, configured or computed; `undefined` when it is absent. @throws {ExpressionError} when unresolved. */
  value(attribute: string): Value | undefined;
  /** Another attribute as text. @throws {ExpressionError} when it is absent or unresolved. */
  text(attribute: string): string;
  /** Whether an attribute is configured. */
  has(attribute: string): boolean;
  /** The nested blocks of a name. */
  blocks(name: string): readonly BlockValues[];
  /**
   * Letters that look random and are always the same for this address in this stack.
   *
   * @param what tells several of one resource apart.
   */
  letters(what: string, length: number, alphabet: string): string;
  /** As {@link letters}, but not to be guessed without the deployment's seed. */
  secretLetters(what: string, length: number, alphabet: string): string;
  /** Resources of this stack, of a type, whose attribute is this text. @throws {ExpressionError} when that is unresolved. */
  find(type: string, attribute: string, text: string): readonly ComputeContext[];
  /** The tags of the provider's `default_tags`. */
  readonly defaultTags: Readonly<Record<string, Value>>;
}

/** The attributes and blocks of a nested block. */
export interface BlockValues {
  /** @throws {ExpressionError} when it is unresolved. */
  value(attribute: string): Value | undefined;
  blocks(name: string): readonly BlockValues[];
}

/** How one attribute is computed. `undefined`: it is absent. */
export type Compute = (resource: ComputeContext) => Value | undefined;

/** How the attributes of a type are computed, by name. */
export type ComputedAttributes = Readonly<Record<string, Compute>>;

export const LOWER_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
export const UPPER_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const LETTERS_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
export const HEX = "0123456789abcdef";
export const DIGITS = "0123456789";

/** When everything was made, for attributes that tell a date: a date that no test depends on. */
export const CREATED = "2024-01-01T00:00:00Z";

/** `arn:aws:<service>:<region>:<account>:<rest>` of a resource in its region. */
export function regionalArn(
  service: string,
  rest: string,
  { partition, region, accountId }: ComputeContext,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
}

/** The name, else the prefix with the 26 digits that the provider appends, else `terraform-` with them. */
export function nameOrPrefix(resource: ComputeContext): string {
  const prefix = resource.has("name_prefix") ? resource.text("name_prefix") : "terraform-";
  return prefix + resource.letters("name", 26, DIGITS);
}

/** The resource's tags over the provider's default ones. */
export const allTags: Compute = (resource) => {
  const own = resource.value("tags");
  return asMap(mapOf([...Object.entries(resource.defaultTags), ...(isMap(own) ? Object.entries(own) : [])]));
};
