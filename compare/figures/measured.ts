import { type ByMethod, byMethod, COMPARISON_STACK, type Method } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult, StepResult } from "../runner/result.ts";
import { type Figure, UNKNOWN } from "./figure.ts";

/** The rows that this run measured. */
export function measuredFigures(result: Result): readonly Figure[] {
  const local = result.latencies.some((latency) => latency.local) ? ", local" : "";
  const figures: Figure[] = [
    {
      id: "backend-learns",
      title: "advantage: what the backend learns of the caller",
      origin: "measured",
      values: byMethod((method) => learned(stepsOf(result, "whoami", method))),
    },
    {
      id: "latency-warm",
      title: `latency p50 / p99, ms${local}`,
      origin: "measured",
      values: latency(result, "warm"),
    },
    {
      id: "latency-cold",
      title: `the same, policy cache cold${local}`,
      origin: "measured",
      values: latency(result, "cold"),
    },
    {
      id: "removal-delay",
      title: "a removed permission still works",
      origin: "measured",
      values: byMethod((method) => removal(stepsOf(result, "permission-removed", method))),
    },
    {
      id: "intercepted",
      title: "an intercepted request is worth",
      origin: "measured",
      values: byMethod((method) => intercepted(result, method)),
    },
  ];
  return figures.filter(({ values }) => Object.values(values).some((value) => value !== UNKNOWN));
}

/** The cell of a scenario in the method's own stack, or else in the comparison stack, that ended as expected. */
export function cellOf(result: Result, scenario: string, method: Method): CellResult | undefined {
  const cells = result.cells.filter(
    (cell) => cell.scenario === scenario && cell.method === method && cell.outcome === "passed",
  );
  return cells.find(({ stack }) => stack !== COMPARISON_STACK) ?? cells[0];
}

function stepsOf(result: Result, scenario: string, method: Method): readonly StepResult[] {
  return cellOf(result, scenario, method)?.steps ?? [];
}

function learned(steps: readonly StepResult[]): string {
  const body = steps.at(-1)?.actual?.body;
  if (body === undefined) return UNKNOWN;
  const { caller } = JSON.parse(body) as { caller?: unknown };
  if (typeof caller !== "object" || caller === null) return String(caller);
  return Object.entries(caller)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name]) => name)
    .join(", ");
}

function latency({ latencies }: Result, cache: "warm" | "cold"): ByMethod<string> {
  return byMethod((method) => {
    const some = latencies.filter((one) => one.method === method && one.cache === cache);
    const found = some.find(({ stack }) => stack !== COMPARISON_STACK) ?? some[0];
    return found ? `${milliseconds(found.p50)} / ${milliseconds(found.p99)}` : UNKNOWN;
  });
}

/** The last time that the removed permission was seen to work, and the first that it was not. */
function removal(steps: readonly StepResult[]): string {
  const [route] = steps;
  const uses = steps.slice(1).filter(({ request }) => request.verb === route?.request.verb);
  const worked = uses.filter(({ actual }) => actual?.status === 200).at(-1);
  const refused = uses.find(({ actual }) => actual?.status !== 200);
  if (!refused) return UNKNOWN;
  if (!worked) return "not at all: refused at once";
  return `seen at ${worked.at.toLocaleString("en-US")} s, refused at ${refused.at.toLocaleString("en-US")} s`;
}

/** Whether a changed request went through with the caller's credential, and until when the unchanged one did. */
function intercepted(result: Result, method: Method): string {
  const replayed = stepsOf(result, "replayed", method);
  const changed = stepsOf(result, "tampered-path", method).at(-1)?.actual?.status;
  if (replayed.length === 0 || changed === undefined) return UNKNOWN;
  if (changed === 200) return "every request of the caller, until the token expires";
  const late = replayed.at(-1)?.actual?.status;
  return late === 200 ? "that one request again" : "that one request again, for five minutes";
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
