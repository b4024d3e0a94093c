import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "../../../terraform/deployment.ts";
import { readDeployment } from "../../../terraform/resolve.ts";

/** A resource's arguments, as in Terraform JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

export const ACCOUNT = "123456789012";

/**
 * A deployment of some resources by address, read from a stack's `cdk.tf.json`.
 * @param provider arguments of the AWS provider.
 */
export function deployment(
  resources: Readonly<Record<string, Arguments>>,
  stack = "iam",
  provider: Arguments = {},
): Deployment {
  const resource: Record<string, Record<string, Arguments>> = {};
  for (const [address, given] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: given };
  }
  const directory = mkdtempSync(join(tmpdir(), "deployment-"));
  try {
    mkdirSync(join(directory, "stacks", stack), { recursive: true });
    const aws = [{ region: "ap-northeast-2", ...provider }];
    write(join(directory, "stacks", stack, "cdk.tf.json"), { provider: { aws }, resource });
    write(join(directory, "manifest.json"), { version: "0.21.0", stacks: { [stack]: { name: stack } } });
    const url = (...parts: readonly string[]) => ["http://127.0.0.1:4566", ...parts].join("/");
    return readDeployment(directory, stack, {
      accountId: ACCOUNT,
      callerArn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
      variables: {},
      urls: { stage: url, issuer: url, domain: url },
      secretSeed: "test",
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function write(file: string, content: object): void {
  writeFileSync(file, JSON.stringify(content));
}

/** A policy document of one statement. */
export function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statement });
}

/** A trust policy for an AWS principal. */
export function trust(
  principal: string | object = `arn:aws:iam::${ACCOUNT}:root`,
  more: object = {},
): string {
  const Principal = typeof principal === "string" && principal !== "*" ? { AWS: principal } : principal;
  return document({ Effect: "Allow", Action: "sts:AssumeRole", Principal, ...more });
}

/** A policy that allows calling an API's routes. */
export function invoke(
  resource = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev/GET/tests",
): string {
  return document({ Effect: "Allow", Action: "execute-api:Invoke", Resource: resource });
}
