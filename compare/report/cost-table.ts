import type { BreakEven } from "../cost/break-even.ts";
import { billOf, type Comparison, type Estimate } from "../cost/estimate.ts";
import { type Line, VARIANT_TITLES, VARIANTS, type Variant } from "../cost/lines.ts";
import { REFRESH_AT, tokensPerMonth } from "../cost/parameters.ts";
import { FLAGS, sourcesText } from "./sources.ts";
import { dollars, grouped, table, volume, WIDTH, wrap } from "./text.ts";

/** A month's cost for a terminal: totals by volume, every line at one volume, where methods change places. */
export function costTables(estimate: Estimate, detail: number): string {
  return [
    ...wrap(assumptions(estimate), WIDTH),
    "",
    totals(estimate),
    "",
    `Line by line, ${volume(detail)} requests a month:`,
    "",
    lines(estimate, detail),
    "",
    ...findings(estimate).flatMap((finding) => wrap(finding, WIDTH)),
    "",
    sourcesText(estimate.parameters.region),
  ].join("\n");
}

/** What the figures rest on, in a sentence each. */
export function assumptions({ parameters }: Estimate): string {
  const { region, callers, processes, tokenLifetime, policyTtl, cacheHitRate, backend, authorizer } =
    parameters;
  const cache =
    cacheHitRate === undefined ? `policy TTL ${policyTtl} s` : `policy cache hit rate ${cacheHitRate}`;
  return (
    `${region}, US dollars a month, no free tier taken off. ${callers} callers with ${processes} caching ` +
    `process${processes === 1 ? "" : "es"} each, token lifetime ${tokenLifetime} s, renewed at ${REFRESH_AT * 100} %, ` +
    `${cache}. Assumed: backend ${backend.milliseconds} ms at ${backend.memoryMb} MB, authorizer ` +
    `${authorizer.milliseconds} ms at ${authorizer.memoryMb} MB, both on arm64. Refused requests are taken as not billed, as AWS's text of 2020 has it.`
  );
}

/** The totals, each with what of it authorization costs. */
export function totalRows({ bills, volumes }: Estimate): readonly (readonly string[])[] {
  return volumes.map((requests) => [
    grouped(requests),
    ...VARIANTS.map((variant) => {
      const one = bills.find((each) => each.variant === variant && each.requests === requests);
      return one ? `${dollars(one.usd)}${FLAGS[one.confidence]}` : "";
    }),
  ]);
}

/** What the figures say: the cheapest, the changes, the trap. */
export function findings(estimate: Estimate): readonly string[] {
  const { parameters, cheapest, cheapestWithTokens, withoutPolicyCache } = estimate;
  const cached = tokensPerMonth(Number.POSITIVE_INFINITY, parameters);
  const trap = billOf(estimate, "a-token-a-call", estimate.volumes.at(-1)!);
  return [
    `Cheapest of all: ${sayComparison(cheapest)}`,
    `Cheapest for callers outside of AWS: ${sayComparison(cheapestWithTokens)}`,
    withoutPolicyCache.length
      ? `Without a policy cache: ${withoutPolicyCache.map(sayBreakEven).join(" ")}`
      : "Without a policy cache: the same from a thousand to a billion requests.",
    `Token trap: ${parameters.callers * parameters.processes} processes that keep their tokens ask for ` +
      `${grouped(cached)} a month; a token a call is ${volume(trap.requests)} tokens and ` +
      `${dollars(trap.authorizationUsd)}${FLAGS[trap.confidence]} at ${volume(trap.requests)} requests, ` +
      `beside ${dollars(trap.usd - trap.authorizationUsd)} for everything else.`,
  ];
}

/** The lines of every variant at one volume. */
export function lineRows(estimate: Estimate, requests: number): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const variant of VARIANTS) {
    const { lines: items } = billOf(estimate, variant, requests);
    for (const item of items) {
      if (!item.authorization && variant !== VARIANTS[0]) continue;
      rows.push([
        item.authorization ? VARIANT_TITLES[variant] : "every method",
        item.item,
        quantity(item),
        `${dollars(item.usd)}${FLAGS[item.confidence]}`,
      ]);
    }
  }
  return rows.sort((a, b) => Number(b[0] === "every method") - Number(a[0] === "every method"));
}

function quantity({ quantity: value, unit }: Line): string {
  return `${value < 10 ? Number(value.toPrecision(2)) : grouped(value)} ${unit === "GB" ? unit : `${unit}s`}`;
}

/** The names of the columns of `totalRows`. */
export function totalHeader(): readonly string[] {
  return ["requests", ...VARIANTS.map((variant) => VARIANT_TITLES[variant])];
}

function totals(estimate: Estimate): string {
  return table(totalHeader(), totalRows(estimate), [13, 15, 15, 15, 16, 16]);
}

function lines(estimate: Estimate, requests: number): string {
  return table(["method", "line", "quantity", "a month"], lineRows(estimate, requests), [24, 28, 22, 20]);
}

function sayComparison({ first, changes }: Comparison): string {
  const title = (variant: Variant): string => VARIANT_TITLES[variant];
  if (changes.length === 0) return `${title(first)}, from a thousand to a billion requests.`;
  return `${title(first)} from a thousand requests; ${changes.map(sayBreakEven).join(" ")}`;
}

function sayBreakEven({ requests, cheaperBelow, cheaperAbove }: BreakEven): string {
  return `from ${grouped(requests)} requests ${VARIANT_TITLES[cheaperAbove]} is cheaper than ${VARIANT_TITLES[cheaperBelow]}.`;
}
