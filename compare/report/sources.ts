import { API_REQUESTS } from "../prices/api-gateway.ts";
import { COGNITO_TOKENS } from "../prices/cognito.ts";
import { IAM_AND_STS } from "../prices/identity.ts";
import { LAMBDA_DURATION, LAMBDA_REQUESTS } from "../prices/lambda.ts";
import { LOG_INGESTION } from "../prices/observability.ts";
import type { Confidence, Prices, Region } from "../prices/price.ts";
import { markdownTable, volume, WIDTH, wrap } from "./text.ts";

/** What is said of a price that is less than sure, wherever it or a sum with it is shown. */
export const FLAGS: Readonly<Record<Confidence, string>> = {
  A: "",
  B: "",
  C: " (one source)",
  X: " (unverified)",
};

/** Every price that a cost is computed from. */
export const PRICES: readonly Prices[] = [
  API_REQUESTS,
  LAMBDA_REQUESTS,
  LAMBDA_DURATION,
  COGNITO_TOKENS,
  LOG_INGESTION,
  IAM_AND_STS,
];

/** The prices of a region in words: item, quantity, amount, confidence, date, source, link. */
export function sourceRows(region: Region): readonly (readonly string[])[] {
  return PRICES.flatMap((prices) => {
    const { item, unit, link, tiers } = prices[region];
    return tiers.map(({ upTo, usd, confidence, date, source }) => [
      item,
      Number.isFinite(upTo) ? `up to ${volume(upTo)}` : "any more",
      `${amount(usd)} a ${unit}${FLAGS[confidence]}`,
      confidence,
      date,
      source,
      link,
    ]);
  });
}

/** What the letters of confidence mean. */
export const CONFIDENCES =
  "A: AWS's own text or price list. B: a dated copy of it. C: one source. X: unverified, not to be relied on.";

/** The prices of a region for a terminal: each with its confidence, its date and where to look it up. */
export function sourcesText(region: Region): string {
  const lines = ["Prices, with confidence and date:"];
  let last = "";
  for (const [item = "", bound = "", price = "", confidence, date, , link] of sourceRows(region)) {
    if (item !== last) lines.push(`${item}: ${link}`);
    last = item;
    lines.push(`  ${bound.padEnd(20)} ${price.padEnd(42)} ${confidence}, ${date}`);
  }
  return [...lines, ...wrap(CONFIDENCES, WIDTH)].join("\n");
}

/** The same as a Markdown table, with the evidence. */
export function sourcesTable(region: Region): string {
  const rows = sourceRows(region).map((row) => [...row.slice(0, -1), `[look up](${row.at(-1)})`]);
  return markdownTable(["item", "quantity", "price", "confidence", "date", "source", "today's price"], rows);
}

/** Dollars without an exponent: a unit costs millionths. */
function amount(usd: number): string {
  return `$${usd === 0 ? "0" : usd.toFixed(12).replace(/0+$/, "").replace(/\.$/, "")}`;
}
