import type { Prices, Tier } from "./price.ts";

const LINK = "https://aws.amazon.com/lambda/pricing/";
const THIRD_PARTY = { confidence: "B", source: "two dated guides that agree", date: "2025" } as const;
const SEOUL = {
  confidence: "A",
  source: "AWS price list, AWSLambda, ap-northeast-2",
  date: "2026-10-01",
} as const;
const UNREAD = { confidence: "X", source: "none found", date: "undated" } as const;

/** Calls of functions, whatever their architecture. */
export const LAMBDA_REQUESTS: Prices = {
  "us-east-1": {
    item: "Lambda, requests",
    unit: "request",
    region: "us-east-1",
    link: LINK,
    tiers: [{ upTo: Number.POSITIVE_INFINITY, usd: 0.2e-6, ...THIRD_PARTY }],
  },
  "ap-northeast-2": {
    item: "Lambda, requests",
    unit: "request",
    region: "ap-northeast-2",
    link: LINK,
    tiers: [{ upTo: Number.POSITIVE_INFINITY, usd: 0.2e-6, ...SEOUL }],
  },
};

/** Memory times time of functions on arm64, to the millisecond. */
export const LAMBDA_DURATION: Prices = {
  "us-east-1": {
    item: "Lambda, arm64 duration",
    unit: "GB-second",
    region: "us-east-1",
    link: LINK,
    tiers: duration(THIRD_PARTY, THIRD_PARTY),
  },
  "ap-northeast-2": {
    item: "Lambda, arm64 duration",
    unit: "GB-second",
    region: "ap-northeast-2",
    link: LINK,
    tiers: duration(SEOUL, UNREAD),
  },
};

type Evidence = Pick<Tier, "confidence" | "source" | "date">;

function duration(first: Evidence, second: Evidence): Tier[] {
  return [
    { upTo: 7.5e9, usd: 0.0000133334, ...first },
    { upTo: 18.75e9, usd: 0.0000120001, ...second },
    { upTo: Number.POSITIVE_INFINITY, usd: 0.0000106667, ...UNREAD },
  ];
}
