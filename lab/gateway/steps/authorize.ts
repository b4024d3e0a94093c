import {
  type Decision,
  decideCrossAccount,
  decideResource,
  decideSameAccount,
} from "../../../policy/decide.ts";
import type { PolicyRequest } from "../../../policy/request.ts";
import { iamQuestion } from "../../iam-authorizer/question.ts";
import type { AuthorizerOutput } from "../../lambda-authorizer/output.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Services } from "../services.ts";
import type { Authenticated } from "./authenticate.ts";
import { anonymousQuestion, denied, spellings } from "./denial.ts";

type Ask = (question: PolicyRequest) => Decision;

/**
 * Whether the policies let the caller in (aws-behaviour B.1): by the resource policy alone where nobody or Cognito
 * authenticated, with the caller's policies by Table A or Table B for AWS_IAM, with the authorizer's policy by Table A
 * for a Lambda authorizer.
 */
export function authorize(
  exchange: Exchange,
  authenticated: Exclude<Authenticated, { kind: "stopped" }>,
  services: Services,
): GatewayError | undefined {
  const resource = exchange.api?.policy;
  switch (authenticated.kind) {
    case "anonymous": {
      if (resource === undefined) return undefined;
      return decide(exchange, anonymousQuestion(exchange), (question) => decideResource(resource, question));
    }
    case "iam": {
      const { request, policies, sameAccount } = iamQuestion(exchange, authenticated.principal, services.iam);
      const table = sameAccount ? decideSameAccount : decideCrossAccount;
      return decide(exchange, spellings(exchange, request), (question) =>
        table({ ...policies, resource }, question),
      );
    }
    case "authorizer": {
      const { output } = authenticated;
      const error = decide(exchange, anonymousQuestion(exchange), (question) =>
        decideSameAccount({ identity: [output.policy], resource }, question),
      );
      return error ?? checkPrincipal(exchange, output);
    }
  }
}

/** Every spelling of the request must be allowed; the first that is not decides. */
function decide(exchange: Exchange, questions: readonly PolicyRequest[], ask: Ask): GatewayError | undefined {
  let allowed: Decision | undefined;
  for (const question of questions) {
    const decision = ask(question);
    if (decision.verdict !== "allow") return denied(exchange, decision, question);
    allowed ??= decision;
  }
  exchange.authorizeStatus = 200;
  const statement = allowed?.statement;
  return exchange.pass("authorize", {
    why: `allowed by ${statement?.sid === undefined ? `statement ${statement?.index ?? "(none)"}` : statement.sid}`,
    address: statement?.source.address,
    attribute: statement?.source.attribute,
    statement,
  });
}

/**
 * An answer without principalId "must include" it by the documentation, and was recorded as accepted with a Deny alone
 * (aws-behaviour D.1): so it denies, and it does not let in.
 */
function checkPrincipal(
  exchange: Exchange,
  { principalId, policy }: AuthorizerOutput,
): GatewayError | undefined {
  if (principalId !== undefined) return undefined;
  const error = gatewayError("AUTHORIZER_CONFIGURATION_ERROR", {
    why: "the answer allows and has no principalId",
    address: policy.source.address,
  });
  exchange.authorizerOutcome.status = error.status;
  return exchange.stop("authorize", error);
}
