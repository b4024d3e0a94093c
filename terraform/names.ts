import type { Instance } from "./instance.ts";
import type { PublicNames } from "./urls.ts";

/** The names of a stack, and of the stacks that it refers to, that public URLs are made of; read when first asked for. */
export class DeployedNames implements PublicNames {
  readonly #instances: readonly Instance[];
  readonly #others: () => readonly PublicNames[];
  readonly #own = new Map<keyof PublicNames, ReadonlySet<string>>();

  /** @param others those of the stacks that have been referred to so far. */
  constructor(instances: readonly Instance[], others: () => readonly PublicNames[]) {
    this.#instances = instances;
    this.#others = others;
  }

  get apiIds(): ReadonlySet<string> {
    return this.#all("apiIds", "aws_api_gateway_rest_api", "id");
  }

  get userPoolIds(): ReadonlySet<string> {
    return this.#all("userPoolIds", "aws_cognito_user_pool", "id");
  }

  get domainPrefixes(): ReadonlySet<string> {
    return this.#all(
      "domainPrefixes",
      "aws_cognito_user_pool_domain",
      "domain",
      (domain) => !hasCertificate(domain),
    );
  }

  get customDomains(): ReadonlySet<string> {
    return this.#all("customDomains", "aws_cognito_user_pool_domain", "domain", hasCertificate);
  }

  #all(
    kind: keyof PublicNames,
    type: string,
    attribute: string,
    filter: (instance: Instance) => boolean = () => true,
  ): ReadonlySet<string> {
    let own = this.#own.get(kind);
    if (!own) {
      const found = this.#instances.filter((instance) => instance.type === type && filter(instance));
      own = new Set(
        found.map((instance) => instance.known(attribute)).filter((name) => typeof name === "string"),
      );
      this.#own.set(kind, own);
    }
    const others = this.#others();
    return others.length === 0 ? own : new Set([...own, ...others.flatMap((names) => [...names[kind]])]);
  }
}

function hasCertificate(domain: Instance): boolean {
  return domain.body.attribute("certificate_arn") !== undefined;
}
