import type { Deployment } from "../terraform/deployment.ts";
import { Problems } from "../terraform/errors.ts";
import { readManifest, type StackLocation } from "../terraform/manifest.ts";
import { listVariables, readDeployment } from "../terraform/resolve.ts";
import { findUnresolved, type Value } from "../terraform/value.ts";
import { type CallerIdentity, type Callers, callerIdentities, registeredCallers } from "./callers.ts";
import type { Clock } from "./clock.ts";
import { readFunctions } from "./functions.ts";
import { checkCoverage, type Ignored } from "./gateway/coverage.ts";
import type { RestApi } from "./gateway/model.ts";
import { isKnownKey } from "./gateway/policy-context.ts";
import { readApis } from "./gateway/read/apis.ts";
import type { Handler } from "./http/message.ts";
import { refuseUnknownKeys } from "./iam/condition-keys.ts";
import { CredentialStore } from "./iam/credentials.ts";
import { deployingUser } from "./iam/deploying-user.ts";
import { IamDirectory } from "./iam/directory.ts";
import type { UserPoolConfig } from "./issuers/cognito/pool.ts";
import { readUserPools } from "./issuers/cognito/read-pools.ts";
import type { FunctionConfig } from "./lambda/config.ts";
import { createSts } from "./sts/sts.ts";
import type { LabUrls } from "./urls.ts";

/** The account that everything is deployed in. */
const ACCOUNT = "123456789012";
/** The identity of that account which the lab hands out. */
export const LAB_USER = deployingUser(`arn:aws:iam::${ACCOUNT}:user/lab`);

/** The outputs of each stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** What the Terraform says, read and found enforceable as a whole. */
export interface Blueprint {
  readonly stacks: readonly string[];
  readonly regions: readonly string[];
  readonly ignored: readonly Ignored[];
  readonly iam: IamDirectory;
  readonly credentials: CredentialStore;
  readonly sts: Handler;
  readonly pools: readonly UserPoolConfig[];
  readonly functions: readonly FunctionConfig[];
  readonly apis: readonly RestApi[];
  readonly identities: readonly CallerIdentity[];
  /** Who is registered at the outside identity provider. */
  readonly callers: Callers;
  readonly outputs: Outputs;
}

interface Options {
  /** A synthesized output directory. */
  readonly from: string;
  /** Terraform variables that were given. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that the lab has a value for when none is given. */
  readonly standIns: Readonly<Record<string, string>>;
  readonly urls: LabUrls;
  readonly secretSeed: string;
  readonly clock: Clock;
}

/**
 * Reads every stack of a directory.
 *
 * @throws {TerraformError} everything that cannot be read or cannot be enforced, at once
 */
export function readBlueprint({ from, urls, clock, ...options }: Options): Blueprint {
  const problems = new Problems();
  const locations = readManifest(from);
  if (locations.length === 0) problems.add(from, "manifest.json", "it lists no stack");
  refuseUndeclared(Object.keys(options.variables), from, locations, problems);
  const read = (stack: string) =>
    readDeployment(from, stack, { ...options, urls, accountId: ACCOUNT, callerArn: LAB_USER.arn });
  const deployments = locations.flatMap(({ name }) => problems.attempt(() => read(name)) ?? []);
  const ignored = deployments.flatMap((deployment) => checkCoverage(deployment, problems));
  const iam = new IamDirectory(deployments, problems, [LAB_USER]);
  refuseUnknownKeys(iam.callerPolicies, ["execute-api:invoke"], isKnownKey, problems);
  const pools = readUserPools(deployments, urls, problems);
  const functions = readFunctions(deployments, problems);
  const credentials = new CredentialStore(clock);
  const regions = [...new Set(deployments.map(({ region }) => region))];
  const sts = createSts({ directory: iam, credentials, isKnownKey, clock, regions, problems });
  const running = {
    hasUserPool: (arn: string) => pools.some((pool) => pool.arn === arn),
    hasFunction: (arn: string) => functions.some((one) => one.arn === arn),
  };
  const apis = deployments.flatMap((deployment) => readApis(deployment, running, problems));
  const outputs = Object.fromEntries(
    deployments.map((deployment) => [deployment.stack, outputsOf(deployment, ignored)]),
  );
  problems.throwIfAny();
  return {
    stacks: locations.map(({ name }) => name),
    regions,
    ignored,
    iam,
    credentials,
    sts,
    pools,
    functions,
    apis,
    identities: callerIdentities(deployments),
    callers: registeredCallers(
      locations.map(({ file }) => file),
      deployments,
      pools,
    ),
    outputs,
  };
}

/** A variable that no stack declares is one that was misspelt: Terraform refuses it too. */
function refuseUndeclared(
  given: readonly string[],
  from: string,
  stacks: readonly StackLocation[],
  problems: Problems,
): void {
  if (given.length === 0) return;
  const declared = new Set(
    stacks.flatMap(({ name }) => problems.attempt(() => listVariables(from, name)) ?? []),
  );
  const names = declared.size === 0 ? "none" : [...declared].sort().join(", ");
  for (const name of given) {
    if (!declared.has(name))
      problems.add(`variable.${name}`, undefined, `no stack declares it; declared: ${names}`);
  }
}

/** What the outputs say; null where only AWS could tell, which lets nobody in and keeps nobody out. */
function outputsOf({ outputs }: Deployment, ignored: Ignored[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    outputs.map(({ name, value }) => {
      const unresolved = findUnresolved(value);
      if (unresolved === undefined) return [name, value];
      const reason = `null in outputs.json: ${unresolved.reason}`;
      ignored.push({ address: `output.${name}`, attribute: undefined, reason });
      return [name, null];
    }),
  );
}
