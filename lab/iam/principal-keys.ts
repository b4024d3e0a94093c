import type { Context } from "../../policy/request.ts";
import type { Principal } from "./principal.ts";

/**
 * The condition keys that say who the caller is, lower case (IAM user guide, "AWS global condition context keys";
 * aws-behaviour B.3 [D]). A key that AWS leaves out for this caller is absent: a user has no token, a session no user
 * name, and a long-term key says nothing of MFA.
 */
export function principalKeys(principal: Principal): Context {
  const keys = new Map<string, readonly string[]>([
    ["aws:principalaccount", [principal.accountId]],
    ["aws:userid", [principal.userId]],
  ]);
  if (principal.kind === "user") {
    keys.set("aws:principalarn", [principal.arn]);
    keys.set("aws:principaltype", ["User"]);
    keys.set("aws:username", [principal.arn.slice(principal.arn.lastIndexOf("/") + 1)]);
  } else {
    // the role's ARN, not the session's
    keys.set("aws:principalarn", [principal.roleArn ?? principal.arn]);
    keys.set("aws:principaltype", ["AssumedRole"]);
    keys.set("aws:multifactorauthpresent", ["false"]);
  }
  if (principal.issuedAt !== undefined) {
    keys.set("aws:tokenissuetime", [`${new Date(principal.issuedAt).toISOString().slice(0, 19)}Z`]);
  }
  if (principal.sourceIdentity !== undefined) keys.set("aws:sourceidentity", [principal.sourceIdentity]);
  for (const [tag, value] of Object.entries(principal.tags)) {
    keys.set(`aws:principaltag/${tag.toLowerCase()}`, [value]);
  }
  return keys;
}
