import type { CallerPolicies } from "../../policy/decide.ts";
import type { PolicyRequest, RequestPrincipal } from "../../policy/request.ts";
import type { Exchange } from "../gateway/exchange.ts";
import { policyContext } from "../gateway/policy-context.ts";
import type { CallerDirectory } from "../gateway/services.ts";
import type { Principal } from "../iam/principal.ts";
import { principalKeys } from "../iam/principal-keys.ts";

/** What an AWS_IAM request asks of the policies, and those of its caller (aws-behaviour B.1). */
export interface IamQuestion {
  readonly request: PolicyRequest;
  readonly policies: CallerPolicies;
  /** Whether the caller is of the API's own account: Table A, else Table B. */
  readonly sameAccount: boolean;
}

/** AWS_IAM, second half: who asks for what, with the role's or user's policies, boundary and session policies. */
export function iamQuestion(exchange: Exchange, principal: Principal, iam: CallerDirectory): IamQuestion {
  return {
    request: {
      action: "execute-api:Invoke",
      resource: exchange.methodArn,
      principal: requestPrincipal(principal),
      context: policyContext(exchange, principalKeys(principal)),
    },
    policies: {
      identity: iam.policiesOf(principal),
      boundary: iam.boundaryOf(principal),
      session: principal.sessionPolicies,
    },
    sameAccount: principal.accountId === exchange.api?.accountId,
  };
}

function requestPrincipal({ kind, arn, accountId, userId, roleArn }: Principal): RequestPrincipal {
  return { type: kind, arn, accountId, userId, ...(roleArn !== undefined && { roleArn }) };
}
