import type { Estimate } from "../cost/estimate.ts";
import type { Figure } from "../figures/figure.ts";
import type { Latency } from "../figures/latency.ts";
import type { ByMethod, Method } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult } from "../runner/result.ts";

/** The version of the format that docs/report.md describes; a change that breaks readers makes it greater. */
export const REPORT_VERSION = 1;

/** report.json. */
export interface JsonReport {
  readonly version: typeof REPORT_VERSION;
  readonly startedAt: string;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** Whether every cell that was run ended as expected. */
  readonly ok: boolean;
  readonly targets: readonly JsonTarget[];
  readonly scenarios: readonly { readonly id: string; readonly teaches: string }[];
  readonly cells: readonly CellResult[];
  readonly figures: readonly Figure[];
  readonly latencies: readonly Latency[];
  readonly cost: Estimate;
}

/** One method in one stack. */
export interface JsonTarget {
  readonly method: Method;
  readonly stack: string;
  readonly apiUrl: string;
  readonly local: boolean;
}

/** The report for programs; nothing secret is in it. */
export function jsonReport(result: Result, figures: readonly Figure[], estimate: Estimate): JsonReport {
  return result.mask.value({
    version: REPORT_VERSION,
    startedAt: result.startedAt.toISOString(),
    seconds: result.seconds,
    interrupted: result.interrupted,
    ok: succeeded(result),
    targets: result.targets.map(({ method, stack, apiUrl, loopback }) => ({
      method,
      stack,
      apiUrl,
      local: loopback,
    })),
    scenarios: result.scenarios.map(({ id, teaches }) => ({ id, teaches })),
    cells: result.cells,
    figures: figures.map((figure) => ({ ...figure, values: figure.values satisfies ByMethod<string> })),
    latencies: result.latencies,
    cost: estimate,
  });
}

/** Whether every cell that was run ended as expected, and all of them were. */
export function succeeded(result: Result): boolean {
  return !result.interrupted && result.cells.every(({ outcome }) => outcome !== "failed");
}
