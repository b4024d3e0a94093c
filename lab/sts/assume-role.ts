import { type Decision, decideTrust } from "../../policy/decide.ts";
import { denialText } from "../../policy/message.ts";
import type { PolicyRequest } from "../../policy/request.ts";
import type { CredentialStore } from "../iam/credentials.ts";
import type { IamDirectory } from "../iam/directory.ts";
import type { Role } from "../iam/entity.ts";
import type { Principal } from "../iam/principal.ts";
import { requestPrincipal } from "../iam/request-principal.ts";
import { type AssumeRoleInput, readAssumeRole } from "./assume-role-input.ts";
import { type RequestOrigin, stsContext } from "./condition-keys.ts";
import { StsError, validationError } from "./errors.ts";
import type { Parameters } from "./parameters.ts";
import { packedPolicySize, sessionPolicies } from "./session-policies.ts";
import { element, escapeText } from "./xml.ts";

/** What AssumeRole works with. */
export interface AssumeRoleServices {
  readonly directory: IamDirectory;
  readonly credentials: CredentialStore;
  /** Whether a session policy may read a condition key (lower case) when it decides on execute-api. */
  isKnownKey(key: string): boolean;
}

const DEFAULT_SECONDS = 3600;
const MOST_CHAINED_SECONDS = 3600;

/**
 * AssumeRole (STS API reference): the role's trust policy and the caller's own policies must let the caller in; then
 * a session of the role, with its credentials. Answers the content of `AssumeRoleResult`.
 * @throws {StsError}
 */
export function assumeRole(
  parameters: Parameters,
  caller: Principal,
  origin: RequestOrigin,
  { directory, credentials, isKnownKey }: AssumeRoleServices,
): readonly string[] {
  const input = readAssumeRole(parameters);
  const role = directory.role(input.roleArn);
  if (role?.trust === undefined) throw unknownRole(input, caller, role);

  const inherited = inheritedTags(caller, input);
  const tags = { ...inherited, ...input.tags };
  const callerPolicies = {
    identity: directory.policiesOf(caller),
    boundary: directory.boundaryOf(caller),
    session: caller.sessionPolicies,
  };
  const context = stsContext(input, tags, caller, role, origin);
  for (const action of requestedActions(input, tags, caller)) {
    const request = { action, resource: role.arn, principal: requestPrincipal(caller), context };
    const decision = decideTrust(role.trust, callerPolicies, request, caller.accountId === role.accountId);
    if (decision.verdict !== "allow") throw accessDenied(decision, request, role);
  }

  const confined = sessionPolicies(input, directory, isKnownKey);
  const packed = packedPolicySize(input);
  const session: Principal = {
    kind: "assumed-role",
    arn: `${sessionArnPrefix(role)}/${input.roleSessionName}`,
    accountId: role.accountId,
    userId: `${role.uniqueId}:${input.roleSessionName}`,
    roleArn: role.arn,
    roleAddress: role.address,
    sessionName: input.roleSessionName,
    tags: overlaid(role.tags, tags),
    transitiveTagKeys: [...Object.keys(inherited), ...input.transitiveTagKeys],
    issuedAt: origin.now,
    ...optional("sourceIdentity", input.sourceIdentity ?? caller.sourceIdentity),
    ...(confined.length > 0 && { sessionPolicies: confined }),
  };
  const issued = credentials.issue(session, duration(input, caller, role));
  return [
    element("AssumedRoleUser", [
      element("AssumedRoleId", escapeText(session.userId)),
      element("Arn", escapeText(session.arn)),
    ]),
    element("Credentials", [
      element("AccessKeyId", issued.accessKeyId),
      element("SecretAccessKey", issued.secretAccessKey),
      element("SessionToken", issued.sessionToken),
      element("Expiration", `${new Date(issued.expiresAt).toISOString().slice(0, 19)}Z`),
    ]),
    ...(packed === undefined ? [] : [element("PackedPolicySize", String(packed))]),
    ...(session.sourceIdentity === undefined
      ? []
      : [element("SourceIdentity", escapeText(session.sourceIdentity))]),
  ];
}

/** The same answer for a role that is not there and for one that nobody may assume, as AWS gives it. */
function unknownRole({ roleArn }: AssumeRoleInput, caller: Principal, role: Role | undefined): StsError {
  const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  const why = role
    ? `the trust policy of ${role.address} lets no AWS principal in`
    : "no such role in the Terraform";
  return new StsError(403, "AccessDenied", message, `${roleArn}: ${why}`);
}

/** The actions that the request is made of: each of them must be allowed. */
function requestedActions(
  { sourceIdentity }: AssumeRoleInput,
  tags: Readonly<Record<string, string>>,
  caller: Principal,
): readonly string[] {
  if (
    sourceIdentity !== undefined &&
    caller.sourceIdentity !== undefined &&
    sourceIdentity !== caller.sourceIdentity
  ) {
    const message = `The source identity ${caller.sourceIdentity} of the calling session cannot be changed.`;
    throw new StsError(403, "AccessDenied", message);
  }
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity !== undefined || caller.sourceIdentity !== undefined ? ["sts:SetSourceIdentity"] : []),
  ];
}

function accessDenied(decision: Decision, request: PolicyRequest, role: Role): StsError {
  const { statement, by } = decision;
  const why = statement
    ? `${statement.source.address}: ${statement.source.attribute}: ${statement.text}`
    : `no ${by} policy allows ${request.action} on ${role.address}`;
  return new StsError(403, "AccessDenied", denialText(decision, request), why);
}

/** The tags that the calling session hands on. They cannot be overridden. */
function inheritedTags(caller: Principal, { tags }: AssumeRoleInput): Readonly<Record<string, string>> {
  const inherited: Record<string, string> = {};
  for (const key of caller.transitiveTagKeys ?? []) {
    const value = tagValue(caller.tags, key);
    if (value === undefined) continue;
    if (tagValue(tags, key) !== undefined) {
      throw validationError(
        `The session tag ${key} is inherited from the calling session and cannot be overridden.`,
      );
    }
    inherited[key] = value;
  }
  return inherited;
}

function tagValue(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.entries(tags).find(([one]) => one.toLowerCase() === key.toLowerCase())?.[1];
}

/** The role's tags, overridden by the session's; keys that differ in case alone are one key. */
function overlaid(
  role: Readonly<Record<string, string>>,
  session: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(role).filter(([key]) => tagValue(session, key) === undefined);
  return { ...Object.fromEntries(kept), ...session };
}

function duration({ durationSeconds }: AssumeRoleInput, caller: Principal, role: Role): number {
  if (durationSeconds === undefined) return DEFAULT_SECONDS;
  if (caller.kind === "assumed-role" && durationSeconds > MOST_CHAINED_SECONDS) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (durationSeconds > role.maxSessionSeconds) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return durationSeconds;
}

/** `arn:aws:sts::<account>:assumed-role/<name>`: without the role's path. */
function sessionArnPrefix({ arn, accountId, name }: Role): string {
  return `arn:${arn.split(":")[1]}:sts::${accountId}:assumed-role/${name}`;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}
