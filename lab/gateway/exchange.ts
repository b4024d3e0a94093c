import type { DecisionStep, StepName } from "./decisions.ts";
import type { Cause, GatewayError } from "./errors.ts";
import { extendedRequestId, requestId, traceRoot } from "./ids.ts";
import type { Method, RestApi, Stage } from "./model.ts";
import { parseQuery, type Query } from "./query.ts";
import { type GatewayRequest, headerValue } from "./request.ts";
import type { RequestPath } from "./routing/path.ts";

/** `requestContext.identity` of an AWS_IAM caller (aws-behaviour A.5). */
export interface CallerIdentity {
  readonly accountId: string;
  readonly caller: string;
  readonly user: string;
  readonly accessKey: string;
  readonly userArn: string;
}

/** What an authorizer leaves for the backend: `requestContext.authorizer`. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

/** What an authorizer call cost and ended with: `$context.authorizer.*` of the access log. */
export interface AuthorizerOutcome {
  status?: number;
  error?: string | undefined;
  latency?: number;
  integrationStatus?: number;
  /** Lambda's request id. */
  requestId?: string;
}

/** What the integration cost and ended with: `$context.integration.*` of the access log. */
export interface IntegrationOutcome {
  status?: number;
  integrationStatus?: number;
  error?: string | undefined;
  latency?: number;
  /** Lambda's request id. */
  requestId?: string;
}

/**
 * The request record that the steps of the pipeline read and fill, one a request. `parse` sets api, stage and path,
 * `route` the method, `authenticate` who calls, `integrate` the answer.
 */
export class Exchange {
  readonly request: GatewayRequest;
  /** The lab's time at arrival, milliseconds. */
  readonly receivedAt: number;
  /** Monotonic time at arrival, for latencies. */
  readonly startedAt: number;
  readonly requestId: string;
  readonly extendedRequestId: string;
  /** The verb that counts: `X-HTTP-Method-Override` or the request's own. */
  httpMethod: string;
  api: RestApi | undefined = undefined;
  stage: Stage | undefined = undefined;
  path: RequestPath | undefined = undefined;
  method: Method | undefined = undefined;
  pathParameters: Readonly<Record<string, string>> | null = null;
  /** ARN of the method as this request calls it. */
  methodArn = "";
  /** Who calls, for the record of decisions: a user ARN, a client id, a principal id. */
  caller: string | undefined = undefined;
  /** Terraform address of the role, or of the Lambda authorizer, whose policies speak for the caller. */
  callerAddress: string | undefined = undefined;
  identity: CallerIdentity | undefined = undefined;
  /** Names of headers that do not reach the backend, lower case: `authorization` when it held SigV4. */
  droppedHeader: string | undefined = undefined;
  authorizer: AuthorizerContext | undefined = undefined;
  authenticateStatus: number | undefined = undefined;
  authorizeStatus: number | undefined = undefined;
  readonly authorizerOutcome: AuthorizerOutcome = {};
  readonly integrationOutcome: IntegrationOutcome = {};
  readonly steps: DecisionStep[] = [];
  #traceRoot: string | undefined = undefined;
  #query: Query | undefined = undefined;

  constructor(request: GatewayRequest, now: number) {
    this.request = request;
    this.receivedAt = now;
    this.startedAt = performance.now();
    this.httpMethod = request.method;
    this.requestId = requestId(headerValue(request.headers, "x-amzn-requestid"));
    this.extendedRequestId = extendedRequestId();
  }

  /** `Root=1-…` of `X-Amzn-Trace-Id`, made when first asked for. */
  get traceRoot(): string {
    this.#traceRoot ??= traceRoot(headerValue(this.request.headers, "x-amzn-trace-id"), this.receivedAt);
    return this.#traceRoot;
  }

  /** The decoded query string, parsed when first asked for. */
  get query(): Query {
    this.#query ??= parseQuery(this.request.query);
    return this.#query;
  }

  /** Records that a step let the request pass, and why. */
  pass(step: StepName, cause: Cause): undefined {
    this.steps.push({ step, outcome: "pass", ...cause });
    return undefined;
  }

  /** Records that a step stopped the request, and hands the error on. */
  stop(step: StepName, error: GatewayError): GatewayError {
    this.steps.push({ step, outcome: "stop", ...error.cause });
    return error;
  }
}
