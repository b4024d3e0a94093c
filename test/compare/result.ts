import { Mask } from "../../compare/client/mask.ts";
import type { Method } from "../../compare/method.ts";
import type { Result } from "../../compare/run.ts";
import type { CellResult, StepResult } from "../../compare/runner/result.ts";
import { SCENARIOS } from "../../compare/scenarios/catalogue.ts";

/** A step that got an answer. */
export function step(status: number, change: Partial<StepResult> = {}): StepResult {
  return {
    request: { verb: "GET", url: "http://127.0.0.1/dev/tests", headers: [["Host", "127.0.0.1"]] },
    expected: { status },
    actual: { status, body: "{}" },
    mismatches: [],
    at: 0,
    ...change,
  };
}

/** A cell that passed with some steps. */
export function cell(
  scenario: string,
  method: Method,
  steps: readonly StepResult[],
  change: Partial<CellResult> = {},
): CellResult {
  return { scenario, method, stack: method, outcome: "passed", steps, exchanges: [], ...change };
}

/** A result with some cells, of every scenario that they name. */
export function resultOf(cells: readonly CellResult[], change: Partial<Result> = {}): Result {
  const ids = new Set(cells.map(({ scenario }) => scenario));
  const stacks = new Map(cells.map(({ method, stack }) => [`${method} ${stack}`, { method, stack }]));
  const access = { kind: "role", region: "eu-west-1", roleArn: () => "arn" } as const;
  return {
    startedAt: new Date(Date.UTC(2026, 10, 22)),
    seconds: 1.25,
    targets: [...stacks.values()].map((of) => ({
      ...of,
      apiUrl: "http://127.0.0.1/dev",
      loopback: true,
      access,
    })),
    scenarios: SCENARIOS.filter(({ id }) => ids.has(id)),
    cells,
    latencies: [],
    interrupted: false,
    mask: new Mask(),
    ...change,
  };
}
