import { COMPARISON_STACK, type Method } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult, StepResult } from "../runner/result.ts";
import type { Scenario } from "../scenarios/scenario.ts";

/** How an outcome is marked; the marks are explained under the table. */
export const MARKS: Readonly<Record<CellResult["outcome"], string>> = {
  passed: "✓",
  failed: "✗",
  inexpressible: "–",
  "not-run": "·",
};

/** Numbers for remarks, in the order in which they are first made. */
export class Remarks {
  readonly #numbers = new Map<string, number>();

  /** The number of a remark: `[1]`. */
  of(text: string): string {
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return `[${number}]`;
  }

  /** Every remark with its number. */
  list(): readonly string[] {
    return [...this.#numbers].map(([text, number]) => `[${number}] ${text}`);
  }
}

/** The cells of a scenario and method, the method's own stack before the comparison stack. */
export function cellsOf(result: Result, scenario: Scenario, method: Method): readonly CellResult[] {
  return result.cells
    .filter((cell) => cell.scenario === scenario.id && cell.method === method)
    .sort((a, b) => Number(a.stack === COMPARISON_STACK) - Number(b.stack === COMPARISON_STACK));
}

/** What a table shows of the cells of a scenario and method: a mark a stack, and the answers. */
export function summary(cells: readonly CellResult[], remarks: Remarks): string {
  if (cells.length === 0) return "";
  const marks = cells.map(({ outcome }) => MARKS[outcome]).join("");
  const failed = cells.find(({ outcome }) => outcome === "failed");
  if (failed) return `${marks} ${failure(failed, remarks)}`;
  const answered = cells.find(({ outcome }) => outcome === "passed");
  const reasons = new Set(
    cells.flatMap(({ outcome, reason }) => (outcome === "passed" || !reason ? [] : [reason])),
  );
  const notes = [...reasons].map((reason) => remarks.of(reason)).join(" ");
  return [marks, answered && answers(answered.steps), notes].filter(Boolean).join(" ");
}

/** The answers of steps: status and error of a single one, the statuses of several. */
export function answers(steps: readonly StepResult[]): string {
  const [only] = steps;
  if (steps.length === 1 && only?.actual) {
    const { status, errorType } = only.actual;
    return errorType ? `${status} ${shortError(errorType)}` : String(status);
  }
  const runs: { status: number; times: number }[] = [];
  for (const { actual } of steps) {
    if (!actual) continue;
    const last = runs.at(-1);
    if (last?.status === actual.status) last.times++;
    else runs.push({ status: actual.status, times: 1 });
  }
  return runs.map(({ status, times }) => (times > 1 ? `${status}×${times}` : String(status))).join(" ");
}

/** An error type in a column: the suffix says nothing, and one of them is too long. */
export function shortError(errorType: string): string {
  return errorType.replace(/Exception$/, "").replace("AuthenticationToken", "AuthToken");
}

function failure(cell: CellResult, remarks: Remarks): string {
  const step = cell.steps.find(({ mismatches }) => mismatches.length > 0);
  // No answer was wrong: there was no credential, nobody answered, or the logs say too much.
  if (!step?.actual) return remarks.of(cell.reason ?? "failed");
  const { expected, actual } = step;
  if (expected.status !== actual.status) return `${actual.status}, not ${expected.status}`;
  return `${actual.status}, other ${step.mismatches.some((one) => one.startsWith("error")) ? "error" : "body"}`;
}
