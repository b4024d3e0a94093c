import type { Prices, Tier } from "./price.ts";

const ITEM = {
  item: "Cognito, M2M token requests",
  unit: "token",
  link: "https://aws.amazon.com/cognito/pricing/",
};
const BILL = {
  confidence: "A",
  source: "an AWS bill, and its usage type CUPM2MTokenRequests",
  date: "2026-09-05",
} as const;
const ONE_COPY = { confidence: "C", source: "one copy of the pricing page", date: "undated" } as const;
const RATE_NOT_SEEN = {
  confidence: "X",
  source: "usage type APN2-CUPM2MTokenRequestsFull exists, its rate was not seen",
  date: "2025-04-27",
} as const;

/** Successful `client_credentials` answers. There is no free tier, and no fee for an app client since 2025-11-03. */
export const COGNITO_TOKENS: Prices = {
  "us-east-1": { ...ITEM, region: "us-east-1", tiers: tiers(BILL, ONE_COPY) },
  "ap-northeast-2": { ...ITEM, region: "ap-northeast-2", tiers: tiers(RATE_NOT_SEEN, RATE_NOT_SEEN) },
};

type Evidence = Pick<Tier, "confidence" | "source" | "date">;

function tiers(first: Evidence, later: Evidence): Tier[] {
  return [
    { upTo: 250_000, usd: 0.00225, ...first },
    { upTo: 5_000_000, usd: 0.0015, ...later },
    { upTo: Number.POSITIVE_INFINITY, usd: 0.001125, ...later },
  ];
}
