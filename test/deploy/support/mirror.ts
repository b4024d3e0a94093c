import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import provider from "@cdktf/provider-aws/package.json";

/** The AWS provider's version that the stacks are pinned to. */
export const PROVIDER_VERSION: string = provider.cdktf.provider.version;

const SOURCE = "registry.terraform.io/hashicorp/aws";

/**
 * Directories in which Terraform itself looks for providers before it asks the registry:
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const implied = (): string[] => {
  const data = process.env.XDG_DATA_DIRS?.split(":") ?? ["/usr/local/share", "/usr/share"];
  return [
    join(homedir(), ".terraform.d", "plugins"),
    join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "terraform", "plugins"),
    ...data
      .filter((directory) => directory !== "")
      .map((directory) => join(directory, "terraform", "plugins")),
  ];
};

/** One level below a directory; nothing where there is none. */
const below = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .sort()
        .map((name) => join(directory, name))
    : [];

/**
 * A filesystem mirror on this machine that holds the AWS provider in the pinned version, packed or unpacked: in
 * Terraform's implied mirror directories, else one level under /opt, else in the directory that TF_PLUGIN_MIRROR names.
 */
export function findMirror(): string | undefined {
  const given = process.env.TF_PLUGIN_MIRROR;
  const candidates = [...implied(), ...below("/opt"), ...(given ? [given] : [])];
  return candidates.find((mirror) => {
    const aws = join(mirror, SOURCE);
    if (!existsSync(aws)) return false;
    const packed = new RegExp(`^terraform-provider-aws_${PROVIDER_VERSION.replaceAll(".", "\\.")}_.*\\.zip$`);
    return readdirSync(aws).some((name) => name === PROVIDER_VERSION || packed.test(name));
  });
}

/** A Terraform CLI configuration, for TF_CLI_CONFIG_FILE, that takes providers from the mirror alone where there is one. */
export function cliConfig(): string {
  const mirror = findMirror();
  if (mirror === undefined) return "";
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
}
