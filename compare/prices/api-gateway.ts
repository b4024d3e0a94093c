import type { Prices, Tier } from "./price.ts";

const MILLION = 1e6;
const BILLION = 1e9;
const ITEM = {
  item: "API Gateway, REST requests",
  unit: "request",
  link: "https://aws.amazon.com/api-gateway/pricing/",
};
const PUBLISHED = {
  confidence: "A",
  source: "AWS whitepaper on private APIs, table 4; AWS price list, usage type USE1-ApiGatewayRequest",
  date: "2025-07-01",
} as const;
// Searched for and not found: to be read in the price list's ap-northeast-2 file, usage type APN2-ApiGatewayRequest.
const UNCONFIRMED = { confidence: "X", source: "none found", date: "undated" } as const;

/** Requests to a REST API, a month, an account and a region. Refused requests are not billed. */
export const API_REQUESTS: Prices = {
  "us-east-1": { ...ITEM, region: "us-east-1", tiers: tiers([3.5, 2.8, 2.38, 1.51], PUBLISHED) },
  "ap-northeast-2": { ...ITEM, region: "ap-northeast-2", tiers: tiers([3.5, 3.19, 2.71, 1.72], UNCONFIRMED) },
};

function tiers(aMillion: readonly number[], evidence: Pick<Tier, "confidence" | "source" | "date">): Tier[] {
  const bounds = [333 * MILLION, BILLION, 20 * BILLION, Number.POSITIVE_INFINITY];
  return bounds.map((upTo, index) => ({ upTo, usd: (aMillion[index] ?? 0) / MILLION, ...evidence }));
}
