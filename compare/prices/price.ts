/**
 * How sure a price is. A: AWS's own text, or its price list read with a date. B: a dated copy of an AWS page by
 * somebody else, or two that agree. C: one weak or old source. X: not confirmed, never printed as a fact.
 */
export type Confidence = "A" | "B" | "C" | "X";

/** The regions that there are prices for. */
export const REGIONS = ["us-east-1", "ap-northeast-2"] as const;

/** One of them. */
export type Region = (typeof REGIONS)[number];

/** A price of a month's quantity up to a bound. */
export interface Tier {
  /** The quantity of the month where the tier ends; `Infinity` for the last. */
  readonly upTo: number;
  /** US dollars for one unit. */
  readonly usd: number;
  readonly confidence: Confidence;
  /** Where it was read. */
  readonly source: string;
  /** When it was read or published: `2025-10`, or `undated`. */
  readonly date: string;
}

/** What something costs in a region. */
export interface Price {
  readonly item: string;
  /** What one unit is. */
  readonly unit: string;
  readonly region: Region;
  /** Where today's price can be looked up. */
  readonly link: string;
  readonly tiers: readonly Tier[];
}

/** A quantity's cost, and the weakest confidence among the tiers that it took. */
export interface Charge {
  readonly usd: number;
  readonly confidence: Confidence;
}

/** A price in every region. */
export type Prices = Readonly<Record<Region, Price>>;

/** What a month's quantity costs, tier by tier. */
export function charge(price: Price, quantity: number): Charge {
  let usd = 0;
  let from = 0;
  let confidence: Confidence = price.tiers[0]?.confidence ?? "X";
  for (const tier of price.tiers) {
    if (quantity <= from) break;
    usd += (Math.min(quantity, tier.upTo) - from) * tier.usd;
    confidence = weaker(confidence, tier.confidence);
    from = tier.upTo;
  }
  return { usd, confidence };
}

/** The weaker of two confidences. */
export function weaker(one: Confidence, other: Confidence): Confidence {
  return one > other ? one : other;
}

/** Whether a region has prices. */
export function isRegion(word: string): word is Region {
  return (REGIONS as readonly string[]).includes(word);
}
