import type { Policy } from "../../policy/document.ts";
import type { Deployment } from "../../terraform/deployment.ts";
import type { Problems } from "../../terraform/errors.ts";
import type { Role, User } from "./entity.ts";
import type { Principal } from "./principal.ts";
import { readEntities } from "./read-entities.ts";

/** The roles and users of all deployments, with what they may do. */
export class IamDirectory {
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #users: ReadonlyMap<string, User>;
  readonly #managed: (arn: string) => Policy | undefined;
  readonly #revoked = new Set<string>();

  /**
   * @param problems takes what keeps somebody's permissions from being known: by resource, attribute and reason.
   * @param others users that are in no deployment, such as the lab's own.
   */
  constructor(deployments: readonly Deployment[], problems: Problems, others: readonly User[] = []) {
    const { roles, users, sessionPolicy } = readEntities(deployments, problems);
    this.#roles = byArn(roles);
    this.#users = byArn([...users, ...others]);
    this.#managed = sessionPolicy;
  }

  get roles(): readonly Role[] {
    return [...this.#roles.values()];
  }

  get users(): readonly User[] {
    return [...this.#users.values()];
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  user(arn: string): User | undefined {
    return this.#users.get(arn);
  }

  /** A managed policy, for AssumeRole's `PolicyArns`; undefined where its content is not known. */
  managedPolicy(arn: string): Policy | undefined {
    return this.#managed(arn);
  }

  /** The identity-based policies of a caller, as they are now; none for a caller that is not in the directory. */
  policiesOf(principal: Principal): readonly Policy[] {
    const entity = this.#entityOf(principal);
    return entity === undefined || this.#revoked.has(entity.arn) ? [] : entity.policies;
  }

  /** The permissions boundary of a caller. */
  boundaryOf(principal: Principal): Policy | undefined {
    return this.#entityOf(principal)?.boundary;
  }

  /** Every policy that decides what somebody may do: identity-based policies and boundaries. */
  get callerPolicies(): readonly Policy[] {
    return [...this.roles, ...this.users].flatMap(({ policies, boundary }) =>
      boundary ? [...policies, boundary] : policies,
    );
  }

  /**
   * Takes all identity-based policies away from a role or user, its sessions included, until {@link restore}.
   * @returns whether there is such a role or user
   */
  revoke(arn: string): boolean {
    const known = this.#roles.has(arn) || this.#users.has(arn);
    if (known) this.#revoked.add(arn);
    return known;
  }

  /** Gives back what {@link revoke} took. @returns whether anything had been taken */
  restore(arn: string): boolean {
    return this.#revoked.delete(arn);
  }

  #entityOf({ kind, arn, roleArn }: Principal): Role | User | undefined {
    return kind === "user" ? this.#users.get(arn) : this.#roles.get(roleArn ?? "");
  }
}

function byArn<Entity extends Role | User>(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  return new Map(entities.map((entity) => [entity.arn, entity]));
}
