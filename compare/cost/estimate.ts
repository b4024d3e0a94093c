import { type BreakEven, breakEvens, cheapest } from "./break-even.ts";
import { type Bill, bill, VARIANTS } from "./lines.ts";
import { type CostParameters, VOLUMES } from "./parameters.ts";

/** What a month costs as traffic grows, by method and by the two ways to use one wrongly. */
export interface Estimate {
  readonly parameters: CostParameters;
  readonly volumes: readonly number[];
  /** One a volume and variant. */
  readonly bills: readonly Bill[];
  /** The cheapest of all methods, and where that changes. */
  readonly cheapest: Comparison;
  /** The same among the methods for callers outside of AWS. */
  readonly cheapestWithTokens: Comparison;
  /** The same, if the authorizer's policy were not cached. */
  readonly withoutPolicyCache: readonly BreakEven[];
}

/** The cheapest method at the lowest volume, and every change from there on. */
export type Comparison = ReturnType<typeof cheapest>;

/** Computes the cost at each volume, and the points where methods change places. */
export function estimate(parameters: CostParameters, volumes: readonly number[] = VOLUMES): Estimate {
  return {
    parameters,
    volumes,
    bills: volumes.flatMap((requests) => VARIANTS.map((variant) => bill(variant, requests, parameters))),
    cheapest: cheapest(parameters),
    cheapestWithTokens: cheapest(parameters, ["cognito-scopes", "custom-authorizer"]),
    withoutPolicyCache: breakEvens("cognito-scopes", "no-policy-cache", parameters),
  };
}

/** The bill of one variant at one volume. */
export function billOf(estimate: Estimate, variant: Bill["variant"], requests: number): Bill {
  const found = estimate.bills.find((one) => one.variant === variant && one.requests === requests);
  if (!found) throw new RangeError(`no bill of ${variant} at ${requests} requests`);
  return found;
}
