import type { Outcome } from "./context-variables.ts";
import type { GatewayError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { responseTrace } from "./ids.ts";
import type { GatewayAnswer, Header } from "./request.ts";
import { errorAnswer } from "./responses/gateway-responses.ts";
import { httpDate } from "./time.ts";

/** What an integration gives back for the client. */
export interface BackendAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Everything but Content-Type, Content-Length and the gateway's own headers. */
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
  /** AWS_PROXY answers carry `X-Amzn-Trace-Id`, MOCK ones do not (aws-behaviour 0.1.5 [R]). */
  readonly traced: boolean;
}

/** An answer, with what the access log and the record of decisions want to know of it. */
export interface Response {
  readonly answer: GatewayAnswer;
  readonly outcome: Outcome;
}

/** Turns what an integration gave into HTTP. */
export function respondWith(exchange: Exchange, backend: BackendAnswer, now: number): Response {
  const trace = backend.traced ? responseTrace(exchange.traceRoot) : undefined;
  return finish(exchange, backend, now, undefined, trace);
}

/** Turns a gateway error into HTTP: the one place where that happens. */
export function respondError(exchange: Exchange, error: GatewayError, now: number): Response {
  const latency = performance.now() - exchange.startedAt;
  const custom = exchange.stage && exchange.api?.gatewayResponses.of(error);
  const answer = errorAnswer(error, custom, exchange, { error, latency });
  const trace = exchange.stage?.tracing === true ? responseTrace(exchange.traceRoot) : undefined;
  return finish(exchange, answer, now, error, trace);
}

interface Content {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
}

/**
 * Puts the headers in AWS's order: Date, Content-Type, Content-Length, Connection, the request id, the API's own
 * headers, ErrorType, the extended request id on a Regional API (0.1.2 [R]); Content-Type, Content-Length,
 * Connection, Date, the extended request id, the request id, ErrorType on an edge-optimized one (0.1.1 [R], without
 * CloudFront's own headers). Where the API's own headers stand is documented only by example.
 */
function finish(
  exchange: Exchange,
  { status, contentType, headers, body }: Content,
  now: number,
  error: GatewayError | undefined,
  trace: string | undefined,
): Response {
  const bodiless = status === 204 || status === 304;
  const length = bodiless ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.length;
  // 0.1.10 [I]: a HEAD request gets the same headers and a length of 0.
  const head = exchange.request.method === "HEAD";
  const content: Header[] = [];
  if (contentType !== undefined) content.push(["Content-Type", contentType]);
  if (!bodiless) content.push(["Content-Length", head ? "0" : String(length)]);
  content.push(["Connection", "keep-alive"]);
  const date: Header = ["Date", httpDate(now)];
  const requestId: Header = ["x-amzn-RequestId", exchange.requestId];
  const extendedId: Header = ["x-amz-apigw-id", exchange.extendedRequestId];
  const edge = exchange.api?.endpoint === "EDGE";
  const out: Header[] = edge ? [...content, date, extendedId, requestId] : [date, ...content, requestId];
  for (const header of headers) out.push(header);
  if (error?.errorType !== undefined) out.push(["x-amzn-ErrorType", error.errorType]);
  if (!edge) out.push(extendedId);
  if (trace !== undefined) out.push(["X-Amzn-Trace-Id", trace]);
  return {
    answer: { status, headers: out, body: head || bodiless ? "" : body },
    outcome: {
      status,
      length: head ? 0 : length,
      latency: performance.now() - exchange.startedAt,
      error,
    },
  };
}
