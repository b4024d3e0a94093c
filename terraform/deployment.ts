import type { Value } from "./value.ts";

/** What reads the attributes of a resource, or of one of its nested blocks, as one type; never as another. */
export interface Attributes {
  /**
   * An attribute: as configured, else as AWS would compute it, else the provider's default, else `undefined`.
   * What could not be resolved is an `Unresolved` value.
   *
   * @throws {TerraformError} when the provider has no such attribute, or its value is not of the provider's type.
   */
  get(attribute: string): Value | undefined;
  /** @throws {TerraformError} unless it is text, or absent with a fallback. */
  string(attribute: string, fallback?: string): string;
  /** Text, or `undefined` when it is absent. @throws {TerraformError} when it is anything else. */
  optionalString(attribute: string): string | undefined;
  /** @throws {TerraformError} unless it is a number, or absent with a fallback. */
  number(attribute: string, fallback?: number): number;
  /** @throws {TerraformError} unless it is a bool, or absent with a fallback. */
  boolean(attribute: string, fallback?: boolean): boolean;
  /** A list or set of text; empty, or the fallback, when it is absent. @throws {TerraformError} when it is anything else. */
  stringList(attribute: string, fallback?: readonly string[]): readonly string[];
  /** A map of text; empty, or the fallback, when it is absent. @throws {TerraformError} when it is anything else. */
  map(attribute: string, fallback?: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** The nested blocks of a name, with their `dynamic` ones; none when it is absent. @throws {TerraformError} */
  blocks(name: string): readonly Block[];
}

/** A nested block of a resource. */
export interface Block extends Attributes {
  /** The resource's address. */
  readonly address: string;
  /** Where in the resource it is, such as `access_log_settings[0]`; begins the attribute in every error. */
  readonly path: string;
}

/** One resource of a deployment: one instance, where `count` or `for_each` makes several. */
export interface Resource extends Attributes {
  /** `aws_api_gateway_rest_api.api`, `aws_iam_role.caller["reader"]`. */
  readonly address: string;
  readonly type: string;
  /** The name in Terraform: `api` of `aws_api_gateway_rest_api.api`. */
  readonly name: string;
  /** The region of its provider. */
  readonly region: string;
  /** What is configured, by attribute; nested blocks as lists of maps. */
  readonly attributes: Readonly<Record<string, Value>>;
}

/** A declared output. */
export interface Output {
  readonly name: string;
  readonly value: Value;
  readonly sensitive: boolean;
  readonly description: string | undefined;
}

/** The resources of one stack with every reference resolved: what the lab runs and the review compares. */
export interface Deployment {
  /** The stack's name. */
  readonly stack: string;
  /** The stack's directory, absolute: a function's `filename` is relative to it. */
  readonly directory: string;
  readonly accountId: string;
  /** The region of the default AWS provider. */
  readonly region: string;
  readonly partition: string;
  /** In the order of the file. */
  readonly resources: readonly Resource[];
  ofType(type: string): readonly Resource[];
  find(address: string): Resource | undefined;
  readonly outputs: readonly Output[];
}
