import { Clock } from "../../../../lab/clock.ts";
import type { Decision } from "../../../../lab/gateway/decisions.ts";
import { Gateway, type GatewayOptions } from "../../../../lab/gateway/gateway.ts";
import type { RestApi } from "../../../../lab/gateway/model.ts";
import type { GatewayAnswer, GatewayRequest, Header } from "../../../../lab/gateway/request.ts";
import type { InvokableFunction } from "../../../../lab/gateway/services.ts";
import type { InvokeResult } from "../../../../lab/lambda/result.ts";
import { API_ID, BACKEND_ARN } from "./api.ts";

/** 17 June 2024, 14:58:25.078 UTC: the time of the recorded events. */
export const NOW = 1_718_636_305_078;

/** A function that answers with what `handler` returns, and keeps the events that it got. */
export class FakeFunction implements InvokableFunction {
  readonly events: Record<string, unknown>[] = [];
  readonly #handler: (event: Record<string, unknown>) => unknown;

  constructor(handler: (event: Record<string, unknown>) => unknown) {
    this.#handler = handler;
  }

  async invoke(event: unknown): Promise<InvokeResult> {
    const seen = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
    this.events.push(seen);
    const common = { requestId: "11111111-2222-4333-8444-555555555555", durationMs: 1 };
    try {
      return { ok: true, payload: JSON.stringify(await this.#handler(seen)) ?? "null", ...common };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { ok: false, kind: "unhandled", errorType, errorMessage, trace: [], ...common };
    }
  }
}

export const SUCCESS = '{"code":"00000","message":"success"}';

type LabOverrides = Partial<Omit<GatewayOptions, "functions">> & {
  /** By ARN; `backend` is there anyway. */
  readonly functions?: Readonly<Record<string, InvokableFunction | undefined>>;
};

/** A gateway around some APIs, with everything else of the lab replaced. */
export function lab(api: RestApi | readonly RestApi[], overrides: LabOverrides = {}) {
  const clock = new Clock(() => NOW);
  const backend = new FakeFunction(() => ({ statusCode: 200, body: SUCCESS }));
  const accessLog: string[] = [];
  const refusals: string[] = [];
  const decisions: Decision[] = [];
  const faults: unknown[] = [];
  const { functions = {}, ...rest } = overrides;
  const gateway = new Gateway({
    apis: Array.isArray(api) ? api : [api as RestApi],
    clock,
    credentials: { lookup: () => undefined },
    iam: { policiesOf: () => [], boundaryOf: () => undefined },
    userPools: { pool: () => undefined },
    functions: (arn) => functions[arn] ?? (arn === BACKEND_ARN ? backend : undefined),
    onAccessLog: (_, line) => accessLog.push(line),
    onRefusal: (line, decision) => {
      refusals.push(line);
      decisions.push(decision);
    },
    onFault: (fault) => faults.push(fault),
    ...rest,
  });
  return {
    gateway,
    clock,
    backend,
    accessLog,
    refusals,
    decisions,
    faults,
    send: (target: string, options: SendOptions = {}) => gateway.handle(request(target, options)),
  };
}

export interface SendOptions {
  readonly headers?: readonly Header[];
  readonly body?: string | Buffer;
  readonly overrides?: Partial<GatewayRequest>;
}

/** A request from `GET /dev/tests?q=1`. */
export function request(
  target: string,
  { headers = [], body = "", overrides = {} }: SendOptions = {},
): GatewayRequest {
  const [method = "", url = ""] = target.split(" ");
  const [path = "", query = ""] = url.split("?");
  return {
    apiId: API_ID,
    method,
    path,
    wirePath: `/execute-api/${API_ID}${path}`,
    query,
    headers: [["Host", "127.0.0.1:4566"], ...headers],
    body: Buffer.from(body),
    sourceIp: "127.0.0.1",
    host: "127.0.0.1:4566",
    httpVersion: "1.1",
    ...overrides,
  };
}

/** A header of an answer by its exact name. */
export function header(answer: GatewayAnswer, name: string): string | undefined {
  return answer.headers.find(([candidate]) => candidate === name)?.[1];
}

/** Status, ErrorType and body: what a client sees of an error. */
export function seen(answer: GatewayAnswer): readonly [number, string | undefined, string] {
  return [answer.status, header(answer, "x-amzn-ErrorType"), answer.body.toString()];
}
