import type { Prices } from "./price.ts";

const ITEM = {
  item: "CloudWatch Logs, ingestion",
  unit: "GB",
  link: "https://aws.amazon.com/cloudwatch/pricing/",
};

/** Log lines taken in, class Standard. Whether access logs bill as vended logs was not seen. */
export const LOG_INGESTION: Prices = {
  "us-east-1": {
    ...ITEM,
    region: "us-east-1",
    tiers: [
      {
        upTo: Number.POSITIVE_INFINITY,
        usd: 0.5,
        confidence: "B",
        source: "dated third-party guides that agree",
        date: "2026-06",
      },
    ],
  },
  "ap-northeast-2": {
    ...ITEM,
    region: "ap-northeast-2",
    tiers: [
      {
        upTo: Number.POSITIVE_INFINITY,
        usd: 0.76,
        confidence: "A",
        source: "AWS price list, usage type APN2-DataProcessing-Bytes",
        date: "2026-10-01",
      },
    ],
  },
};
