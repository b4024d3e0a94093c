import { type GatewayError, gatewayError } from "../gateway/errors.ts";
import type { Exchange } from "../gateway/exchange.ts";
import { maskTokens } from "../gateway/mask.ts";
import type { LambdaAuthorizer } from "../gateway/model.ts";
import type { Services } from "../gateway/services.ts";
import type { InvokeResult } from "../lambda/result.ts";
import { requestEvent, tokenEvent } from "./event.ts";
import { identityOf, mismatch } from "./identity.ts";
import { type AuthorizerOutput, readOutput } from "./output.ts";

/** What the authorizer said of a request, for `authorize` to decide by; or the error that ends the request. */
export type LambdaAuthentication = AuthorizerOutput | { readonly error: GatewayError };

/**
 * The TOKEN and REQUEST authorizers (aws-behaviour D): identity sources first, then the cache, then the function.
 * It does not decide: the policy that comes out of it is evaluated for each request, cached or not.
 */
export function authenticateLambda(
  exchange: Exchange,
  authorizer: LambdaAuthorizer,
  services: Services,
): LambdaAuthentication | Promise<LambdaAuthentication> {
  const identity = identityOf(exchange, authorizer);
  if (!identity.ok) return { error: unauthorized(exchange, authorizer, identity.why) };
  const key = `${exchange.request.apiId}/${authorizer.stage}/${authorizer.id}/${JSON.stringify(identity.values)}`;
  if (authorizer.ttlSeconds > 0) {
    const cached = services.policyCache.get(key, services.clock.now());
    if (cached !== undefined) {
      exchange.authorizerOutcome.latency = 0;
      return accept(exchange, authorizer, cached, `the policy of ${authorizer.functionArn} is cached`);
    }
  }
  // A token with a cached policy matched when the function was invoked for it.
  const why = mismatch(authorizer, identity.values);
  if (why !== undefined) return { error: unauthorized(exchange, authorizer, why) };
  return invoke(exchange, authorizer, services, identity.values, key);
}

async function invoke(
  exchange: Exchange,
  authorizer: LambdaAuthorizer,
  services: Services,
  values: readonly string[],
  key: string,
): Promise<LambdaAuthentication> {
  const { grant, functionArn } = authorizer;
  if (!grant.allowed) {
    return {
      error: misconfigured(exchange, authorizer, `invalid permissions on Lambda function: ${grant.why}`),
    };
  }
  const target = services.functions(functionArn);
  if (target === undefined)
    return { error: misconfigured(exchange, authorizer, `${functionArn} does not run`) };
  const event =
    authorizer.kind === "TOKEN" ? tokenEvent(exchange, values[0] as string) : requestEvent(exchange);
  const started = performance.now();
  const result = await target.invoke(event);
  exchange.authorizerOutcome.latency = performance.now() - started;
  exchange.authorizerOutcome.integrationStatus = 200;
  exchange.authorizerOutcome.requestId = result.requestId;
  if (!result.ok) return { error: failed(exchange, authorizer, result) };
  const reading = readOutput(result.payload, {
    kind: "authorizer",
    address: authorizer.address,
    attribute: "policyDocument",
    name: functionArn,
  });
  if (!reading.ok) return { error: misconfigured(exchange, authorizer, reading.why) };
  if (authorizer.ttlSeconds > 0) {
    services.policyCache.set(key, reading.output, services.clock.now() + authorizer.ttlSeconds * 1000);
  }
  return accept(exchange, authorizer, reading.output, `${functionArn} returned a policy`);
}

function accept(
  exchange: Exchange,
  { address }: LambdaAuthorizer,
  output: AuthorizerOutput,
  why: string,
): AuthorizerOutput {
  exchange.caller = output.principalId?.slice(0, 256);
  exchange.callerAddress = address;
  exchange.authorizerOutcome.status = 200;
  exchange.authorizer = authorizerContext(output, Math.round(exchange.authorizerOutcome.latency ?? 0));
  exchange.pass("authenticate", { why, address });
  return output;
}

/** What the backend gets of a policy that came out of the cache: the same for every request. */
const ofCached = new WeakMap<AuthorizerOutput, Readonly<Record<string, unknown>>>();

/**
 * Keys in the recorded order, and a context cannot replace them (aws-behaviour D.4 [R]). That the latency of a cached
 * policy is 0 is inferred.
 */
function authorizerContext(
  output: AuthorizerOutput,
  integrationLatency: number,
): Readonly<Record<string, unknown>> {
  const known = integrationLatency === 0 ? ofCached.get(output) : undefined;
  if (known !== undefined) return known;
  const own = { principalId: output.principalId ?? "", integrationLatency };
  const context = { ...own, ...output.context, ...own };
  if (integrationLatency === 0) ofCached.set(output, context);
  return context;
}

/** `Unauthorized`, exactly, is 401; any other failure is a configuration error (aws-behaviour D.1 [D, R]). */
function failed(
  exchange: Exchange,
  authorizer: LambdaAuthorizer,
  result: Extract<InvokeResult, { readonly ok: false }>,
): GatewayError {
  if (result.kind === "unhandled" && result.errorMessage === "Unauthorized") {
    return unauthorized(exchange, authorizer, "the function failed with the message Unauthorized");
  }
  const message = maskTokens(result.errorMessage.slice(0, 500));
  return misconfigured(exchange, authorizer, `the function failed (${result.kind}): ${message}`);
}

function unauthorized(exchange: Exchange, { address }: LambdaAuthorizer, why: string): GatewayError {
  return stop(exchange, gatewayError("UNAUTHORIZED", { why, address }));
}

function misconfigured(exchange: Exchange, { address }: LambdaAuthorizer, why: string): GatewayError {
  return stop(exchange, gatewayError("AUTHORIZER_CONFIGURATION_ERROR", { why, address }));
}

function stop(exchange: Exchange, error: GatewayError): GatewayError {
  exchange.authorizerOutcome.status = error.status;
  exchange.authorizerOutcome.error = error.message ?? error.cause.why;
  return exchange.stop("authenticate", error);
}
