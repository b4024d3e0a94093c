import type { Deployment, Output, Resource } from "./deployment.ts";

interface Parts extends Omit<Deployment, "ofType" | "find" | "outputs"> {
  readonly readOutputs: () => readonly Output[];
}

/** A deployment whose resources are found by type and by address. */
export class StackDeployment implements Deployment {
  readonly stack: string;
  readonly directory: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly resources: readonly Resource[];
  readonly #byType: ReadonlyMap<string, readonly Resource[]>;
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #readOutputs: () => readonly Output[];
  #outputs: readonly Output[] | undefined;

  constructor(parts: Parts) {
    this.stack = parts.stack;
    this.directory = parts.directory;
    this.accountId = parts.accountId;
    this.region = parts.region;
    this.partition = parts.partition;
    this.resources = parts.resources;
    this.#readOutputs = parts.readOutputs;
    const byType = new Map<string, Resource[]>();
    for (const resource of parts.resources) {
      const ofType = byType.get(resource.type);
      if (ofType) ofType.push(resource);
      else byType.set(resource.type, [resource]);
    }
    this.#byType = byType;
    this.#byAddress = new Map(parts.resources.map((resource) => [resource.address, resource]));
  }

  ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  find(address: string): Resource | undefined {
    return this.#byAddress.get(address);
  }

  get outputs(): readonly Output[] {
    this.#outputs ??= this.#readOutputs();
    return this.#outputs;
  }
}
