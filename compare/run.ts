import path from "node:path";
import type { Desk } from "./client/compose.ts";
import { Control } from "./client/control.ts";
import { CredentialError } from "./client/errors.ts";
import { Mask } from "./client/mask.ts";
import type { Pauses } from "./client/retry.ts";
import { Roles } from "./client/roles.ts";
import { Sender } from "./client/send.ts";
import { TargetTime } from "./client/time.ts";
import { Wallet, type WalletOptions } from "./client/wallet.ts";
import { type Latency, measure } from "./figures/latency.ts";
import type { Method } from "./method.ts";
import { METHODS } from "./method.ts";
import { type Bench, runCell } from "./runner/cell.ts";
import { changesTarget, type Gifts, missingFor } from "./runner/needs.ts";
import type { CellResult } from "./runner/result.ts";
import { SCENARIOS } from "./scenarios/catalogue.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import type { Environment } from "./target/env.ts";
import { TargetError } from "./target/errors.ts";
import { readKeys } from "./target/keys.ts";
import { findLogs } from "./target/logs.ts";
import { readOutputs } from "./target/outputs.ts";
import { makeTargets, type Target } from "./target/target.ts";

/** What to run, and against what. */
export interface RunOptions {
  /** The outputs file. What a lab leaves beside it (`keys/`, `logs/`) is used if it is there. */
  readonly outputs: string;
  /** Credentials and URLs that are in no output: the env file's values over the process's. */
  readonly environment: Environment;
  /** @default every scenario */
  readonly scenarios?: readonly Scenario[];
  /** @default every method that the outputs file describes */
  readonly methods?: readonly Method[];
  /** An address of this machine that the deployment denies. @default - `denied-address` is not run */
  readonly deniedAddress?: string;
  /** Requests that latency is measured with, a method and stack; 0 for none. @default 50 */
  readonly samples?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly pauses?: Pauses;
}

/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The cell that ended, or undefined while latency is measured. */
  readonly cell?: CellResult;
  readonly doing: string;
}

/** What a run found. Nothing of it is masked: `mask` is for whoever prints or writes it. */
export interface Result {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly targets: readonly Target[];
  readonly scenarios: readonly Scenario[];
  readonly cells: readonly CellResult[];
  readonly latencies: readonly Latency[];
  /** Whether it was stopped before the end: cells are missing. */
  readonly interrupted: boolean;
  readonly mask: Mask;
}

/**
 * Sends every scenario through every method in every stack that the outputs file describes. Nothing is created or
 * deleted; what a scenario changes in a lab (clock, permissions) it changes back.
 *
 * @throws TargetError when the target cannot be used at all
 */
export async function run(options: RunOptions): Promise<Result> {
  const { environment, signal, pauses } = options;
  const startedAt = new Date();
  const methods = options.methods ?? METHODS;
  const outputs = readOutputs(options.outputs).filter(({ method }) => methods.includes(method));
  if (outputs.length === 0) {
    throw new TargetError([`${options.outputs}: describes no stack with ${methods.join(", ")}`]);
  }
  const targets = makeTargets(outputs, environment);
  const directory = path.dirname(options.outputs);
  const keys = readKeys(directory);
  const logs = findLogs(directory);
  const sender = new Sender();
  const mask = new Mask();
  hideEnvironment(mask, environment);
  const time = new TargetTime();
  const control = Control.from(environment, sender);
  const roles = new Roles({ environment, pauses });
  const wallet: WalletOptions = { roles, sender, mask, time, pauses, signal };
  const shared = new Wallet(wallet);
  const bench: Bench = { sender, control, deniedAddress: options.deniedAddress, logs, pauses, signal };
  const scenarios = options.scenarios ?? SCENARIOS;
  const samples = options.samples ?? 50;

  const cells: CellResult[] = [];
  const latencies: Latency[] = [];
  const total = scenarios.length * targets.length;
  const desk = (target: Target, own: Wallet): Desk => ({
    target,
    targets,
    wallet: own,
    time,
    mask,
    keys: (method) => keys[method],
  });
  try {
    await checkIdentity(roles, targets);
    // Somebody may have moved the clock before.
    if (control) time.offset = await control.clockOffset().catch(unusable);
    for (const scenario of scenarios) {
      for (const target of targets) {
        signal?.throwIfAborted();
        const cell = await oneCell(scenario, target);
        cells.push(cell);
        options.onProgress?.({ done: cells.length, total, cell, doing: scenario.id });
      }
    }
    if (samples > 0) await measureAll();
    return result(false);
  } catch (error) {
    if (signal?.aborted) return result(true);
    throw error;
  } finally {
    sender.close();
  }

  function result(interrupted: boolean): Result {
    const seconds = (Date.now() - startedAt.getTime()) / 1000;
    return { startedAt, seconds, targets, scenarios, cells, latencies, interrupted, mask };
  }

  async function oneCell(scenario: Scenario, target: Target): Promise<CellResult> {
    const { method, stack } = target;
    const plan = scenario.plans[method];
    const skipped = { scenario: scenario.id, method, stack, steps: [], exchanges: [] };
    if ("inexpressible" in plan) return { ...skipped, outcome: "inexpressible", reason: plan.inexpressible };
    const gifts: Gifts = {
      control: control !== undefined,
      keys: keys[method].length > 0,
      logs: logs !== undefined,
      deniedAddress: options.deniedAddress !== undefined,
    };
    const missing = missingFor(plan.steps, gifts);
    if (missing) return { ...skipped, outcome: "not-run", reason: missing };
    const own = changesTarget(plan.steps) ? new Wallet(wallet) : shared;
    const cell = await runCell(scenario, plan.steps, desk(target, own), bench);
    const requestId = cell.steps.at(-1)?.requestId;
    if (!control || !requestId || cell.outcome !== "passed") return cell;
    // The decision is told beside the result; without it the result stands.
    return { ...cell, decision: await control.decision(requestId).catch(() => undefined) };
  }

  async function measureAll(): Promise<void> {
    for (const target of targets) {
      const doing = `latency of ${target.method} in ${target.stack}`;
      options.onProgress?.({ done: total, total, doing });
      const own = desk(target, shared);
      latencies.push(...present(await measure(own, sender, samples, "warm", signal)));
      if (target.method !== "custom-authorizer" || !target.loopback) continue;
      // Elsewhere a token a request would be somebody's bill.
      latencies.push(...present(await measure(own, sender, Math.min(samples, 20), "cold", signal)));
    }
  }
}

/** Without any AWS credentials no IAM scenario means anything: that is the caller's mistake, not the target's. */
async function checkIdentity(roles: Roles, targets: readonly Target[]): Promise<void> {
  if (!targets.some(({ access }) => access.kind === "role")) return;
  try {
    await roles.identify();
  } catch (error) {
    throw error instanceof CredentialError ? new TargetError([error.message]) : error;
  }
}

function unusable(error: Error): never {
  throw new TargetError([error.message]);
}

function hideEnvironment(mask: Mask, environment: Environment): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value && /SECRET|SESSION_TOKEN|CONTROL_TOKEN/.test(name)) mask.add(value, name);
  }
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
