/** One thing that is wrong with the Terraform that was read, where, and why. */
export interface Problem {
  /** The Terraform address (`aws_lambda_function.backend`, `variable.x`) or the file. */
  readonly address: string;
  /** The attribute's path inside of it (`environment[0].variables.URL`), where there is one. */
  readonly attribute: string | undefined;
  readonly reason: string;
}

/** `<address>: <attribute>: <reason>`, the one form in which a problem is shown. */
export function describeProblem({ address, attribute, reason }: Problem): string {
  return attribute === undefined ? `${address}: ${reason}` : `${address}: ${attribute}: ${reason}`;
}

/**
 * The Terraform cannot be read, or something in it that is needed cannot be resolved. Nothing that is refused is ever
 * taken for a default: whoever needs the value stops here.
 */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
  readonly address: string;
  readonly attribute: string | undefined;
  readonly reason: string;
  /** Every problem, sorted; more than one only when they were collected by {@link Problems}. */
  readonly problems: readonly Problem[];

  constructor(address: string, attribute: string | undefined, reason: string, options?: ErrorOptions) {
    super(describeProblem({ address, attribute, reason }), options);
    this.address = address;
    this.attribute = attribute;
    this.reason = reason;
    this.problems = [{ address, attribute, reason }];
  }

  /** One error for several problems; its address, attribute and reason are the first one's. */
  static of(problems: readonly [Problem, ...Problem[]]): TerraformError {
    const [first] = problems;
    const error = new TerraformError(first.address, first.attribute, first.reason);
    if (problems.length === 1) return error;
    const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
    return Object.assign(error, { problems, message: [`${problems.length} problems:`, ...lines].join("\n") });
  }
}

/** Collects problems, so that everything that is refused is told at once instead of one a run. */
export class Problems {
  readonly #problems = new Map<string, Problem>();

  /** How many different problems there are. */
  get size(): number {
    return this.#problems.size;
  }

  /** The problems so far, sorted by address, attribute and reason; each once. */
  get all(): readonly Problem[] {
    return [...this.#problems.keys()].sort().map((key) => this.#problems.get(key)!);
  }

  add(address: string, attribute: string | undefined, reason: string): void {
    this.#problems.set(JSON.stringify([address, attribute ?? "", reason]), { address, attribute, reason });
  }

  /** Keeps the problems of a TerraformError; any other error is a defect of the program and is thrown on. */
  addError(error: unknown): void {
    if (!(error instanceof TerraformError)) throw error;
    for (const { address, attribute, reason } of error.problems) this.add(address, attribute, reason);
  }

  /** Runs something, keeping the TerraformError it throws; `undefined` if it threw one. */
  attempt<Result>(action: () => Result): Result | undefined {
    try {
      return action();
    } catch (error) {
      this.addError(error);
      return undefined;
    }
  }

  /** @throws {TerraformError} that lists every problem, if there is any. */
  throwIfAny(): void {
    const [first, ...rest] = this.all;
    if (first) throw TerraformError.of([first, ...rest]);
  }
}
