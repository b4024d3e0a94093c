/** One line of a benchmark's table. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** Beside the floor of the same run. */
  readonly ratio?: number;
  readonly aim: string;
}
