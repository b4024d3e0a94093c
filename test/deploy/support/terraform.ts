import { type Finished, Leashed, type LeashOptions, run } from "../../support/leash.ts";

/** No command takes longer on a healthy machine; one that hangs must not take the whole test run with it. */
const SECONDS = 120;

type Environment = Readonly<Record<string, string>>;

/** Terraform in one directory. */
export class Terraform {
  readonly directory: string;
  readonly #environment: Environment;

  constructor(directory: string, environment: Environment) {
    this.directory = directory;
    this.#environment = environment;
  }

  /** Runs a command to its end, whatever that is. */
  run(...args: readonly string[]): Promise<Finished> {
    return run(this.#command(args), this.#options());
  }

  /** Starts a command that is not waited for. */
  start(args: readonly string[], onOutput?: LeashOptions["onOutput"]): Leashed {
    return new Leashed(this.#command(args), { ...this.#options(), ...(onOutput ? { onOutput } : {}) });
  }

  /** @throws Error what Terraform printed, where the command failed */
  async succeed(...args: readonly string[]): Promise<string> {
    const { status, output } = await this.run(...args);
    if (status !== 0)
      throw new Error(`terraform ${args.join(" ")} in ${this.directory}: exit ${status}\n${output}`);
    return output;
  }

  init(...args: readonly string[]): Promise<string> {
    return this.succeed("init", "-input=false", ...args);
  }

  apply(): Promise<string> {
    return this.succeed("apply", "-auto-approve", "-input=false");
  }

  destroy(): Promise<string> {
    return this.succeed("destroy", "-auto-approve", "-input=false");
  }

  /** What the next apply would change, as Terraform prints it; undefined where that is nothing. */
  async pendingChanges(): Promise<string | undefined> {
    const { status, output } = await this.run("plan", "-detailed-exitcode", "-input=false");
    if (status === 0) return undefined;
    if (status === 2) return output;
    throw new Error(`terraform plan in ${this.directory}: exit ${status}\n${output}`);
  }

  /** Addresses of everything in the state. */
  async stateList(): Promise<string[]> {
    return (await this.succeed("state", "list")).split("\n").filter((line) => line !== "");
  }

  #command([command = "", ...args]: readonly string[]): string[] {
    return ["terraform", command, ...(command === "state" ? [] : ["-no-color"]), ...args];
  }

  #options(): LeashOptions {
    return { cwd: this.directory, env: this.#environment, seconds: SECONDS };
  }
}

/** An environment in which Terraform sees nothing of this machine's own configuration, variables and credentials. */
export function terraformEnvironment(cliConfig: string, more: Environment = {}): Environment {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR ? { TMPDIR } : {}),
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    // Most of a command's time is the reading of the provider's schema: a fifth less with rarer garbage collections.
    GOGC: "400",
    ...more,
  };
}
