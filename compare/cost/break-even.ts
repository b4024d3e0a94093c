import { METHODS, type Method } from "../method.ts";
import { bill, type Variant } from "./lines.ts";
import type { CostParameters } from "./parameters.ts";

/** Requests a month at which one variant stops and another begins to be the cheaper. */
export interface BreakEven {
  readonly requests: number;
  readonly cheaperBelow: Variant;
  readonly cheaperAbove: Variant;
}

const FROM = 1e3;
const TO = 1e9;
/** Points looked at between two powers of ten. */
const STEPS = 48;

/** Every point between a thousand and a billion requests a month where two variants cost the same. */
export function breakEvens(one: Variant, other: Variant, parameters: CostParameters): readonly BreakEven[] {
  const difference = (requests: number): number =>
    bill(one, requests, parameters).authorizationUsd - bill(other, requests, parameters).authorizationUsd;
  const found: BreakEven[] = [];
  const points = grid();
  for (let i = 1; i < points.length; i++) {
    const [low, high] = [points[i - 1]!, points[i]!];
    const [before, after] = [difference(low), difference(high)];
    if (before * after >= 0) continue;
    found.push({
      requests: bisect(difference, low, high),
      cheaperBelow: before < 0 ? one : other,
      cheaperAbove: before < 0 ? other : one,
    });
  }
  return found;
}

/** The cheapest method at each volume of the grid, and the points where it changes. */
export function cheapest(
  parameters: CostParameters,
  among: readonly Method[] = METHODS,
): { readonly first: Method; readonly changes: readonly BreakEven[] } {
  const at = (requests: number): Method =>
    among.reduce((best, method) =>
      bill(method, requests, parameters).authorizationUsd < bill(best, requests, parameters).authorizationUsd
        ? method
        : best,
    );
  const points = grid();
  const changes: BreakEven[] = [];
  for (let i = 1; i < points.length; i++) {
    const [below, above] = [at(points[i - 1]!), at(points[i]!)];
    if (below === above) continue;
    const requests = bisect((n) => (at(n) === below ? -1 : 1), points[i - 1]!, points[i]!);
    changes.push({ requests, cheaperBelow: below, cheaperAbove: above });
  }
  return { first: at(FROM), changes };
}

function grid(): readonly number[] {
  const decades = Math.log10(TO / FROM);
  return Array.from({ length: decades * STEPS + 1 }, (_, i) => FROM * 10 ** (i / STEPS));
}

/** The whole number where a function's sign changes. */
function bisect(difference: (requests: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(difference(low));
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (Math.sign(difference(middle)) === sign) low = middle;
    else high = middle;
  }
  return Math.round(high);
}
