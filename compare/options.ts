import { existsSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { type CostParameters, DEFAULT_PARAMETERS, VOLUMES } from "./cost/parameters.ts";
import { parseQuestion, type Question } from "./explain.ts";
import { isMethod, METHODS, type Method } from "./method.ts";
import { isRegion, REGIONS } from "./prices/price.ts";
import { SCENARIOS } from "./scenarios/catalogue.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { TargetError } from "./target/errors.ts";

/** What the command line asks for. */
export type Command =
  | { readonly do: "help" }
  | ({
      readonly do: "cost";
      readonly parameters: CostParameters;
      readonly volumes: readonly number[];
    } & Files)
  | ({ readonly do: "explain"; readonly question: Question } & Files)
  | ({
      readonly do: "run";
      readonly scenarios: readonly Scenario[];
      readonly methods: readonly Method[] | undefined;
      readonly samples: number | undefined;
      readonly deniedAddress: string | undefined;
    } & Files);

/** The files of a command. */
export interface Files {
  readonly outputs: string;
  readonly env: string | undefined;
  readonly json: string | undefined;
  readonly synthesized: string;
}

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  outputs: { type: "string", default: path.join(".lab", "outputs.json") },
  env: { type: "string" },
  json: { type: "string" },
  synthesized: { type: "string", default: "cdktf.out" },
  only: { type: "string", multiple: true },
  method: { type: "string", multiple: true },
  samples: { type: "string" },
  "denied-address": { type: "string" },
  explain: { type: "string" },
  cost: { type: "boolean" },
  requests: { type: "string" },
  callers: { type: "string" },
  processes: { type: "string" },
  "cache-hit-rate": { type: "string" },
  "token-lifetime": { type: "string" },
  region: { type: "string" },
} as const;

const OF_COST = ["requests", "callers", "processes", "cache-hit-rate", "token-lifetime", "region"] as const;
const OF_RUN = ["only", "method", "samples", "denied-address"] as const;

/**
 * Reads the command line.
 *
 * @throws TargetError with every problem; the CLI exits 2
 */
export function parseCommand(args: readonly string[]): Command {
  const values = parse(args);
  if (values.help) return { do: "help" };
  const problems: string[] = [];
  const files: Files = {
    outputs: values.outputs,
    env: values.env ?? beside(values.outputs),
    json: values.json,
    synthesized: values.synthesized,
  };
  if (values.cost && values.explain !== undefined) problems.push("--cost and --explain exclude each other");
  refuseOthers(values.cost ? OF_RUN : OF_COST, values, values.cost ? "--cost" : undefined, problems);
  if (values.explain !== undefined) refuseOthers(OF_RUN, values, "--explain", problems);
  const number = (name: (typeof OF_COST)[number] | "samples", fallback: number, range: Range): number =>
    numeric(name, values[name], fallback, range, problems);

  let command: Command;
  if (values.cost) {
    const region = values.region ?? DEFAULT_PARAMETERS.region;
    if (!isRegion(region)) problems.push(`--region ${region}: there are prices for ${REGIONS.join(" and ")}`);
    const parameters: CostParameters = {
      ...DEFAULT_PARAMETERS,
      region: isRegion(region) ? region : DEFAULT_PARAMETERS.region,
      callers: number("callers", DEFAULT_PARAMETERS.callers, COUNT),
      processes: number("processes", DEFAULT_PARAMETERS.processes, COUNT),
      tokenLifetime: number("token-lifetime", DEFAULT_PARAMETERS.tokenLifetime, LIFETIME),
      cacheHitRate: values["cache-hit-rate"] === undefined ? undefined : number("cache-hit-rate", 0, RATE),
    };
    command = { do: "cost", parameters, volumes: volumesOf(values.requests, problems), ...files };
  } else if (values.explain !== undefined) {
    command = { do: "explain", question: parseQuestion(values.explain), ...files };
  } else {
    const denied = values["denied-address"];
    if (denied !== undefined && !isIP(denied)) problems.push(`--denied-address ${denied}: is no IP address`);
    command = {
      do: "run",
      scenarios: scenariosOf(values.only, problems),
      methods: methodsOf(values.method, problems),
      samples: values.samples === undefined ? undefined : number("samples", 0, SAMPLES),
      deniedAddress: denied,
      ...files,
    };
  }
  if (problems.length) throw new TargetError(problems);
  return command;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new TargetError([(error as Error).message]);
  }
}

/** A lab leaves its `env` beside its outputs file. */
function beside(outputs: string): string | undefined {
  const env = path.join(path.dirname(outputs), "env");
  return existsSync(env) ? env : undefined;
}

function refuseOthers(
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
  command: string | undefined,
  problems: string[],
): void {
  for (const name of names) {
    if (values[name] === undefined) continue;
    problems.push(command ? `--${name} has no meaning with ${command}` : `--${name} goes with --cost only`);
  }
}

function scenariosOf(only: readonly string[] | undefined, problems: string[]): readonly Scenario[] {
  if (!only) return SCENARIOS;
  const ids = new Set(only.flatMap((word) => word.split(",")).filter(Boolean));
  for (const id of ids) {
    if (!SCENARIOS.some((scenario) => scenario.id === id)) {
      problems.push(
        `--only ${id}: there is no such scenario; there are ${SCENARIOS.map((one) => one.id).join(", ")}`,
      );
    }
  }
  return SCENARIOS.filter(({ id }) => ids.has(id));
}

function methodsOf(words: readonly string[] | undefined, problems: string[]): readonly Method[] | undefined {
  if (!words) return undefined;
  const chosen = words.flatMap((word) => word.split(",")).filter(Boolean);
  for (const word of chosen) {
    if (!isMethod(word))
      problems.push(`--method ${word}: there is no such method; there are ${METHODS.join(", ")}`);
  }
  return METHODS.filter((method) => chosen.includes(method));
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const COUNT: Range = { min: 1, max: 1e6, whole: true };
const SAMPLES: Range = { min: 0, max: 100_000, whole: true };
const RATE: Range = { min: 0, max: 1, whole: false };
// Cognito's own bounds (limits-and-prices 2.4).
const LIFETIME: Range = { min: 300, max: 86_400, whole: true };
const REQUESTS: Range = { min: 1, max: 1e12, whole: true };

function volumesOf(text: string | undefined, problems: string[]): readonly number[] {
  if (text === undefined) return VOLUMES;
  return text
    .split(",")
    .map((word) => numeric("requests", word, 1, REQUESTS, problems))
    .sort((a, b) => a - b);
}

function numeric(
  name: string,
  text: string | undefined,
  fallback: number,
  range: Range,
  problems: string[],
): number {
  if (text === undefined) return fallback;
  const match = /^(\d+(?:\.\d+)?)([kmb]?)$/i.exec(text.replaceAll("_", ""));
  const scale = { k: 1e3, m: 1e6, b: 1e9 }[match?.[2]?.toLowerCase() ?? ""] ?? 1;
  const value = match ? Number(match[1]) * scale : Number.NaN;
  if (value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value))) return value;
  const kind = range.whole ? "a whole number" : "a number";
  problems.push(`--${name} ${text}: expected ${kind} from ${range.min} to ${range.max}`);
  return fallback;
}
