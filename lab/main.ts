import { constants } from "node:os";
import { TerraformError } from "../terraform/errors.ts";
import { PortError } from "./http/server.ts";
import { type Lab, startLab } from "./lab.ts";
import { HELP, type LabOptions, parseOptions, UsageError } from "./options.ts";
import { printError, printStart } from "./print.ts";
import { stopWithNpm } from "./stop-with-npm.ts";
import { SynthesisError, synthesizedDirectory } from "./synthesized.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What is told in a sentence, without a stack. */
const EXPECTED = [TerraformError, PortError, UsageError, SynthesisError];

/** `npm run lab`: runs the stacks on this machine until it is told to stop. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return;
  }
  // A reader that has gone (`| head -1`) costs the output, not the lab.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  let lab: Lab | undefined;
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Ctrl-C comes twice below npm, from the terminal and from npm: the second must not cut the first short.
    if (stopping) return;
    stopping = true;
    // Of a lab that is still starting, everything goes when the process does.
    if (!lab) process.exit(128 + constants.signals[signal]);
    lab.close().then(() => process.exit(0), fail);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  stopWithNpm(() => stop("SIGTERM"));
  lab = await start(options);
  printStart(lab, options.directory);
  console.log(`ready in ${process.uptime().toFixed(1)} s: ${lab.url}, Ctrl-C to stop`);
}

function start({ from, ...options }: LabOptions): Promise<Lab> {
  const synthesized = from ?? synthesizedDirectory();
  // Awaited only once the port is there: until then nobody would hear of its failure.
  if (typeof synthesized !== "string") synthesized.catch(() => undefined);
  return startLab({ ...options, from: synthesized, onLine: printError });
}

function fail(error: unknown): never {
  if (error instanceof TerraformError)
    console.error(
      "The lab does not start: it would have to ignore what bears on who gets in, or cannot read it.",
    );
  const expected = EXPECTED.some((kind) => error instanceof kind);
  console.error(expected ? (error as Error).message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}

main().catch(fail);
