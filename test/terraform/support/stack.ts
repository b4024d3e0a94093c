import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Deployment } from "../../../terraform/deployment.ts";
import { type DeploymentOptions, readDeployment } from "../../../terraform/resolve.ts";

const made: string[] = [];

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Files in a directory of their own, which goes with the tests. */
export function directoryWith(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "synthesized-"));
  made.push(directory);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

/** An output directory as CDKTF lays it out, with these stacks and other files. */
export function synthesized(
  stacks: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
): string {
  const manifest = Object.fromEntries(
    Object.keys(stacks).map((name) => [
      name,
      { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json`, workingDirectory: `stacks/${name}` },
    ]),
  );
  const written = Object.entries(stacks).map(([name, json]) => [
    `stacks/${name}/cdk.tf.json`,
    typeof json === "string" ? json : JSON.stringify(json),
  ]);
  return directoryWith({
    "manifest.json": JSON.stringify({ version: "0.21.0", stacks: manifest }),
    ...Object.fromEntries(written),
    ...files,
  });
}

export const base = "http://127.0.0.1:4566";

export const options: DeploymentOptions = {
  accountId: "123456789012",
  callerArn: "arn:aws:iam::123456789012:user/deployer",
  variables: {},
  urls: {
    stage: (apiId, stage) => `${base}/execute-api/${apiId}/${stage}`,
    issuer: (userPoolId) => `${base}/cognito-idp/${userPoolId}`,
    domain: (prefix) => `${base}/auth/${prefix}`,
  },
  secretSeed: "seed",
};

/** The deployment of one stack, in eu-west-1 unless it says otherwise. */
export function deploy(
  json: Readonly<Record<string, unknown>>,
  overrides: Partial<DeploymentOptions> = {},
  files: Readonly<Record<string, string>> = {},
): Deployment {
  const directory = synthesized({ stack: { provider: { aws: [{ region: "eu-west-1" }] }, ...json } }, files);
  return readDeployment(directory, "stack", { ...options, ...overrides });
}

/** The problems that a stack is refused for, each as it is shown. */
export function refusals(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    const { message } = error as Error;
    return message
      .split("\n")
      .filter((line, _, all) => all.length === 1 || line.startsWith("  "))
      .map((line) => line.trim());
  }
  return [];
}
