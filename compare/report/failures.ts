import { COMPARISON_STACK } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult, Shown, StepResult } from "../runner/result.ts";
import { table, wrap } from "./text.ts";

const WIDTHS = [11, 41, 41];

/**
 * Every failed cell: the request, and the expected and the actual answer side by side, without secrets. Cells of a
 * method that failed for one reason before anything was sent are told together.
 */
export function failures(result: Result): string {
  const failed = result.cells.filter(({ outcome }) => outcome === "failed");
  const groups = new Map<string, CellResult[]>();
  for (const cell of failed) {
    const key = wrongStep(cell)
      ? `${cell.scenario} ${cell.method} ${cell.stack}`
      : `${placeOf(cell)} ${cell.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].map((cells) => result.mask.text(failureOf(cells, result))).join("\n\n");
}

function failureOf(cells: readonly CellResult[], result: Result): string {
  const [cell] = cells as readonly [CellResult, ...CellResult[]];
  const ids = cells.map(({ scenario }) => scenario).join(", ");
  const lines = [...wrap(`✗ ${ids}: ${placeOf(cell)}`, 98)];
  const step = wrongStep(cell);
  if (!step) return [...lines, ...indented(cell.reason ?? "")].join("\n");
  lines.push(...indented(result.scenarios.find(({ id }) => id === cell.scenario)?.teaches ?? ""));
  if (step.shows) lines.push(`  step: ${step.shows}`);
  const shown = result.mask.value(step);
  return [...lines, ...request(shown), "", sideBySide(shown)].join("\n");
}

function wrongStep(cell: CellResult): StepResult | undefined {
  return cell.steps.find(({ mismatches }) => mismatches.length > 0);
}

function placeOf({ method, stack }: CellResult): string {
  return stack === COMPARISON_STACK ? `${method} in the comparison stack` : method;
}

function indented(text: string): readonly string[] {
  return wrap(text, 96).map((line) => `  ${line}`);
}

function request({ request: sent }: StepResult): readonly string[] {
  const head = `${sent.verb} ${sent.url}${sent.localAddress ? ` from ${sent.localAddress}` : ""}`;
  const lines = [
    head,
    ...sent.headers.map(([name, value]) => `${name}: ${value}`),
    ...(sent.body ? ["", sent.body] : []),
  ];
  return lines.flatMap((line) => wrap(line, 94).map((part) => `    ${part}`.trimEnd()));
}

function sideBySide({ expected, actual }: StepResult): string {
  const row = (name: string, pick: (shown: Shown) => string | undefined): readonly string[] => [
    name,
    pick(expected) ?? "",
    (actual && pick(actual)) ?? "",
  ];
  const rows = [
    row("status", ({ status }) => String(status)),
    row("error type", ({ errorType }) => errorType),
    row("body", ({ body }) => body),
  ];
  return table(["", "expected", "actual"], rows, WIDTHS)
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}
