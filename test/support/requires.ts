import { spawnSync } from "node:child_process";
import { findMirror, PROVIDER_VERSION } from "../deploy/support/mirror.ts";
import { onPath } from "./on-path.ts";

/** What a test may need beyond Node: each says why this machine has it not, or nothing where it has. */
const NEEDS = {
  terraform: () => (terraformWorks() ? undefined : "Terraform 1.10 or newer is not on this machine"),
  mirror: () =>
    findMirror()
      ? undefined
      : `no Terraform filesystem mirror with hashicorp/aws ${PROVIDER_VERSION} is on this machine (TF_PLUGIN_MIRROR may name one)`,
  moto: () =>
    onPath("moto_server") ? undefined : "moto_server is not on this machine (pip install 'moto[server]')",
  aws: () => (onPath("aws") ? undefined : "the AWS CLI is not on this machine"),
  curl: () => (onPath("curl") ? undefined : "curl is not on this machine"),
  chromium: () => (onPath("chromium") ? undefined : "Chromium is not on this machine"),
} satisfies Record<string, () => string | undefined>;

export type Need = keyof typeof NEEDS;

function terraformWorks(): boolean {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  if (status !== 0) return false;
  const [major, minor] = (JSON.parse(stdout) as { terraform_version: string }).terraform_version
    .split(".")
    .map(Number);
  return (major as number) > 1 || (major === 1 && (minor as number) >= 10);
}

/**
 * `describe` where this machine has all that is needed. Otherwise the same tests stand as skipped, under a name that says
 * why; `npm test` lists them at its end.
 */
export function describeWith(needs: readonly Need[], name: string, tests: () => void): void {
  const missing = needs.flatMap((need) => NEEDS[need]() ?? []);
  if (missing.length === 0) describe(name, tests);
  else describe.skip(`${name} (skipped: ${missing.join("; ")})`, tests);
}
