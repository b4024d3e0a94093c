import { type Policy, PolicyError, type PolicySource, parsePolicy } from "../../policy/document.ts";
import type { Deployment, Resource } from "../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../terraform/errors.ts";
import { awsManagedPolicy, isAwsManaged, KNOWN_MANAGED_POLICIES } from "./managed-policies.ts";

/** What a policy can be attached to. */
export type Holder = "role" | "user" | "group";

/** A resource that lists all that there may be: Terraform takes away what it does not list. */
interface Exclusive {
  readonly address: string;
  readonly attribute: string;
  readonly allowed: readonly string[];
}

/** Parses a policy document; a document that is not one becomes an error of its resource. */
export function readPolicy(document: string, source: PolicySource): Policy {
  try {
    return parsePolicy(document, source);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { address, attribute } = source;
    const reason = error.path === "" ? error.reason : `${error.path}: ${error.reason}`;
    throw new TerraformError(address, attribute, reason, { cause: error });
  }
}

/** The identity-based policies that some deployments attach to roles, users and groups. */
export class AttachedPolicies {
  readonly #deployments: readonly Deployment[];
  readonly #problems: Problems;

  constructor(deployments: readonly Deployment[], problems: Problems) {
    this.#deployments = deployments;
    this.#problems = problems;
  }

  /** All policies of a role, user or group. What cannot be read becomes a problem. */
  of(
    holder: Holder,
    { address, name, resource }: { address: string; name: string; resource: Resource },
  ): Policy[] {
    return [
      ...this.#inline(holder, name, address, resource),
      ...this.#managed(holder, name, address, resource),
    ];
  }

  /**
   * A managed policy: one of the deployments', or one of AWS's that the lab knows.
   * @param at the resource and attribute that names it
   */
  managed(
    arn: string,
    kind: PolicySource["kind"],
    at: { address: string; attribute: string },
  ): Policy | undefined {
    return this.#problems.attempt(() => {
      const declared = this.#all("aws_iam_policy").filter((policy) => policy.string("arn") === arn);
      const [policy, another] = declared;
      if (another)
        throw new TerraformError(
          at.address,
          at.attribute,
          `${arn} is declared twice, also as ${another.address}`,
        );
      if (policy) {
        const source = { kind, address: policy.address, attribute: "policy", name: policy.string("name") };
        return readPolicy(policy.string("policy"), source);
      }
      const known = awsManagedPolicy(arn, { kind, ...at });
      if (known) return known;
      const why = isAwsManaged(arn)
        ? `its content is not in the Terraform; known are ${KNOWN_MANAGED_POLICIES.join(", ")}`
        : "it is not in the Terraform";
      throw new TerraformError(at.address, at.attribute, `the policy ${arn} cannot be evaluated: ${why}`);
    });
  }

  #all(type: string): readonly Resource[] {
    return this.#deployments.flatMap((deployment) => deployment.ofType(type));
  }

  /** The resources of a type whose attribute is, or lists, a name. */
  #naming(type: string, attribute: string, name: string): readonly Resource[] {
    return this.#all(type).filter((resource) =>
      this.#problems.attempt(() => resource.string(attribute).toLowerCase() === name.toLowerCase()),
    );
  }

  #listing(type: string, attribute: string, name: string): readonly Resource[] {
    return this.#all(type).filter((resource) =>
      this.#problems.attempt(() =>
        resource.stringList(attribute, []).some((one) => one.toLowerCase() === name.toLowerCase()),
      ),
    );
  }

  #inline(holder: Holder, name: string, address: string, resource: Resource): Policy[] {
    const found = this.#naming(`aws_iam_${holder}_policy`, holder, name).flatMap((one) => {
      const policy = this.#problems.attempt(() => {
        const source = {
          kind: "identity" as const,
          address: one.address,
          attribute: "policy",
          name: one.string("name"),
        };
        return readPolicy(one.string("policy"), source);
      });
      return policy ? [policy] : [];
    });
    const blocks = holder === "role" ? this.#inlineBlocks(address, resource) : undefined;
    this.#refuseOthers(blocks && { ...blocks, address, attribute: "inline_policy" }, found);
    for (const exclusive of this.#exclusives(
      `aws_iam_${holder}_policies_exclusive`,
      holder,
      name,
      "policy_names",
    )) {
      this.#refuseOthers(exclusive, [...found, ...(blocks?.policies ?? [])]);
    }
    return [...found, ...(blocks?.policies ?? [])];
  }

  #inlineBlocks(
    address: string,
    resource: Resource,
  ): { readonly policies: readonly Policy[]; readonly allowed: readonly string[] } | undefined {
    const blocks = resource.blocks("inline_policy");
    if (blocks.length === 0) return undefined;
    const policies = blocks.flatMap((block, index) => {
      const policy = this.#problems.attempt(() => {
        const text = block.optionalString("policy");
        // an empty block alone says that there are none
        if (text === undefined) return undefined;
        const attribute = `inline_policy[${index}].policy`;
        return readPolicy(text, { kind: "identity", address, attribute, name: block.string("name") });
      });
      return policy ? [policy] : [];
    });
    return { policies, allowed: policies.map(({ source }) => source.name) };
  }

  /** Refuses what a resource that lists all does not list: after an apply it would be gone. */
  #refuseOthers(exclusive: Exclusive | undefined, policies: readonly Policy[]): void {
    if (exclusive === undefined) return;
    for (const { source } of policies) {
      if (exclusive.allowed.includes(source.name)) continue;
      const reason = `does not list the policy ${source.name}, which ${source.address} adds: Terraform would take it away again`;
      this.#problems.add(exclusive.address, exclusive.attribute, reason);
    }
  }

  #exclusives(type: string, holder: Holder, name: string, attribute: string): Exclusive[] {
    return this.#naming(type, `${holder}_name`, name).flatMap((one) => {
      const allowed = this.#problems.attempt(() => one.stringList(attribute));
      return allowed ? [{ address: one.address, attribute, allowed }] : [];
    });
  }

  #managed(holder: Holder, name: string, address: string, resource: Resource): Policy[] {
    const attachments = [
      ...this.#naming(`aws_iam_${holder}_policy_attachment`, holder, name),
      ...this.#listing("aws_iam_policy_attachment", `${holder}s`, name),
    ].flatMap((one) => {
      const arn = this.#problems.attempt(() => one.string("policy_arn"));
      return arn === undefined ? [] : [{ arn, address: one.address, attribute: "policy_arn" }];
    });
    const lists = this.#exclusives(
      `aws_iam_${holder}_policy_attachments_exclusive`,
      holder,
      name,
      "policy_arns",
    );
    // only if it is configured: then it lists all
    if (holder === "role" && resource.attributes.managed_policy_arns != null) {
      const allowed = this.#problems.attempt(() => resource.stringList("managed_policy_arns"));
      if (allowed) lists.push({ address, attribute: "managed_policy_arns", allowed });
    }
    const all = [...attachments, ...lists.flatMap((list) => list.allowed.map((arn) => ({ ...list, arn })))];
    for (const { arn, address: at } of all) {
      for (const list of [...lists, ...this.#wholeAttachments(holder, name, arn)]) {
        if (!list.allowed.includes(arn)) {
          this.#problems.add(
            list.address,
            list.attribute,
            `leaves out ${arn}, which ${at} attaches: Terraform would take it away again`,
          );
        }
      }
    }
    const distinct = new Map(all.map((one) => [one.arn, one]));
    return [...distinct.values()].flatMap(({ arn, ...at }) => this.managed(arn, "identity", at) ?? []);
  }

  /** `aws_iam_policy_attachment` takes its policy away from everyone it does not list. */
  #wholeAttachments(holder: Holder, name: string, arn: string): readonly Exclusive[] {
    return this.#naming("aws_iam_policy_attachment", "policy_arn", arn).flatMap((one) => {
      const attribute = `${holder}s`;
      const listed = this.#problems.attempt(() => one.stringList(attribute, []));
      return listed ? [{ address: one.address, attribute, allowed: listed.includes(name) ? [arn] : [] }] : [];
    });
  }
}
