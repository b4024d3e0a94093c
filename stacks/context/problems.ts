/** One thing that is wrong with the context: which key, what came, and what is allowed there. */
export interface Problem {
  /** Dotted path below `context` in `cdktf.json`, for example `routes.2.path`. */
  readonly key: string;
  /** What stands there, as JSON. */
  readonly came: string;
  readonly allowed: string;
}

/** The context cannot be synthesized. Carries every problem found, so that one run shows them all. */
export class ContextError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ key, came, allowed }) => `  ${key}: came ${came}; allowed: ${allowed}`);
    super(
      `cdktf.json: ${problems.length} problem${problems.length === 1 ? "" : "s"} in "context"\n${lines.join("\n")}`,
    );
    this.name = "ContextError";
    this.problems = problems;
  }
}

/** A value as it is quoted in a problem: compact JSON, shortened. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
