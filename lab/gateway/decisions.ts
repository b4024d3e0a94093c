import type { StatementRef } from "../../policy/evaluate.ts";
import type { ResponseType } from "./errors.ts";

/** The steps of the pipeline, in their order; `throttle` and `validate` stand between authorize and integrate. */
export type StepName =
  | "parse"
  | "route"
  | "authenticate"
  | "authorize"
  | "throttle"
  | "validate"
  | "integrate"
  | "respond";

/** What one step found: why it passed the request on or stopped it, and the Terraform that said so. */
export interface DecisionStep {
  readonly step: StepName;
  readonly outcome: "pass" | "stop";
  readonly why: string;
  readonly address?: string | undefined;
  readonly attribute?: string | undefined;
  readonly statement?: StatementRef | undefined;
}

/** How one request was decided, from arrival to status. It never holds a token, a secret or a body. */
export interface Decision {
  readonly requestId: string;
  /** The lab's time at arrival, milliseconds. */
  readonly at: number;
  readonly api: string;
  readonly stack: string | undefined;
  readonly stage: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly sourceIp: string;
  /** Resource path of the route, for example `/items/{id}`. */
  readonly route: string | undefined;
  readonly caller: string | undefined;
  readonly steps: readonly DecisionStep[];
  readonly responseType: ResponseType | undefined;
  readonly status: number;
}

/** The last decisions, a fixed number of them: memory stays level however long the lab runs. */
export class Decisions {
  readonly #ring: (Decision | undefined)[];
  #next = 0;

  /** @param capacity how many are kept. @default 10,000 */
  constructor(capacity = 10_000) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new TypeError("capacity must be a positive integer");
    this.#ring = new Array<Decision | undefined>(capacity).fill(undefined);
  }

  add(decision: Decision): void {
    this.#ring[this.#next] = decision;
    this.#next = (this.#next + 1) % this.#ring.length;
  }

  /** The latest decision under a request id; undefined when it is unknown or was overwritten. */
  find(requestId: string): Decision | undefined {
    return this.latest((decision) => decision.requestId === requestId, 1)[0];
  }

  /** Up to `limit` decisions that a test accepts, the latest first. */
  latest(accept: (decision: Decision) => boolean, limit: number): Decision[] {
    const found: Decision[] = [];
    const size = this.#ring.length;
    for (let back = 1; back <= size && found.length < limit; back++) {
      const decision = this.#ring[(this.#next - back + size) % size];
      if (decision === undefined) break;
      if (accept(decision)) found.push(decision);
    }
    return found;
  }
}

/** One line for the lab's log on a refused request: what was asked, what was answered, and the reason. */
export function refusalLine(decision: Decision): string {
  const stopped = decision.steps.findLast(({ outcome }) => outcome === "stop");
  const parts = [`${decision.status} ${decision.method} ${decision.path}`];
  if (decision.caller !== undefined) parts.push(`caller ${decision.caller}`);
  if (stopped !== undefined) {
    parts.push(`${stopped.step}: ${stopped.why}`);
    if (stopped.address !== undefined) {
      parts.push(
        stopped.attribute === undefined ? stopped.address : `${stopped.address} ${stopped.attribute}`,
      );
    }
    if (stopped.statement !== undefined)
      parts.push(`statement ${stopped.statement.sid ?? stopped.statement.index}`);
  }
  parts.push(`request ${decision.requestId}`);
  return parts.join(" · ").replace(/[\p{Cc}\u2028\u2029]/gu, "?");
}
