import type { Context } from "../../policy/request.ts";
import type { Role } from "../iam/entity.ts";
import type { Principal } from "../iam/principal.ts";
import { principalKeys } from "../iam/principal-keys.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";

/** What assuming a role asks of the policies: lower case. The last two only with tags, or with a source identity. */
export const STS_ACTIONS: readonly string[] = ["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"];

/**
 * Keys that AssumeRole gives to policies (IAM user guide, "AWS global condition context keys", "IAM and AWS STS
 * condition context keys"). Those of organisations, VPC endpoints and federation are known to be absent here.
 */
const KNOWN: ReadonlySet<string> = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:referer",
  "aws:securetransport",
  "aws:sourceip",
  "aws:useragent",
  "aws:viaawsservice",
  "aws:principalisawsservice",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principaltype",
  "aws:userid",
  "aws:username",
  "aws:tokenissuetime",
  "aws:multifactorauthpresent",
  "aws:multifactorauthage",
  "aws:sourceidentity",
  "aws:tagkeys",
  "aws:resourceaccount",
  "sts:externalid",
  "sts:rolesessionname",
  "sts:sourceidentity",
  "sts:transitivetagkeys",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:resourceorgid",
  "aws:resourceorgpaths",
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpcsourceip",
  "aws:federatedprovider",
]);

/** Whether AssumeRole gives a key (lower case) its value, or its absence, as AWS does. */
export function isStsKey(key: string): boolean {
  return KNOWN.has(key) || /^(aws:(principal|request|resource)tag|iam:resourcetag)\/./.test(key);
}

/** The connection that a request came over. */
export interface RequestOrigin {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
}

/** The condition keys of one AssumeRole. `tags` are those that are asked for and those that are inherited. */
export function stsContext(
  input: AssumeRoleInput,
  tags: Readonly<Record<string, string>>,
  caller: Principal,
  role: Role,
  origin: RequestOrigin,
): Context {
  const context = new Map<string, readonly string[]>(principalKeys(caller));
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined) context.set(key, [value]);
  };
  set("aws:currenttime", `${new Date(origin.now).toISOString().slice(0, 19)}Z`);
  set("aws:epochtime", String(Math.floor(origin.now / 1000)));
  // plain HTTP to the lab stands for HTTPS
  set("aws:securetransport", "true");
  set("aws:sourceip", origin.sourceIp);
  set("aws:useragent", origin.userAgent);
  set("aws:referer", origin.referer);
  set("aws:viaawsservice", "false");
  set("aws:principalisawsservice", "false");
  set("aws:resourceaccount", role.accountId);
  set("sts:externalid", input.externalId);
  set("sts:rolesessionname", input.roleSessionName);
  set("sts:sourceidentity", input.sourceIdentity);
  for (const [tag, value] of Object.entries(role.tags)) {
    set(`aws:resourcetag/${tag.toLowerCase()}`, value);
    set(`iam:resourcetag/${tag.toLowerCase()}`, value);
  }
  for (const [tag, value] of Object.entries(tags)) set(`aws:requesttag/${tag.toLowerCase()}`, value);
  if (Object.keys(tags).length > 0) context.set("aws:tagkeys", Object.keys(tags));
  if (input.transitiveTagKeys.length > 0) context.set("sts:transitivetagkeys", input.transitiveTagKeys);
  return context;
}
