import type { Progress } from "../run.ts";
import { MARKS } from "./cells.ts";

/** Where progress is written: `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Shows a run as it goes: one line that changes on a terminal; elsewhere one line a scenario, so that a log stays
 * readable.
 */
export class ProgressLine {
  readonly #terminal: Terminal;
  #scenario = "";
  #marks = "";

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Takes the run's news. */
  show({ done, total, cell, doing }: Progress): void {
    if (this.#terminal.isTTY) {
      const line = `[${done}/${total}] ${doing}`.slice(0, (this.#terminal.columns ?? 80) - 1);
      this.#terminal.write(`\r\u001b[K${line}`);
      return;
    }
    if (doing !== this.#scenario) this.#flush(`[${done}/${total}]`);
    this.#scenario = doing;
    if (cell) this.#marks += MARKS[cell.outcome];
  }

  /** Ends the display. */
  end(): void {
    if (this.#terminal.isTTY) this.#terminal.write("\r\u001b[K");
    else this.#flush("[done]");
  }

  #flush(count: string): void {
    if (this.#scenario)
      this.#terminal.write(`${count} ${this.#scenario} ${this.#marks}`.trimEnd().concat("\n"));
    this.#marks = "";
  }
}
