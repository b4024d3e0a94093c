import { type Prices, REGIONS } from "./price.ts";

/** IAM and STS: widely known to be free; no source was captured, so it is shown as unverified. */
export const IAM_AND_STS = Object.fromEntries(
  REGIONS.map((region) => [
    region,
    {
      item: "IAM and STS",
      unit: "request",
      region,
      link: "https://aws.amazon.com/iam/faqs/",
      tiers: [
        {
          upTo: Number.POSITIVE_INFINITY,
          usd: 0,
          confidence: "X",
          source: "none captured",
          date: "undated",
        },
      ],
    },
  ]),
) as unknown as Prices;
