import type { Clock } from "../clock.ts";
import { TokenVerifier } from "../cognito/verify-token.ts";
import type { UserPool } from "../issuers/cognito/pool.ts";
import { PolicyCache } from "../lambda-authorizer/cache.ts";
import type { CredentialRecord } from "../sigv4/types.ts";
import { type Decision, Decisions, refusalLine } from "./decisions.ts";
import { type GatewayError, gatewayError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { loggableError } from "./mask.ts";
import type { RestApi } from "./model.ts";
import type { GatewayAnswer, GatewayRequest } from "./request.ts";
import { type Response, respondError, respondWith } from "./respond.ts";
import type { CallerDirectory, InvokableFunction, Services } from "./services.ts";
import { authenticate } from "./steps/authenticate.ts";
import { authorize } from "./steps/authorize.ts";
import { integrate, isError } from "./steps/integrate.ts";
import { parse, tooLargeBody } from "./steps/parse.ts";
import { route } from "./steps/route.ts";
import { throttle } from "./steps/throttle.ts";
import { validate } from "./steps/validate.ts";

/** What a gateway needs of the rest of the lab. */
export interface GatewayOptions {
  readonly apis: readonly RestApi[];
  readonly clock: Clock;
  readonly credentials: { lookup(accessKeyId: string): CredentialRecord | undefined };
  readonly iam: CallerDirectory;
  readonly userPools: { pool(arn: string): UserPool | undefined };
  /** The running function of an ARN without qualifier. */
  readonly functions: (arn: string) => InvokableFunction | undefined;
  /** Takes an access log line for a log group. @default - dropped */
  readonly onAccessLog?: (logGroup: string, line: string) => void;
  /** Takes each request that was refused, with its reason in one line. @default - dropped */
  readonly onRefusal?: (line: string, decision: Decision) => void;
  /** Takes an error of the lab itself: the client gets a 500. @default - dropped */
  readonly onFault?: (error: unknown) => void;
  /** Whether a stage's throttling is enforced. @default true */
  readonly throttle?: boolean;
  /** How many decisions are kept. @default 10,000 */
  readonly decisions?: number;
}

/** Amazon API Gateway, REST APIs: takes a request from arrival to answer. It opens no socket. */
export class Gateway {
  /** How the last requests were decided. */
  readonly decisions: Decisions;
  readonly #apis: ReadonlyMap<string, RestApi>;
  readonly #services: Services;
  readonly #options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#apis = new Map(options.apis.map((api) => [api.id, api]));
    this.decisions = new Decisions(options.decisions);
    this.#services = {
      clock: options.clock,
      credentials: options.credentials,
      iam: options.iam,
      functions: options.functions,
      tokens: new TokenVerifier(options.userPools),
      policyCache: new PolicyCache(),
    };
  }

  /** Answers a request. Never rejects. */
  async handle(request: GatewayRequest): Promise<GatewayAnswer> {
    const exchange = new Exchange(request, this.#services.clock.now());
    let response: Response;
    try {
      response = await this.#run(exchange);
    } catch (fault) {
      this.#options.onFault?.(fault);
      const error = gatewayError("DEFAULT_5XX", { why: "a fault of the lab" });
      response = respondError(exchange, exchange.stop("respond", error), this.#services.clock.now());
    }
    this.#record(exchange, response);
    return response.answer;
  }

  /** Answers a request whose body was too large to be taken in: its `body` is not looked at. */
  tooLarge(request: GatewayRequest): GatewayAnswer {
    const exchange = new Exchange({ ...request, body: Buffer.alloc(0) }, this.#services.clock.now());
    const error = parse(exchange, this.#apis) ?? exchange.stop("parse", tooLargeBody());
    const response = respondError(exchange, error, this.#services.clock.now());
    this.#record(exchange, response);
    return response.answer;
  }

  /** The pipeline: each step passes the request on, or ends it with an error. */
  #run(exchange: Exchange): Response | Promise<Response> {
    const early = parse(exchange, this.#apis) ?? route(exchange);
    if (early !== undefined) return this.#error(exchange, early);
    const authenticated = authenticate(exchange, this.#services);
    return authenticated instanceof Promise
      ? authenticated.then((known) => this.#decide(exchange, known))
      : this.#decide(exchange, authenticated);
  }

  #decide(
    exchange: Exchange,
    authenticated: Awaited<ReturnType<typeof authenticate>>,
  ): Response | Promise<Response> {
    if (authenticated.kind === "stopped") return this.#error(exchange, authenticated.error);
    const refused =
      authorize(exchange, authenticated, this.#services) ??
      (this.#options.throttle === false ? undefined : throttle(exchange)) ??
      validate(exchange);
    if (refused !== undefined) return this.#error(exchange, refused);
    const integrated = integrate(exchange, this.#services);
    const answer = (result: Awaited<typeof integrated>): Response =>
      isError(result)
        ? this.#error(exchange, result)
        : respondWith(exchange, result, this.#services.clock.now());
    return integrated instanceof Promise ? integrated.then(answer) : answer(integrated);
  }

  #error(exchange: Exchange, error: GatewayError): Response {
    return respondError(exchange, error, this.#services.clock.now());
  }

  #record(exchange: Exchange, { outcome }: Response): void {
    const { request, api, stage, method } = exchange;
    const decision: Decision = {
      requestId: exchange.requestId,
      at: exchange.receivedAt,
      api: request.apiId,
      stack: api?.stack,
      stage: stage?.name,
      method: exchange.httpMethod,
      path: shown(request),
      sourceIp: request.sourceIp,
      route: method?.resourcePath,
      caller: exchange.caller,
      steps: exchange.steps,
      responseType: outcome.error?.responseType,
      status: outcome.status,
    };
    this.decisions.add(decision);
    if (outcome.error !== undefined) this.#options.onRefusal?.(refusalLine(decision), decision);
    if (stage?.accessLog !== undefined) {
      const shown = { ...outcome, error: loggableError(outcome.error) };
      this.#options.onAccessLog?.(stage.accessLog.logGroup, stage.accessLog.format.line(exchange, shown));
    }
  }
}

/** The path for the record, short, and as a text of its own where a slice would keep a long request line alive. */
function shown({ path, query }: GatewayRequest): string {
  if (path.length + query.length <= 256) return path;
  return Buffer.from(path.length <= 256 ? path : `${path.slice(0, 256)}…`).toString();
}
