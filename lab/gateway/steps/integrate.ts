import type { InvokeResult } from "../../lambda/result.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { proxyEvent } from "../integration/lambda-event.ts";
import { readProxyResult } from "../integration/lambda-result.ts";
import { isBinary } from "../integration/media-types.ts";
import { answerMock } from "../integration/mock.ts";
import { maskTokens } from "../mask.ts";
import type { LambdaIntegration } from "../model.ts";
import { headerValue } from "../request.ts";
import type { BackendAnswer } from "../respond.ts";
import type { InvokableFunction, Services } from "../services.ts";

/** Either what goes to the client, or why there is nothing. */
export type Integrated = BackendAnswer | GatewayError;

/** Whether it is an error. */
export function isError(integrated: Integrated): integrated is GatewayError {
  return "responseType" in integrated;
}

/** Calls what is behind the method: a MOCK answers at once. */
export function integrate(exchange: Exchange, services: Services): Integrated | Promise<Integrated> {
  const { method } = exchange;
  if (!method) throw new TypeError("the request has not been routed");
  const { integration } = method;
  if (integration.kind === "AWS_PROXY") return callLambda(exchange, integration, services);
  const answer = answerMock(exchange, integration);
  exchange.integrationOutcome.status = answer.status;
  if (isError(answer)) return stop(exchange, answer);
  exchange.pass("integrate", { why: `MOCK answered ${answer.status}`, address: integration.address });
  return answer;
}

async function callLambda(
  exchange: Exchange,
  integration: LambdaIntegration,
  services: Services,
): Promise<Integrated> {
  const { address, functionArn, timeoutMilliseconds } = integration;
  const grant = integration.grant(exchange.httpMethod);
  if (!grant.allowed) {
    // E [I]: 500, where a failing function is 502.
    const why = `invalid permissions on Lambda function: ${grant.why}`;
    return stop(exchange, gatewayError("API_CONFIGURATION_ERROR", { why, address, attribute: "uri" }));
  }
  const target = services.functions(functionArn);
  if (target === undefined) {
    return stop(
      exchange,
      gatewayError("API_CONFIGURATION_ERROR", { why: `${functionArn} does not run`, address }),
    );
  }
  const started = performance.now();
  const result = await within(timeoutMilliseconds, target, proxyEvent(exchange));
  exchange.integrationOutcome.latency = performance.now() - started;
  if (result === undefined) {
    const why = `no answer within timeout_milliseconds ${timeoutMilliseconds}`;
    return stop(
      exchange,
      gatewayError("INTEGRATION_TIMEOUT", { why, address, attribute: "timeout_milliseconds" }),
    );
  }
  exchange.integrationOutcome.integrationStatus = 200;
  exchange.integrationOutcome.requestId = result.requestId;
  return result.ok
    ? readAnswer(exchange, integration, result.payload)
    : failed(exchange, address, `the function failed (${result.kind}): ${result.errorMessage}`);
}

/** The result, or undefined after so many milliseconds: the function runs on, nobody waits for it. */
function within(
  milliseconds: number,
  target: InvokableFunction,
  event: object,
): Promise<InvokeResult | undefined> {
  const result = target.invoke(event);
  // A timer for each request is felt: most functions end by themselves before.
  return (target.longestMs ?? Number.POSITIVE_INFINITY) <= milliseconds
    ? result
    : firstOf(result, milliseconds);
}

async function firstOf(
  result: Promise<InvokeResult>,
  milliseconds: number,
): Promise<InvokeResult | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer(
  exchange: Exchange,
  { address, functionArn }: LambdaIntegration,
  payload: string,
): Integrated {
  const result = readProxyResult(payload);
  if (!result.ok) return failed(exchange, address, result.why);
  const { answer, base64 } = result;
  exchange.integrationOutcome.status = answer.status;
  exchange.pass("integrate", { why: `${functionArn} answered ${answer.status}`, address });
  const binary = exchange.api?.binaryMediaTypes ?? [];
  if (!base64 || !isBinary(headerValue(exchange.request.headers, "accept"), binary)) return answer;
  const text = String(answer.body);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    const why = "the function's body is not base64, which isBase64Encoded says it is";
    return stop(exchange, gatewayError("API_CONFIGURATION_ERROR", { why, address }));
  }
  return { ...answer, body: Buffer.from(text, "base64") };
}

/** 502 (aws-behaviour E [R]): a function's error and a malformed result look the same to the client. */
function failed(exchange: Exchange, address: string, why: string): GatewayError {
  const error = gatewayError("INTEGRATION_FAILURE", { why: maskTokens(why.slice(0, 500)), address });
  exchange.integrationOutcome.status = error.status;
  return stop(exchange, error);
}

function stop(exchange: Exchange, error: GatewayError): GatewayError {
  exchange.integrationOutcome.error = error.cause.why;
  return exchange.stop("integrate", error);
}
