/** The target cannot be used as described: everything that is wrong with it, at once. The CLI exits 2. */
export class TargetError extends Error {
  /** One sentence a problem. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "TargetError";
    this.problems = problems;
  }
}
