import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ISynthesisSession, TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { Construct } from "constructs";

/**
 * Writes a file into the stack's directory when the stack is synthesized.
 * CDKTF's own `TerraformAsset` copies from a path, with file times and modes, so its bytes differ from checkout to checkout.
 *
 * @returns the path for Terraform, relative to the stack's directory
 */
export function writeWithStack(scope: Construct, path: string, content: Uint8Array): string {
  addCustomSynthesis(scope, {
    onSynthesize(session: ISynthesisSession) {
      const { workingDirectory } = session.manifest.forStack(TerraformStack.of(scope));
      const file = join(session.outdir, workingDirectory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    },
  });
  return path;
}
