import { billOf, type Estimate } from "../cost/estimate.ts";
import { VARIANT_TITLES, type Variant } from "../cost/lines.ts";
import { dollars } from "./text.ts";

/** Drawn in this order; Mermaid's lines have no legend. */
const DRAWN: readonly Variant[] = [
  "a-token-a-call",
  "no-policy-cache",
  "cognito-scopes",
  "custom-authorizer",
];

/** No less than this is drawn: a logarithm needs a floor, and less than a cent a month is nothing. */
const FLOOR = 0.01;

/** A Mermaid chart of what authorization costs a month, beside everything else; logarithmic, so that all of it is seen. */
export function costChart(estimate: Estimate): string {
  const { volumes } = estimate;
  const everythingElse = volumes.map((requests) => {
    const { usd, authorizationUsd } = billOf(estimate, "iam", requests);
    return usd - authorizationUsd;
  });
  const lines = DRAWN.map((variant) =>
    volumes.map((requests) => billOf(estimate, variant, requests).authorizationUsd),
  );
  const all = [...lines, everythingElse];
  const top = Math.ceil(Math.max(...all.flat().map(log10)));
  return [
    "```mermaid",
    "xychart-beta",
    '  title "Authorization a month, and everything else (bars)"',
    `  x-axis "requests a month" [${volumes.map(short).join(", ")}]`,
    `  y-axis "US dollars, power of ten" ${log10(FLOOR)} --> ${top}`,
    `  bar [${everythingElse.map(log10).join(", ")}]`,
    ...lines.map((line) => `  line [${line.map(log10).join(", ")}]`),
    "```",
    "",
    `Bars: API Gateway, backend and logs, the same for every method. Lines, from the top at the right: ` +
      `${byLastValue(estimate)}. IAM has no line: it costs nothing beside the bars (unverified). 0 is $1, 3 is $1,000; ` +
      `what is under ${dollars(FLOOR)} is drawn at ${dollars(FLOOR)}.`,
  ].join("\n");
}

function byLastValue(estimate: Estimate): string {
  const last = estimate.volumes.at(-1)!;
  return [...DRAWN]
    .sort((a, b) => billOf(estimate, b, last).authorizationUsd - billOf(estimate, a, last).authorizationUsd)
    .map(
      (variant) =>
        `${VARIANT_TITLES[variant]} (${dollars(billOf(estimate, variant, last).authorizationUsd)})`,
    )
    .join(", ");
}

function log10(usd: number): number {
  return Number(Math.log10(Math.max(usd, FLOOR)).toFixed(2));
}

function short(requests: number): string {
  if (requests >= 1e9) return `"${requests / 1e9}B"`;
  if (requests >= 1e6) return `"${requests / 1e6}M"`;
  return requests >= 1e3 ? `"${requests / 1e3}K"` : `"${requests}"`;
}
