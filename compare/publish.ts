import path from "node:path";
import { estimate } from "./cost/estimate.ts";
import { DEFAULT_PARAMETERS } from "./cost/parameters.ts";
import { comparison } from "./figures/comparison.ts";
import { readStacks } from "./figures/terraform.ts";
import { jsonReport, succeeded } from "./report/json.ts";
import { markdownReport } from "./report/markdown.ts";
import { printed } from "./report/printed.ts";
import { writeJson, writeText } from "./report/write.ts";
import type { Result } from "./run.ts";

/** Where a result goes, and what it is counted with. */
export interface PublishOptions {
  /** The outputs file of the run: the reports are written beside it. */
  readonly outputs: string;
  /** The synthesized output directory that resources are counted in; without one nothing is counted. */
  readonly synthesized: string;
  /** @default - no further copy of report.json */
  readonly json?: string;
}

/** What a run ends with: 0 all as expected, 1 a scenario failed, 130 interrupted. */
export type RunExitCode = 0 | 1 | 130;

/** Writes report.md and report.json, prints the tables, and tells how the process should end. Nothing secret is shown. */
export function publish(result: Result, options: PublishOptions, print: (text: string) => void): RunExitCode {
  const figures = comparison(result, readStacks(options.synthesized));
  const costs = estimate(DEFAULT_PARAMETERS);
  const json = jsonReport(result, figures, costs);
  const directory = path.dirname(options.outputs);
  const report = path.join(directory, "report.md");
  writeText(report, markdownReport(result, figures, costs));
  writeJson(path.join(directory, "report.json"), json);
  if (options.json) writeJson(options.json, json);
  print(`${printed(result, figures)}\n\nreport: ${report}\n`);
  if (result.interrupted) return 130;
  return succeeded(result) ? 0 : 1;
}
