import fc from "fast-check";
import { API_REQUESTS } from "../../../compare/prices/api-gateway.ts";
import { COGNITO_TOKENS } from "../../../compare/prices/cognito.ts";
import { charge, isRegion, REGIONS, weaker } from "../../../compare/prices/price.ts";
import { PRICES, sourceRows } from "../../../compare/report/sources.ts";

const everyTier = PRICES.flatMap((prices) =>
  REGIONS.flatMap((region) =>
    prices[region].tiers.map((tier) => ({ ...tier, item: prices[region].item, region })),
  ),
);

describe("prices", () => {
  test("each has a confidence, a date, a source and a link", () => {
    const bare = everyTier.filter(
      ({ date, source }) => !/^(\d{4}(-\d\d){0,2}|undated)$/.test(date) || source === "",
    );
    expect(bare).toEqual([]);
    for (const prices of PRICES)
      for (const region of REGIONS) expect(prices[region].link).toMatch(/^https:\/\/aws\.amazon\.com\//);
  });

  test("tiers rise and end at infinity", () => {
    for (const prices of PRICES) {
      for (const region of REGIONS) {
        const bounds = prices[region].tiers.map(({ upTo }) => upTo);
        expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
        expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
      }
    }
  });

  test("limits-and-prices 4: what is not confirmed is X", () => {
    const unconfirmed = (item: RegExp, region: string) =>
      everyTier.filter((tier) => item.test(tier.item) && tier.region === region);
    const seoul = [
      ...unconfirmed(/API Gateway/, "ap-northeast-2"),
      ...unconfirmed(/Cognito/, "ap-northeast-2"),
    ];
    expect(seoul).toHaveLength(7);
    expect(seoul.every(({ confidence }) => confidence === "X")).toBe(true);
    expect(unconfirmed(/IAM/, "us-east-1").every(({ confidence }) => confidence === "X")).toBe(true);
  });

  test("an unverified price is never printed without saying so, nor one of a single source", () => {
    for (const region of REGIONS) {
      for (const [, , price, confidence] of sourceRows(region)) {
        expect(/\(unverified\)$/.test(price!)).toBe(confidence === "X");
        expect(/\(one source\)$/.test(price!)).toBe(confidence === "C");
      }
    }
  });
});

describe("charge", () => {
  test.each([
    ["10 M API requests", API_REQUESTS["us-east-1"], 10e6, 35],
    ["the first tier's end", API_REQUESTS["us-east-1"], 333e6, 1165.5],
    ["1 billion", API_REQUESTS["us-east-1"], 1e9, 333 * 3.5 + 667 * 2.8],
    ["2 billion", API_REQUESTS["us-east-1"], 2e9, 333 * 3.5 + 667 * 2.8 + 1000 * 2.38],
    ["1,000 tokens", COGNITO_TOKENS["us-east-1"], 1000, 2.25],
    ["the trap", COGNITO_TOKENS["us-east-1"], 10e6, 13_312.5],
    ["nothing", COGNITO_TOKENS["us-east-1"], 0, 0],
  ])("limits-and-prices 1.6: %s", (_, price, quantity, usd) => {
    expect(charge(price, quantity).usd).toBeCloseTo(usd, 6);
  });

  test("is as sure as the weakest tier that it took", () => {
    const price = COGNITO_TOKENS["us-east-1"];
    expect(charge(price, 250_000).confidence).toBe("A");
    expect(charge(price, 250_001).confidence).toBe("C");
    expect(weaker("A", "X")).toBe("X");
    expect(weaker("C", "B")).toBe("C");
  });

  test("never falls when the quantity rises, and adds up at any cut", () => {
    const quantity = fc.double({ min: 0, max: 1e11, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...PRICES),
        fc.constantFrom(...REGIONS),
        quantity,
        quantity,
        (prices, region, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          return charge(prices[region], low).usd <= charge(prices[region], high).usd + 1e-9;
        },
      ),
    );
  });
});

test.each([
  ["us-east-1", true],
  ["eu-west-1", false],
])("isRegion %s is %s", (word, expected) => {
  expect(isRegion(word)).toBe(expected);
});
