import type { Policy } from "../../policy/document.ts";
import type { Deployment, Resource } from "../../terraform/deployment.ts";
import { Problems } from "../../terraform/errors.ts";
import { isMap } from "../../terraform/value.ts";
import { AttachedPolicies, readPolicy } from "./attached-policies.ts";
import type { Entity, Role, User } from "./entity.ts";

/** Sessions last an hour at most, unless the role says otherwise. */
const DEFAULT_MAX_SESSION = 3600;

/** What {@link readEntities} finds. */
export interface Entities {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  /** A managed policy as a session policy. */
  readonly sessionPolicy: (arn: string) => Policy | undefined;
}

/** The roles and users of some deployments. What cannot be read, and matters, becomes a problem. */
export function readEntities(deployments: readonly Deployment[], problems: Problems): Entities {
  const attached = new AttachedPolicies(deployments, problems);
  const roles = read(deployments, "aws_iam_role", problems, (resource, deployment) =>
    readRole(resource, deployment, attached),
  );
  const users = read(deployments, "aws_iam_user", problems, (resource, deployment) =>
    readUser(resource, deployment, deployments, attached, problems),
  );
  const sessions = new AttachedPolicies(deployments, new Problems());
  return {
    roles: withoutTwins(roles, ({ trust }) => trust !== undefined, problems),
    users: withoutTwins(users, ({ accessKeys }) => accessKeys.length > 0, problems),
    sessionPolicy: (arn) =>
      sessions.managed(arn, "session", { address: "AssumeRole", attribute: "PolicyArns" }),
  };
}

function read<T>(
  deployments: readonly Deployment[],
  type: string,
  problems: Problems,
  readOne: (resource: Resource, deployment: Deployment) => T,
): readonly T[] {
  return deployments.flatMap((deployment) =>
    deployment.ofType(type).flatMap((resource) => {
      const found = problems.attempt(() => readOne(resource, deployment));
      return found === undefined ? [] : [found];
    }),
  );
}

/**
 * Keeps one of each ARN. An account has a name once: stacks that are meant for several accounts are told apart no
 * further than that, and refused where somebody can act as the one or the other.
 */
function withoutTwins<T extends Role | User>(
  entities: readonly T[],
  acts: (entity: T) => boolean,
  problems: Problems,
): readonly T[] {
  const kept = new Map<string, T>();
  for (const entity of entities) {
    const key = entity.arn.toLowerCase();
    const twin = kept.get(key);
    if (twin === undefined) kept.set(key, entity);
    else if (acts(entity) || acts(twin)) {
      const reason = `${entity.arn} is also ${twin.address} of the stack ${twin.stack}`;
      problems.add(entity.address, "name", reason);
    }
  }
  return [...kept.values()];
}

/** A role; its permissions are read only if some AWS principal may assume it. */
function readRole(resource: Resource, deployment: Deployment, attached: AttachedPolicies): Role {
  const { address } = resource;
  const source = {
    kind: "trust" as const,
    address,
    attribute: "assume_role_policy",
    name: resource.string("name"),
  };
  const trust = readPolicy(resource.string("assume_role_policy"), source);
  const assumable = mayBeAssumed(trust);
  return {
    ...identity(resource, deployment),
    trust: assumable ? trust : undefined,
    maxSessionSeconds: resource.number("max_session_duration", DEFAULT_MAX_SESSION),
    ...(assumable ? permissions("role", resource, attached) : NO_PERMISSIONS),
  };
}

/** A user; its permissions are read only if it has an access key, without which nobody can act as it. */
function readUser(
  resource: Resource,
  deployment: Deployment,
  deployments: readonly Deployment[],
  attached: AttachedPolicies,
  problems: Problems,
): User {
  const entity = identity(resource, deployment);
  const accessKeys = deployments
    .flatMap((one) => one.ofType("aws_iam_access_key"))
    .filter((key) => problems.attempt(() => key.string("user") === entity.name))
    .filter((key) => key.string("status", "Active") === "Active")
    .flatMap((key) => {
      // a secret that is encrypted for somebody else is nobody's here
      const [accessKeyId, secretAccessKey] = [key.get("id"), key.get("secret")];
      return typeof accessKeyId === "string" && typeof secretAccessKey === "string"
        ? [{ accessKeyId, secretAccessKey }]
        : [];
    });
  if (accessKeys.length === 0) return { ...entity, accessKeys, ...NO_PERMISSIONS };
  const own = permissions("user", resource, attached);
  const groups = groupsOf(entity.name, deployments, problems);
  const fromGroups = groups.flatMap((group) =>
    attached.of("group", { address: group.address, name: group.string("name"), resource: group }),
  );
  return { ...entity, accessKeys, ...own, policies: [...own.policies, ...fromGroups] };
}

/** The groups that a user is in, which must be in the Terraform. */
function groupsOf(user: string, deployments: readonly Deployment[], problems: Problems): readonly Resource[] {
  const all = (type: string) => deployments.flatMap((deployment) => deployment.ofType(type));
  const memberships = [
    ...all("aws_iam_user_group_membership")
      .filter((one) => problems.attempt(() => one.string("user") === user))
      .map((one) => ({ one, attribute: "groups", names: () => one.stringList("groups") })),
    ...all("aws_iam_group_membership")
      .filter((one) => problems.attempt(() => one.stringList("users").includes(user)))
      .map((one) => ({ one, attribute: "group", names: () => [one.string("group")] })),
  ];
  const groups = new Map<string, Resource>();
  for (const { one, attribute, names } of memberships) {
    for (const name of problems.attempt(names) ?? []) {
      const group = all("aws_iam_group").find((candidate) => candidate.string("name") === name);
      if (group) groups.set(name, group);
      else
        problems.add(
          one.address,
          attribute,
          `the group ${name} is not in the Terraform: its permissions are not known`,
        );
    }
  }
  return [...groups.values()];
}

const NO_PERMISSIONS = { policies: [], boundary: undefined } as const;

function permissions(holder: "role" | "user", resource: Resource, attached: AttachedPolicies) {
  const { address } = resource;
  const arn = resource.optionalString("permissions_boundary");
  const at = { address, attribute: "permissions_boundary" };
  // one that cannot be read allows nothing
  const nothing: Policy = { source: { kind: "boundary", ...at, name: arn ?? "" }, statements: [] };
  const boundary = arn ? (attached.managed(arn, "boundary", at) ?? nothing) : undefined;
  const policies = attached.of(holder, { address, name: resource.string("name"), resource });
  return { boundary, policies };
}

function identity(resource: Resource, deployment: Deployment): Omit<Entity, "policies" | "boundary"> {
  // those of the provider's configuration are in `tags_all` alone
  const tags = isMap(resource.get("tags_all")) ? "tags_all" : "tags";
  return {
    arn: resource.string("arn"),
    address: resource.address,
    stack: deployment.stack,
    accountId: deployment.accountId,
    name: resource.string("name"),
    uniqueId: resource.string("unique_id"),
    tags: resource.map(tags, {}),
  };
}

/** Whether some statement lets an AWS principal in. A service or a web identity gets no credentials from the lab. */
function mayBeAssumed({ statements }: Policy): boolean {
  return statements.some(({ ref, principals }) => {
    if (ref.effect !== "Allow" || principals === undefined) return false;
    const { everyone, everyCaller, accounts, identities, canonical } = principals.list;
    return everyone || everyCaller || canonical || accounts.size + identities.size > 0;
  });
}
