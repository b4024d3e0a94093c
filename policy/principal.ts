import type { Answer } from "./certainty.ts";
import { invalid, member, members, strings } from "./invalid.ts";
import type { RequestPrincipal } from "./request.ts";

/** Who a Principal or NotPrincipal element names. */
export interface Principals {
  /** `"*"`: everyone. */
  readonly everyone: boolean;
  /** `{"AWS": "*"}`: everyone but services. */
  readonly everyCaller: boolean;
  /** Account ids. */
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles and sessions; unique ids (`AROA…`, `AIDA…`), which is what a deleted one's ARN turns into. */
  readonly identities: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** Whether some account's canonical user id is named: which account's, is not known here. */
  readonly canonical: boolean;
}

/**
 * How closely a resource policy names the caller:
 * - `direct`: everyone, this user, this role session or this service;
 * - `role`: the role of this session;
 * - `account`: the account alone, which delegates to the account's own policies.
 */
export type Grant = "direct" | "role" | "account";

/** Whether the caller is named, and how. */
export interface Naming {
  readonly applies: Answer;
  readonly grant: Grant;
}

const ELEMENT = '"*", or an object of AWS, Service, Federated and CanonicalUser, each with at least one name';
const AWS =
  '"*", an account id, or the ARN of an account (root), user, role, role session or federated user; no other wildcard';

const ACCOUNT = /^(?:(\d{12})|arn:[\w-]+:iam::(\d{12}):root)$/;
const IDENTITY = /^(arn:[\w-]+:iam::\d{12}:(user|role)\/[^*?]+|A[A-Z]{2}A[A-Z0-9]{12,})$/;
const SESSION = /^arn:[\w-]+:sts::\d{12}:(assumed-role\/[^/*?]+\/[^/*?]+|federated-user\/[^*?]+)$/;

/** The types of principal: the forms of a name, and how to say them. */
const PLAIN = { allowed: "a name without wildcards", forms: [/^[^*?]+$/] };
const TYPES: ReadonlyMap<string, typeof PLAIN> = new Map([
  ["AWS", { allowed: AWS, forms: [/^\*$/, ACCOUNT, IDENTITY, SESSION] }],
  ["Service", PLAIN],
  // a token of AssumeRoleWithWebIdentity or AssumeRoleWithSAML, which no request here carries
  ["Federated", PLAIN],
  ["CanonicalUser", PLAIN],
]);

/** Reads a Principal or NotPrincipal element. "You cannot use a wildcard to match part of a principal name or ARN." */
export function readPrincipals(element: unknown, path: string): Principals {
  const everyone = element === "*";
  const entries = everyone ? [] : members(element, path, ELEMENT);
  if (!everyone && entries.length === 0) invalid(path, element, ELEMENT);
  const named = new Map(entries.map(([type, value]) => [type, readNames(type, value, member(path, type))]));
  const aws = named.get("AWS") ?? [];
  return {
    everyone,
    everyCaller: aws.includes("*"),
    accounts: new Set(aws.flatMap((name) => accountOf(name) ?? [])),
    identities: new Set(aws),
    services: new Set(named.get("Service")),
    canonical: named.has("CanonicalUser"),
  };
}

function accountOf(name: string): string | undefined {
  const [, id, root] = ACCOUNT.exec(name) ?? [];
  return id ?? root;
}

function readNames(type: string, value: unknown, path: string): readonly string[] {
  const { allowed, forms } = TYPES.get(type) ?? invalid(path, type, ELEMENT);
  const names = strings(value, path, allowed);
  if (names.length === 0) invalid(path, value, ELEMENT);
  for (const name of names) {
    if (!forms.some((form) => form.test(name))) invalid(path, name, allowed);
  }
  return names;
}

/** Whether a Principal element names the caller: the closest way in which it does. */
export function namesCaller(named: Principals, caller: RequestPrincipal): Naming {
  const direct =
    named.everyone ||
    (named.everyCaller && caller.type !== "service") ||
    has(named.services, caller.type === "service" ? caller.service : undefined) ||
    has(named.identities, caller.arn) ||
    has(named.identities, caller.userId);
  if (direct) return { applies: true, grant: "direct" };
  const roleId = caller.type === "assumed-role" ? caller.userId?.split(":")[0] : undefined;
  if (has(named.identities, caller.roleArn) || has(named.identities, roleId))
    return { applies: true, grant: "role" };
  if (has(named.accounts, caller.accountId)) {
    return { applies: true, grant: caller.type === "root" ? "direct" : "account" };
  }
  return { applies: named.canonical && caller.accountId !== undefined ? undefined : false, grant: "account" };
}

/**
 * Whether a NotPrincipal element, which goes with Deny alone, spares the caller.
 *
 * "AWS might validate the account first, then the role, and then the assumed-role user": a session is spared only if
 * account, role and session are all named, a user if account and user are. A caller with a permissions boundary is
 * never spared (AWS JSON policy elements: NotPrincipal).
 */
export function sparesCaller(named: Principals, caller: RequestPrincipal): boolean {
  if (caller.bounded) return false;
  if (named.everyone) return true;
  if (caller.type === "service") return has(named.services, caller.service);
  if (named.everyCaller) return true;
  if (!has(named.accounts, caller.accountId)) return false;
  if (caller.type === "root") return true;
  const sparesRole = caller.type !== "assumed-role" || has(named.identities, caller.roleArn);
  return sparesRole && has(named.identities, caller.arn);
}

function has(names: ReadonlySet<string>, name: string | undefined): boolean {
  return name !== undefined && names.has(name);
}
