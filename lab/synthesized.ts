import { spawn } from "node:child_process";
import { once } from "node:events";

/** The stacks could not be synthesized; the synthesis has said why. */
export class SynthesisError extends Error {
  override readonly name = "SynthesisError";
}

/**
 * Synthesizes the project's stacks into `cdktf.out`, in a process of its own: the lab knows the Terraform, never the
 * stacks. What the synthesis prints goes to standard error; it ends with this process.
 *
 * @returns the output directory
 * @throws {SynthesisError}
 */
export async function synthesizedDirectory(): Promise<string> {
  const child = spawn(process.execPath, ["run.mjs", "main.ts"], { stdio: ["ignore", "ignore", "inherit"] });
  const end = (): unknown => child.kill();
  process.once("exit", end);
  const [code] = await once(child, "exit");
  process.removeListener("exit", end);
  if (code !== 0) throw new SynthesisError("The stacks of ./cdktf.json could not be synthesized.");
  return process.env.CDKTF_OUTDIR ?? "cdktf.out";
}
