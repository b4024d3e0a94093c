import type { Policy, PolicyKind } from "./document.ts";
import { type Evaluation, evaluate, type StatementRef } from "./evaluate.ts";
import type { PolicyRequest } from "./request.ts";

/** The policies of the caller. */
export interface CallerPolicies {
  /** Those of the role or user; or the one that a Lambda authorizer returned. */
  readonly identity: readonly Policy[];
  /** The permissions boundary of the role or user: it limits what the others allow, and allows nothing itself. */
  readonly boundary?: Policy | undefined;
  /** The session policies that were passed to AssumeRole: they limit likewise. None passed: no limit. */
  readonly session?: readonly Policy[] | undefined;
}

/** The policies that a request is decided by. */
export interface RequestPolicies extends CallerPolicies {
  /** The resource policy of the API, if it has one. */
  readonly resource?: Policy | undefined;
}

/** The end of an evaluation. */
export interface Decision {
  readonly verdict: "allow" | "explicit-deny" | "implicit-deny";
  /** The type of policy that decided; of an implicit deny, the type whose allow is missing. */
  readonly by: PolicyKind;
  /** The statement that decided; an implicit deny has none, nor has what the account's root may do by itself. */
  readonly statement?: StatementRef;
  /** The other statement that an allow needed: of the resource policy, where the caller's own policies decided. */
  readonly alsoNeeded?: StatementRef;
}

/**
 * Within one account, by Table A of aws-behaviour B.1 [D]: either side may allow, any deny wins. Also for a Lambda
 * authorizer's policy, with an anonymous caller. Two rules of IAM (policy evaluation logic [D]) are in it:
 * - a resource policy that names the account alone delegates to the account's own policies: it allows nothing itself;
 * - boundary and session policies limit what the identity policies allow and what a resource policy allows to the
 *   role, but not what it allows to the user, to the session or to everyone.
 */
export function decideSameAccount(policies: RequestPolicies, request: PolicyRequest): Decision {
  const found = evaluateAll(policies, request);
  const deny = explicitDeny(found);
  if (deny) return deny;
  if (found.resource?.grant === "direct") return allow("resource", found.resource);
  if (found.resource?.grant === "role") return limited(found, allow("resource", found.resource));
  return throughIdentity(policies, found, request);
}

/** Across accounts, by Table B of aws-behaviour B.1 [D]: the caller's policies and the resource policy must allow. */
export function decideCrossAccount(policies: RequestPolicies, request: PolicyRequest): Decision {
  const found = evaluateAll(policies, request);
  const deny = explicitDeny(found);
  if (deny) return deny;
  const decision = throughIdentity(policies, found, request, found.resource);
  if (decision.verdict === "allow" && found.resource?.verdict !== "allow") return missing("resource");
  return decision;
}

/**
 * By the resource policy alone, which must allow: a method without authorization, or with a Cognito authorizer, of an
 * API that has a resource policy (aws-behaviour B.1 [D]).
 */
export function decideResource(resource: Policy, request: PolicyRequest): Decision {
  const found = evaluate([resource], request);
  return (
    explicitDeny({ resource: found }) ??
    (found.verdict === "allow" ? allow("resource", found) : missing("resource"))
  );
}

/**
 * Whether the caller may assume a role. The trust policy must allow it, also within one account; there it is enough
 * if it names the caller, its role or everyone, while naming the account leaves it to the caller's own policies.
 * Across accounts, both must allow (IAM policy evaluation logic [D]). An account's root may assume no role (STS API
 * reference, AssumeRole [D]).
 */
export function decideTrust(
  trust: Policy,
  caller: CallerPolicies,
  request: PolicyRequest,
  sameAccount: boolean,
): Decision {
  const found = evaluateAll({ ...caller, resource: trust }, request);
  const deny = explicitDeny(found);
  if (deny) return deny;
  if (request.principal.type === "root") return missing("identity");
  if (found.resource?.verdict !== "allow") return missing("trust");
  if (sameAccount && found.resource.grant === "direct") return allow("trust", found.resource);
  if (sameAccount && found.resource.grant === "role") return limited(found, allow("trust", found.resource));
  return throughIdentity(caller, found, request, found.resource);
}

/** What each type of policy says. A type that limits nothing is absent. */
interface Found {
  readonly resource?: Evaluation | undefined;
  readonly identity?: Evaluation;
  readonly boundary?: Evaluation | undefined;
  readonly session?: Evaluation | undefined;
}

function evaluateAll(
  { resource, identity, boundary, session }: RequestPolicies,
  request: PolicyRequest,
): Found {
  const principal = boundary ? { ...request.principal, bounded: true } : request.principal;
  return {
    resource: resource && evaluate([resource], { ...request, principal }),
    identity: evaluate(identity, request),
    boundary: boundary && evaluate([boundary], request),
    session: session && session.length > 0 ? evaluate(session, request) : undefined,
  };
}

/** AWS names one type only when several deny, and does not say which: here the resource's own comes first. */
function explicitDeny({ resource, identity, boundary, session }: Found): Decision | undefined {
  const deny = [resource, identity, boundary, session].find((evaluation) => evaluation?.verdict === "deny");
  if (!deny?.statement) return undefined;
  return { verdict: "explicit-deny", by: deny.statement.source.kind, statement: deny.statement };
}

/**
 * By the caller's own policies. An account's root has none: "all requests are implicitly denied with the exception of
 * the AWS account root user, which has full access" (IAM policy evaluation logic [D]).
 */
function throughIdentity(
  { identity }: CallerPolicies,
  found: Found,
  { principal }: PolicyRequest,
  other?: Evaluation,
): Decision {
  const kind = identity[0]?.source.kind ?? "identity";
  if (principal.type === "root") return allow(kind, { verdict: "allow" }, other);
  if (found.identity?.verdict !== "allow") return missing(kind);
  return limited(found, allow(kind, found.identity, other));
}

/** An allow, unless the permissions boundary or the session policies do not allow it too. */
function limited({ boundary, session }: Found, decision: Decision): Decision {
  if (boundary && boundary.verdict !== "allow") return missing("boundary");
  if (session && session.verdict !== "allow") return missing("session");
  return decision;
}

function allow(by: PolicyKind, { statement }: Evaluation, other?: Evaluation): Decision {
  return {
    verdict: "allow",
    by,
    ...(statement && { statement }),
    ...(other?.statement && { alsoNeeded: other.statement }),
  };
}

function missing(by: PolicyKind): Decision {
  return { verdict: "implicit-deny", by };
}
