import type { ByMethod } from "../method.ts";

/** Where a figure comes from: this run, the synthesized Terraform, or dated prices. */
export type Origin = "measured" | "counted" | "computed";

/** One row of the comparison. */
export interface Figure {
  /** Stable: report.json names it. */
  readonly id: string;
  readonly title: string;
  /** Undefined for words that are no figure. */
  readonly origin?: Origin;
  /** What a reader sees of each method; `-` where this run has nothing to say. */
  readonly values: ByMethod<string>;
  /** What must be known to read the row. */
  readonly note?: string;
}

/** Shown where a run had no way to find a figure. */
export const UNKNOWN = "-";
