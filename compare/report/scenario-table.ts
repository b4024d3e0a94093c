import { METHODS, TITLES } from "../method.ts";
import type { Result } from "../run.ts";
import { cellsOf, MARKS, Remarks, summary } from "./cells.ts";
import { table, WIDTH, wrap } from "./text.ts";

const WIDTHS = [19, 26, 25, 24];

/** Every scenario through every method, as a table for a terminal; remarks and the meaning of the marks below it. */
export function scenarioTable(result: Result): string {
  const remarks = new Remarks();
  const rows = result.scenarios.map((scenario) => [
    scenario.id,
    ...METHODS.map((method) => result.mask.text(summary(cellsOf(result, scenario, method), remarks))),
  ]);
  const notes = remarks.list().flatMap((remark) => wrap(result.mask.text(remark), WIDTH - 4).map(indent));
  return [
    table(["scenario", ...METHODS.map((method) => TITLES[method])], rows, WIDTHS),
    "",
    legend(result),
    ...notes,
  ].join("\n");
}

/** How many cells ended how: `178 as expected, 2 failed, 12 not run here`. */
export function tally(result: Result): string {
  const count = (outcome: keyof typeof MARKS): number =>
    result.cells.filter((cell) => cell.outcome === outcome).length;
  return (
    `${count("passed")} as expected, ${count("failed")} failed, ` +
    `${count("not-run")} not run here, ${count("inexpressible")} without a meaning for the method`
  );
}

function legend({ targets }: Result): string {
  const stacks = [...new Set(targets.map(({ stack }) => stack))];
  const both = stacks.includes("comparison") && stacks.length > 1;
  const marks = `${MARKS.passed} as expected  ${MARKS.failed} failed  ${MARKS["not-run"]} not run here  ${MARKS.inexpressible} has no meaning for the method`;
  return both ? `${marks}\nFirst mark: the method's own stack; second: the comparison stack.` : marks;
}

function indent(line: string, index: number): string {
  return index === 0 ? line : `    ${line}`;
}
