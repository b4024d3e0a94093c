import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesize } from "../../../stacks/app.ts";
import type { StackName } from "../../../stacks/names.ts";
import { contextWith } from "../../support/context.ts";
import { cliConfig } from "./mirror.ts";
import { Terraform, terraformEnvironment } from "./terraform.ts";

/** A temporary directory for the tests of one file, with Terraform's configuration in it. */
export class Workspace {
  readonly directory: string;
  readonly #cliConfig: string;

  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), "deploy-"));
    this.#cliConfig = join(this.directory, "mirror.tfrc");
    writeFileSync(this.#cliConfig, cliConfig());
  }

  /** The environment of whatever starts Terraform. */
  environment(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return terraformEnvironment(this.#cliConfig, more);
  }

  /**
   * A project folder in which the stacks are synthesized: with packages, as the scripts that Terraform runs need them,
   * and with room for the state beside `cdktf.out`. Asked for twice, it is made once.
   */
  project(name: string, changes: Record<string, unknown> = {}): string {
    const project = join(this.directory, name);
    if (existsSync(project)) return project;
    mkdirSync(project, { recursive: true });
    symlinkSync(resolve("node_modules"), join(project, "node_modules"));
    this.synthesize(project, changes);
    return project;
  }

  /** Synthesizes the stacks into a project folder, over what is there. */
  synthesize(project: string, changes: Record<string, unknown> = {}): void {
    synthesize(contextWith(changes), join(project, "cdktf.out"));
  }

  /** Terraform in the directory of a synthesized stack. */
  stack(project: string, stack: StackName, environment: Readonly<Record<string, string>> = {}): Terraform {
    return this.terraform(join(project, "cdktf.out", "stacks", stack), environment);
  }

  terraform(directory: string, environment: Readonly<Record<string, string>> = {}): Terraform {
    return new Terraform(directory, this.environment(environment));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
