import { CredentialError } from "./client/errors.ts";
import { SendError } from "./client/send.ts";
import { type Estimate, estimate } from "./cost/estimate.ts";
import { explain } from "./explain.ts";
import { HELP } from "./help.ts";
import { type Command, parseCommand } from "./options.ts";
import { publish } from "./publish.ts";
import { costTables } from "./report/cost-table.ts";
import { explanationJson, explanationText } from "./report/explanation.ts";
import { DETAIL } from "./report/markdown.ts";
import { ProgressLine } from "./report/progress.ts";
import { writeJson } from "./report/write.ts";
import { run } from "./run.ts";
import { readEnv } from "./target/env.ts";
import { TargetError } from "./target/errors.ts";

/** The exit code of the process. */
type ExitCode = 0 | 1 | 2 | 130;

async function main(args: readonly string[]): Promise<ExitCode> {
  const command = parseCommand(args);
  switch (command.do) {
    case "help":
      process.stdout.write(HELP);
      return 0;
    case "cost":
      return cost(command);
    case "explain":
      return explainOne(command);
    case "run":
      return compare(command);
  }
}

function cost(command: Extract<Command, { do: "cost" }>): ExitCode {
  const computed: Estimate = estimate(command.parameters, command.volumes);
  const detail = command.volumes.includes(DETAIL) ? DETAIL : command.volumes.at(-1)!;
  process.stdout.write(`${costTables(computed, detail)}\n`);
  if (command.json) writeJson(command.json, { version: 1, ...computed });
  return 0;
}

async function explainOne(command: Extract<Command, { do: "explain" }>): Promise<ExitCode> {
  takeEnvironment(command.env);
  const explanation = await explain(command.question, { outputs: command.outputs, environment: process.env });
  process.stdout.write(`${explanationText(explanation)}\n`);
  if (command.json) writeJson(command.json, explanationJson(explanation));
  return 0;
}

async function compare(command: Extract<Command, { do: "run" }>): Promise<ExitCode> {
  takeEnvironment(command.env);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  const progress = new ProgressLine(process.stderr);
  const { outputs, scenarios, methods, samples, deniedAddress } = command;
  const result = await run({
    outputs,
    environment: process.env,
    scenarios,
    methods,
    samples,
    deniedAddress,
    signal: stop.signal,
    onProgress: (news) => progress.show(news),
  }).finally(() => progress.end());
  process.off("SIGINT", interrupt);
  return publish(result, command, (text) => process.stdout.write(text));
}

/** The env file's values go into this process's environment: the SDK's credential chain reads it there. */
function takeEnvironment(file: string | undefined): void {
  if (file) Object.assign(process.env, readEnv(file));
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof TargetError) {
      process.stderr.write(`${error.problems.map((problem) => `compare: ${problem}`).join("\n")}\n`);
      process.exitCode = 2;
    } else if (error instanceof CredentialError || error instanceof SendError) {
      process.stderr.write(`compare: ${error.message}\n`);
      process.exitCode = 1;
    } else {
      throw error;
    }
  },
);
