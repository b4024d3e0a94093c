import type { Estimate } from "../cost/estimate.ts";
import type { Figure } from "../figures/figure.ts";
import { COMPARISON_STACK, METHODS, TITLES } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult } from "../runner/result.ts";
import { cellsOf, Remarks, summary } from "./cells.ts";
import { costChart } from "./chart.ts";
import { assumptions, findings, lineRows, totalHeader, totalRows } from "./cost-table.ts";
import { failures } from "./failures.ts";
import { figureMarkdown } from "./figure-table.ts";
import { tally } from "./scenario-table.ts";
import { sequences } from "./sequence.ts";
import { CONFIDENCES, sourcesTable } from "./sources.ts";
import { markdownTable, volume } from "./text.ts";

/** The volume whose bill is shown line by line. */
export const DETAIL = 1e7;

/** The whole report as Markdown that GitHub renders; nothing secret is in it. */
export function markdownReport(result: Result, figures: readonly Figure[], estimate: Estimate): string {
  const failed = failures(result);
  const parts = [
    "# API Gateway authorization, three ways: report",
    "",
    `${result.startedAt.toISOString()}, ${result.seconds.toFixed(1)} s. ${tally(result)}.` +
      (result.interrupted ? " **Interrupted before the end.**" : ""),
    "",
    "## Comparison",
    "",
    figureMarkdown(figures),
    "",
    "## Scenarios",
    "",
    scenarios(result),
    "",
    ...(failed ? ["## Failures", "", "```text", failed, "```", ""] : []),
    "## Exchanges",
    "",
    sequences(result),
    "## What a failure looks like to the client",
    "",
    refusals(result),
    "",
    "## Cost",
    "",
    costSection(estimate),
  ];
  return result.mask.text(`${parts.join("\n")}\n`);
}

function scenarios(result: Result): string {
  const remarks = new Remarks();
  const rows = result.scenarios.map((scenario) => [
    `**${scenario.id}** ${scenario.teaches}`,
    ...METHODS.map((method) => summary(cellsOf(result, scenario, method), remarks)),
  ]);
  const stacks = new Set(result.targets.map(({ stack }) => stack));
  const two = stacks.has(COMPARISON_STACK) && stacks.size > 1;
  return [
    markdownTable(["scenario", ...METHODS.map((method) => TITLES[method])], rows),
    "",
    "✓ as expected, ✗ failed, · not run here, – has no meaning for the method." +
      (two ? " First mark: the method's own stack; second: the comparison stack." : ""),
    ...remarks.list().map((remark) => `\n${remark.replace(/^\[(\d+)\]/, "\\[$1\\]")}`),
  ].join("\n");
}

/** Every distinct refusal of the run. */
function refusals(result: Result): string {
  const rows = result.scenarios.flatMap((scenario) =>
    METHODS.flatMap((method) => {
      const [cell] = cellsOf(result, scenario, method).filter(({ outcome }) => outcome === "passed");
      const step = cell?.steps.find(({ actual }) => actual !== undefined && actual.status >= 400);
      return cell && step?.actual ? [refusal(cell, step.actual)] : [];
    }),
  );
  return markdownTable(["scenario", "method", "status", "x-amzn-ErrorType", "body"], rows);
}

function refusal(
  cell: CellResult,
  { status, errorType = "", body = "" }: { status: number; errorType?: string; body?: string },
): readonly string[] {
  const cut = body.length > 160 ? `${body.slice(0, 160)}…` : body;
  return [
    cell.scenario,
    TITLES[cell.method],
    String(status),
    errorType,
    cut ? `\`${cut.replaceAll("`", "'")}\`` : "",
  ];
}

function costSection(estimate: Estimate): string {
  return [
    assumptions(estimate),
    "",
    costChart(estimate),
    "",
    markdownTable(totalHeader(), totalRows(estimate)),
    "",
    ...findings(estimate).flatMap((finding) => [`- ${finding}`]),
    "",
    `Line by line at ${volume(DETAIL)} requests a month:`,
    "",
    markdownTable(["method", "line", "quantity", "a month"], lineRows(estimate, DETAIL)),
    "",
    `Prices, with where and when they were read. ${CONFIDENCES}`,
    "",
    sourcesTable(estimate.parameters.region),
  ].join("\n");
}
