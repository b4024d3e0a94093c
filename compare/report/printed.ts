import type { Figure } from "../figures/figure.ts";
import type { Result } from "../run.ts";
import { failures } from "./failures.ts";
import { figureTable } from "./figure-table.ts";
import { scenarioTable, tally } from "./scenario-table.ts";

/** What a run prints: scenarios, failures, comparison, and the count of each outcome. Fits 100 columns. */
export function printed(result: Result, figures: readonly Figure[]): string {
  const failed = failures(result);
  const parts = [scenarioTable(result), ...(failed ? [failed] : []), figureTable(figures)];
  const last = `${tally(result)}, in ${result.seconds.toFixed(1)} s`;
  if (result.interrupted) parts.push("Interrupted: the table is not complete.");
  return result.mask.text([...parts, last].join("\n\n"));
}
