import { splitArn } from "./arn.ts";
import type { Decision } from "./decide.ts";
import type { PolicyKind } from "./document.ts";
import type { PolicyRequest, RequestPrincipal } from "./request.ts";

/**
 * How AWS names a type of policy in a denial (`no <it> allows …`, `an explicit deny in a <it>`).
 *
 * On execute-api: `identity` implicit [R], explicit [I] (A.3); `authorizer`, worded as identity-based, both [R] (0.2);
 * `resource` implicit [R], explicit [I] (B.2); `session` and `boundary` [D], IAM's general forms (A.3). `trust` is
 * sts:AssumeRole's [D] (IAM: Troubleshoot access denied error messages).
 */
const NAMES: Readonly<Record<PolicyKind, readonly [name: string, article: string]>> = {
  identity: ["identity-based policy", "an"],
  authorizer: ["identity-based policy", "an"],
  resource: ["resource-based policy", "a"],
  session: ["session policy", "a"],
  boundary: ["permissions boundary", "a"],
  trust: ["role trust policy", "the"],
};

/** The visible end of an account id. */
const VISIBLE = 4;

/**
 * The text of a 403 in today's long form: of a Lambda authorizer's own denial `User is not authorized to access this
 * resource …` (aws-behaviour 0.2 [R]), of any other `User: <arn> is not authorized to perform: … on resource: …`
 * (A.3, B.2 [R]). The short forms that AWS sent until 2024 are not given.
 * @throws {TypeError} if the decision is an allow
 */
export function denialText(
  { verdict, by }: Decision,
  { action, resource, principal }: PolicyRequest,
): string {
  if (verdict === "allow") throw new TypeError("an allowed request has no denial text");
  const [name, article] = NAMES[by];
  const why =
    verdict === "explicit-deny"
      ? `with an explicit deny in ${article} ${name}`
      : `because no ${name} allows the ${action} action`;
  if (by === "authorizer") return `User is not authorized to access this resource ${why}`;
  const who = printedName(principal);
  return `User: ${who} is not authorized to perform: ${action} on resource: ${maskAccount(resource)} ${why}`;
}

/** On a method without IAM authorization the caller is always `anonymous` (aws-behaviour B.2 [R]). */
function printedName({ type, arn, service }: RequestPrincipal): string {
  return type === "anonymous" ? "anonymous" : (arn ?? service ?? "anonymous");
}

/**
 * An ARN of execute-api as a denial prints it, with stars for the account but its last four digits (aws-behaviour A.3,
 * B.2 [R]). Other services print their ARNs in full, and the caller's own ARN is too (A.3 [R] of 2017).
 */
export function maskAccount(arn: string): string {
  const [prefix, partition, service, region, account, resource] = splitArn(arn);
  if (service !== "execute-api" || account === undefined || resource === undefined) return arn;
  return [prefix, partition, service, region, `********${account.slice(-VISIBLE)}`, resource].join(":");
}
