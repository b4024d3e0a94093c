import { join } from "node:path";
import { synthesize } from "./stacks/app.ts";
import { warningsOf } from "./stacks/context/check-callers.ts";
import { ContextError } from "./stacks/context/problems.ts";
import { readContext } from "./stacks/context/read.ts";

/**
 * Synthesizes the stacks of the `cdktf.json` in the current folder, or of another such file that is named:
 * what the CDKTF CLI runs, and `npm run synth`.
 */
function main(): void {
  try {
    const context = readContext(process.argv[2] ?? "cdktf.json");
    for (const warning of warningsOf(context)) console.error(`warning: ${warning}`);
    const { outdir, files } = synthesize(context);
    for (const file of files) console.log(join(outdir, file));
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

main();
