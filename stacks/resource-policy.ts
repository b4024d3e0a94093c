import { statementsFor } from "../routes/statements.ts";
import { routeTable } from "../routes/table.ts";
import type { ApiContext } from "./context/schema.ts";
import type { Method } from "./names.ts";
import { partitionOf } from "./partition.ts";

/** A statement on `execute-api:Invoke`. */
export interface ResourcePolicyStatement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly resources: readonly string[];
  /** ARN of the principal, or `*`. */
  readonly principal: string;
  readonly condition?: {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  };
}

/** Only the IAM method is reached through VPC endpoints: the other two are for callers outside of AWS. */
export const isPrivate = (method: Method, { resourcePolicy }: ApiContext): boolean =>
  method === "iam" && (resourcePolicy?.allowVpcEndpoints.length ?? 0) > 0;

/**
 * The statements of an API's resource policy, from what the context declares; none where it asks for none.
 *
 * Addresses and endpoints are narrowed by a Deny on all others, never by an Allow on those: within one account either
 * policy may allow (aws-behaviour B.1, table A), so an Allow to an address block would let every principal of the
 * account in from there, and one beside a Lambda authorizer every token that the authorizer does not deny.
 *
 * - IAM: an Allow to another account is one half of a cross-account permission (table B); that account gives the other.
 * - Cognito: the resource policy alone decides after the token (B.1), so it must allow explicitly.
 * - A preflight has no caller: with a resource policy it needs an Allow of its own (B.1, method auth NONE; B.2).
 *
 * @param executionArn the API's, without stage
 */
export function resourcePolicyStatements(
  method: Method,
  context: ApiContext,
  executionArn: string,
): readonly ResourcePolicyStatement[] {
  const narrowing = narrow(method, context, executionArn);
  const accounts = method === "iam" ? otherAccounts(context, `${executionArn}/${context.stage}`) : [];
  if (narrowing.length + accounts.length === 0) return [];
  const allowOnStage = (sid: string, below: string): ResourcePolicyStatement => ({
    sid,
    effect: "Allow",
    resources: [`${executionArn}/${context.stage}/${below}`],
    principal: "*",
  });
  if (method === "cognito-scopes") return [allowOnStage("AllowTokens", "*"), ...narrowing];
  return [...accounts, ...(context.cors ? [allowOnStage("AllowPreflight", "OPTIONS/*")] : []), ...narrowing];
}

function narrow(method: Method, context: ApiContext, executionArn: string): ResourcePolicyStatement[] {
  const policy = context.resourcePolicy;
  if (!policy) return [];
  // In a private API the client's address is that inside the VPC (aws-behaviour B.3).
  const address = isPrivate(method, context) ? "aws:VpcSourceIp" : "aws:SourceIp";
  const endpoints = method === "iam" ? policy.allowVpcEndpoints : [];
  const denials = [
    ["DenyAddresses", "IpAddress", address, policy.denyCidrs],
    ["DenyOtherAddresses", "NotIpAddress", address, policy.allowCidrs],
    ["DenyOtherVpcEndpoints", "StringNotEquals", "aws:SourceVpce", endpoints],
  ] as const;
  return denials
    .filter(([, , , values]) => values.length > 0)
    .map(([sid, test, variable, values]) => ({
      sid,
      effect: "Deny",
      resources: [`${executionArn}/*`],
      principal: "*",
      condition: { test, variable, values },
    }));
}

function otherAccounts(
  { resourcePolicy, routes, region }: ApiContext,
  stageArn: string,
): ResourcePolicyStatement[] {
  const table = routeTable(routes);
  return Object.entries(resourcePolicy?.allowAccounts ?? {}).flatMap(([account, permissions]) =>
    statementsFor(permissions, table, stageArn).map(({ Effect, Resource }) => ({
      sid: `${Effect}Account${account}`,
      effect: Effect,
      resources: Resource,
      principal: `arn:${partitionOf(region)}:iam::${account}:root`,
    })),
  );
}
