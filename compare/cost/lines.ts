import type { Method } from "../method.ts";
import { API_REQUESTS } from "../prices/api-gateway.ts";
import { COGNITO_TOKENS } from "../prices/cognito.ts";
import { IAM_AND_STS } from "../prices/identity.ts";
import { LAMBDA_DURATION, LAMBDA_REQUESTS } from "../prices/lambda.ts";
import { LOG_INGESTION } from "../prices/observability.ts";
import { type Confidence, charge, type Prices, weaker } from "../prices/price.ts";
import { authorizerCalls, type CostParameters, type FunctionSize, tokensPerMonth } from "./parameters.ts";

/** A method, used well; or one used as it should not be, to show what that costs. */
export type Variant = Method | "a-token-a-call" | "no-policy-cache";

/** Every variant, in the order of the tables. */
export const VARIANTS: readonly Variant[] = [
  "iam",
  "cognito-scopes",
  "custom-authorizer",
  "no-policy-cache",
  "a-token-a-call",
];

/** What each variant is called where people read. */
export const VARIANT_TITLES: Readonly<Record<Variant, string>> = {
  iam: "IAM",
  "cognito-scopes": "Cognito scopes",
  "custom-authorizer": "Custom authorizer",
  "no-policy-cache": "Custom authorizer, no policy cache",
  "a-token-a-call": "Cognito scopes, a token a call",
};

/** One line of a bill. */
export interface Line {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
  readonly confidence: Confidence;
  /** Whether it is there because of the way of authorizing: the other lines are the same for every method. */
  readonly authorization: boolean;
}

/** A month's bill. */
export interface Bill {
  readonly variant: Variant;
  readonly requests: number;
  readonly lines: readonly Line[];
  readonly usd: number;
  /** What of it the way of authorizing costs. */
  readonly authorizationUsd: number;
  /** The weakest confidence of any line that costs something. */
  readonly confidence: Confidence;
}

/** A month's bill of a number of accepted requests; no free tier is taken off. */
export function bill(variant: Variant, requests: number, parameters: CostParameters): Bill {
  const lines = [...shared(requests, parameters), ...own(variant, requests, parameters)];
  const sum = (some: readonly Line[]): number => some.reduce((total, { usd }) => total + usd, 0);
  return {
    variant,
    requests,
    lines,
    usd: sum(lines),
    authorizationUsd: sum(lines.filter(({ authorization }) => authorization)),
    confidence: lines
      .filter(({ usd }) => usd > 0)
      .reduce<Confidence>((weakest, line) => weaker(weakest, line.confidence), "A"),
  };
}

function shared(requests: number, parameters: CostParameters): Line[] {
  const { backend, accessLogBytes, functionLogBytes } = parameters;
  const logs = (requests * (accessLogBytes + functionLogBytes)) / 1e9;
  return [
    line("API Gateway requests", API_REQUESTS, requests, parameters, false),
    line("backend function, calls", LAMBDA_REQUESTS, requests, parameters, false),
    line("backend function, duration", LAMBDA_DURATION, gbSeconds(requests, backend), parameters, false),
    line("access log and backend log", LOG_INGESTION, logs, parameters, false),
  ];
}

function own(variant: Variant, requests: number, parameters: CostParameters): Line[] {
  switch (variant) {
    case "iam":
      return [line("IAM and STS", IAM_AND_STS, requests, parameters, true)];
    case "cognito-scopes":
      return [line("Cognito tokens", COGNITO_TOKENS, tokensPerMonth(requests, parameters), parameters, true)];
    case "a-token-a-call":
      return [line("Cognito tokens, one a call", COGNITO_TOKENS, requests, parameters, true)];
    case "custom-authorizer":
      return authorizerLines(authorizerCalls(requests, parameters), parameters);
    case "no-policy-cache":
      return authorizerLines(requests, parameters);
  }
}

function authorizerLines(calls: number, parameters: CostParameters): Line[] {
  const { authorizer, functionLogBytes } = parameters;
  return [
    line("authorizer function, calls", LAMBDA_REQUESTS, calls, parameters, true),
    line("authorizer function, duration", LAMBDA_DURATION, gbSeconds(calls, authorizer), parameters, true),
    line("authorizer function, log", LOG_INGESTION, (calls * functionLogBytes) / 1e9, parameters, true),
  ];
}

function line(
  item: string,
  prices: Prices,
  quantity: number,
  { region }: CostParameters,
  authorization: boolean,
): Line {
  const price = prices[region];
  return { item, quantity, unit: price.unit, ...charge(price, quantity), authorization };
}

function gbSeconds(calls: number, { memoryMb, milliseconds }: FunctionSize): number {
  return (calls * memoryMb * milliseconds) / 1024 / 1000;
}
