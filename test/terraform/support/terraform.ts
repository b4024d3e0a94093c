import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether the `terraform` command is on this machine; the tests that need it are named when it is not. */
export const terraformVersion: string | undefined = version();

function version(): string | undefined {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    env: environment("/"),
  });
  return status === 0 ? (JSON.parse(stdout) as { terraform_version: string }).terraform_version : undefined;
}

/** Nothing of the user's: no CLI configuration, no call home. */
function environment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    TF_CLI_CONFIG_FILE: join(home, "terraform.rc"),
    CHECKPOINT_DISABLE: "1",
  };
}

/**
 * Runs a terraform command on a configuration, in a directory of its own.
 *
 * @param config the content of `main.tf.json`.
 */
export function runTerraform(args: readonly string[], config: unknown, input = ""): string {
  const directory = mkdtempSync(join(tmpdir(), "terraform-"));
  try {
    writeFileSync(join(directory, "terraform.rc"), "");
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(config, null, 1));
    const { stdout, stderr } = spawnSync("terraform", [...args], {
      cwd: directory,
      env: environment(directory),
      input,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout === "" ? stderr : stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
