import { decideResource } from "../../../policy/decide.ts";
import { authenticateCognito } from "../../cognito/authenticate.ts";
import type { Principal } from "../../iam/principal.ts";
import { authenticateIam } from "../../iam-authorizer/authenticate.ts";
import { authenticateLambda } from "../../lambda-authorizer/authenticate.ts";
import type { AuthorizerOutput } from "../../lambda-authorizer/output.ts";
import type { GatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Services } from "../services.ts";
import { anonymousQuestion, denied } from "./denial.ts";

/** Who calls, as far as the method's authorization asks for it: what `authorize` decides by. */
export type Authenticated =
  | { readonly kind: "anonymous" }
  | { readonly kind: "iam"; readonly principal: Principal }
  | { readonly kind: "authorizer"; readonly output: AuthorizerOutput }
  | { readonly kind: "stopped"; readonly error: GatewayError };

const ANONYMOUS: Authenticated = { kind: "anonymous" };

const stopped = (error: GatewayError): Authenticated => ({ kind: "stopped", error });

/** Asks the method's authorizer who calls; only a Lambda authorizer's answer may have to be waited for. */
export function authenticate(exchange: Exchange, services: Services): Authenticated | Promise<Authenticated> {
  const { method } = exchange;
  if (!method) throw new TypeError("the request has not been routed");
  const { authorization } = method;
  switch (authorization.kind) {
    case "NONE":
      exchange.pass("authenticate", {
        why: "the method asks for no authorization",
        address: method.address,
        attribute: "authorization",
      });
      return ANONYMOUS;
    case "AWS_IAM": {
      const result = authenticateIam(exchange, services);
      return "error" in result ? stopped(result.error) : { kind: "iam", principal: result.principal };
    }
    case "COGNITO_USER_POOLS": {
      const error = authenticateCognito(
        exchange,
        authorization.authorizer,
        authorization.scopes,
        services.tokens,
      );
      return error === undefined ? ANONYMOUS : stopped(error);
    }
    case "CUSTOM": {
      const denial = deniedBeforehand(exchange);
      if (denial !== undefined) return stopped(denial);
      const result = authenticateLambda(exchange, authorization.authorizer, services);
      return result instanceof Promise ? result.then(fromLambda) : fromLambda(result);
    }
  }
}

function fromLambda(result: AuthorizerOutput | { readonly error: GatewayError }): Authenticated {
  return "error" in result ? stopped(result.error) : { kind: "authorizer", output: result };
}

/** An explicit Deny of the resource policy ends the request before the Lambda authorizer is asked (B.1 [D]). */
function deniedBeforehand(exchange: Exchange): GatewayError | undefined {
  const policy = exchange.api?.policy;
  if (policy === undefined) return undefined;
  for (const question of anonymousQuestion(exchange)) {
    const decision = decideResource(policy, question);
    if (decision.verdict === "explicit-deny") return denied(exchange, decision, question);
  }
  return undefined;
}
