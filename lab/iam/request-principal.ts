import type { RequestPrincipal } from "../../policy/request.ts";
import type { Principal } from "./principal.ts";

/** The caller, as policies name it. */
export function requestPrincipal({ kind, accountId, arn, userId, roleArn }: Principal): RequestPrincipal {
  return { type: kind, accountId, arn, userId, ...(roleArn !== undefined && { roleArn }) };
}
