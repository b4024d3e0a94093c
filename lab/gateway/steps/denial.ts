import type { Decision } from "../../../policy/decide.ts";
import { denialText } from "../../../policy/message.ts";
import type { PolicyRequest } from "../../../policy/request.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { policyContext } from "../policy-context.ts";
import { policyPaths } from "../routing/path.ts";

/**
 * A question in every spelling of its path (see policyPaths). All of them must be allowed; the first is the request's
 * own ARN, which is what a denial prints.
 */
export function spellings(exchange: Exchange, question: PolicyRequest): readonly PolicyRequest[] {
  const match = exchange.path?.match ?? "";
  const paths = policyPaths(match);
  if (paths.length === 1) return [question];
  const prefix = exchange.methodArn.slice(0, exchange.methodArn.length - match.length);
  return paths.map((path) => ({ ...question, resource: prefix + path }));
}

/** What a caller without an AWS identity asks of a policy: on such methods it is always `anonymous` (B.2 [D]). */
export function anonymousQuestion(exchange: Exchange): readonly PolicyRequest[] {
  return spellings(exchange, {
    action: "execute-api:Invoke",
    resource: exchange.methodArn,
    principal: { type: "anonymous" },
    context: policyContext(exchange),
  });
}

const REASONS: Readonly<Record<Decision["by"], string>> = {
  authorizer: "the policy that the authorizer returned",
  boundary: "the permissions boundary",
  identity: "the caller's policies",
  resource: "the API's resource policy",
  session: "the session policy",
  trust: "the trust policy",
};

/** The 403 of a denial, its text AWS's own, its cause the statement that denied or the policy that does not allow. */
export function denied(exchange: Exchange, decision: Decision, question: PolicyRequest): GatewayError {
  const { statement, verdict, by } = decision;
  const why =
    verdict === "explicit-deny"
      ? `an explicit deny in ${REASONS[by]}${statement?.doubt ? ", which applies because it cannot be ruled out" : ""}`
      : `no statement of ${REASONS[by]} allows ${question.resource}`;
  const silent = by === "resource" ? exchange.api?.policy?.source : { address: exchange.callerAddress };
  const source: { address?: string | undefined; attribute?: string } = statement?.source ?? silent ?? {};
  const error = gatewayError(
    "ACCESS_DENIED",
    { why, address: source.address ?? exchange.method?.address, attribute: source.attribute, statement },
    { message: denialText(decision, { ...question, resource: exchange.methodArn }) },
  );
  exchange.authorizeStatus = error.status;
  return exchange.stop("authorize", error);
}
