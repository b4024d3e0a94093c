import type { Declaration } from "./config.ts";
import { TerraformError } from "./errors.ts";
import type { JsonExpressions } from "./expression/json.ts";
import type { Scope } from "./expression/scope.ts";
import { isJsonObject } from "./manifest.ts";
import { convert } from "./types/convert.ts";
import { isMap, mapOf, Unresolved, type Value } from "./value.ts";

/** What AWS calls the part of the world that a region is in, and its domain. */
export interface Partition {
  readonly partition: string;
  readonly dnsSuffix: string;
}

/** The partition of a region. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { partition: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { partition: "aws", dnsSuffix: "amazonaws.com" };
}

/** An AWS provider, as far as it bears on what is deployed. */
export interface Provider {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, Value>>;
}

/** Settings that say as whom, and so in which account, a provider acts. */
const identitySettings = [
  "access_key",
  "assume_role",
  "assume_role_with_web_identity",
  "profile",
  "secret_key",
  "token",
];

/** The AWS providers of a stack, by the name that resources refer to them with. */
export class Providers {
  readonly #declarations: ReadonlyMap<string, Declaration>;
  readonly #expressions: JsonExpressions;
  readonly #scope: Scope;
  readonly #fallbackRegion: string;
  readonly #known = new Map<string, Provider>();

  /** @param fallbackRegion where a provider without `region` deploys to: it would ask the environment. */
  constructor(
    declarations: readonly Declaration[],
    expressions: JsonExpressions,
    scope: Scope,
    fallbackRegion: string,
  ) {
    this.#declarations = new Map(declarations.map((declaration) => [declaration.address, declaration]));
    this.#expressions = expressions;
    this.#scope = scope;
    this.#fallbackRegion = fallbackRegion;
  }

  /**
   * A provider.
   *
   * @param reference `aws` or `aws.<alias>`.
   * @param user the address that uses it, for the error.
   * @throws {TerraformError} when it is not declared, its region is not known, or it may act in another account.
   */
  get(reference: string, user: string): Provider {
    const known = this.#known.get(reference);
    if (known) return known;
    const address = `provider.${reference}`;
    const declaration = this.#declarations.get(address);
    if (!declaration && reference.includes(".")) {
      throw new TerraformError(user, "provider", `${reference} is not declared`);
    }
    this.#refuseOtherAccount(declaration, address);
    const provider = {
      region: this.#region(declaration, address),
      defaultTags: this.#defaultTags(declaration),
    };
    this.#known.set(reference, provider);
    return provider;
  }

  #region(declaration: Declaration | undefined, address: string): string {
    const region = this.#value(declaration, "region");
    if (region === null) return this.#fallbackRegion;
    if (region instanceof Unresolved) throw region.error(address, "region");
    if (typeof region === "string" && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return region;
    throw new TerraformError(address, "region", `${JSON.stringify(region)} is not a region`);
  }

  #defaultTags(declaration: Declaration | undefined): Readonly<Record<string, Value>> {
    const blocks = this.#value(declaration, "default_tags");
    const found = (Array.isArray(blocks) ? blocks : [blocks]).flatMap((block) => {
      const tags = isMap(block) ? block.tags : undefined;
      return isMap(tags) ? Object.entries(tags) : [];
    });
    return mapOf(found.map(([key, value]) => [key, convert(value, "string")] as const));
  }

  /** One account stands for all of a stack: a second provider that acts as somebody else cannot be told from the first. */
  #refuseOtherAccount(declaration: Declaration | undefined, address: string): void {
    const main = this.#declarations.get("provider.aws") ?? [...this.#declarations.values()][0];
    for (const setting of identitySettings) {
      const [own, others] = [declaration, main].map((one) => JSON.stringify(one?.body[setting] ?? null));
      if (main && own !== others) {
        throw new TerraformError(address, setting, "it may act in another account than the default provider");
      }
    }
  }

  #value(declaration: Declaration | undefined, name: string): Value {
    const body = declaration?.body;
    return isJsonObject(body) && Object.hasOwn(body, name)
      ? this.#expressions.value(body[name], this.#scope)
      : null;
  }
}
