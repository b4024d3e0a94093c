import type { Region } from "../prices/price.ts";

/** Hours of a month, as AWS reckons it. */
export const MONTH_HOURS = 730;

/** Clients take a new token at this part of the old one's life, as AWS advises. */
export const REFRESH_AT = 0.75;

/** What a month's cost depends on besides the traffic. */
export interface CostParameters {
  readonly region: Region;
  /** Callers of the API. */
  readonly callers: number;
  /** Processes of each caller that keep a token of their own: containers, hosts, Lambda environments. */
  readonly processes: number;
  /** Lifetime of a token, in seconds. */
  readonly tokenLifetime: number;
  /** Time to live of the authorizer's cached policy, in seconds; 0 for none. */
  readonly policyTtl: number;
  /** Part of the requests that the cached policy answers, 0 to 1; computed from processes and TTL if left out. */
  readonly cacheHitRate?: number;
  /** Memory and billed time of a backend call. */
  readonly backend: FunctionSize;
  /** Memory and billed time of an authorizer call. */
  readonly authorizer: FunctionSize;
  /** Bytes of a request's line in the access log. */
  readonly accessLogBytes: number;
  /** Bytes that Lambda itself logs of a call (START, END, REPORT). */
  readonly functionLogBytes: number;
}

/** What a function is billed by. */
export interface FunctionSize {
  readonly memoryMb: number;
  readonly milliseconds: number;
}

/** Two callers with a process each, an hour's tokens and the stacks' memory sizes; times and log sizes are assumed. */
export const DEFAULT_PARAMETERS: CostParameters = {
  region: "us-east-1",
  callers: 2,
  processes: 1,
  tokenLifetime: 3600,
  policyTtl: 300,
  backend: { memoryMb: 128, milliseconds: 5 },
  authorizer: { memoryMb: 256, milliseconds: 10 },
  accessLogBytes: 500,
  functionLogBytes: 350,
};

/** The volumes that a cost is shown at: a thousand to a billion requests a month. */
export const VOLUMES: readonly number[] = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** Tokens a month of processes that keep them; a process asks for no more tokens than it sends requests. */
export function tokensPerMonth(
  requests: number,
  { callers, processes, tokenLifetime }: CostParameters,
): number {
  const each = (MONTH_HOURS * 3600) / (tokenLifetime * REFRESH_AT);
  return Math.min(requests, callers * processes * each);
}

/**
 * Authorizer calls a month: at most one a token and TTL window, since the cache's key is the token; every request
 * when nothing is cached.
 */
export function authorizerCalls(requests: number, parameters: CostParameters): number {
  const { cacheHitRate, policyTtl, callers, processes } = parameters;
  if (cacheHitRate !== undefined) return requests * (1 - cacheHitRate);
  if (policyTtl === 0) return requests;
  const windows = (MONTH_HOURS * 3600) / policyTtl;
  return Math.min(requests, callers * processes * windows);
}
