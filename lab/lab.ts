import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { Problems } from "../terraform/errors.ts";
import { LAB_USER, type Outputs, readBlueprint } from "./blueprint.ts";
import { Clock } from "./clock.ts";
import { earlyKeys } from "./early-keys.ts";
import { labEnvironment } from "./environment.ts";
import type { Ignored } from "./gateway/coverage.ts";
import type { Decision } from "./gateway/decisions.ts";
import { Gateway } from "./gateway/gateway.ts";
import { createControl } from "./http/control.ts";
import { HttpServer } from "./http/server.ts";
import { addAccessKeys, userPrincipal } from "./iam/user-principal.ts";
import { UserPools } from "./issuers/cognito/user-pools.ts";
import { IdentityProvider } from "./issuers/idp/provider.ts";
import { loadSigningKeys } from "./issuers/key-file.ts";
import type { FunctionConfig } from "./lambda/config.ts";
import { DeploymentPackageError } from "./lambda/deployment-package.ts";
import { LambdaRuntime } from "./lambda/runtime.ts";
import { Logs } from "./logs.ts";
import { mount } from "./mount.ts";
import { setPermission } from "./permissions.ts";
import { makePrivateDirectory, secretSeed, writePrivateFile } from "./private-files.ts";
import { labUrls } from "./urls.ts";

export interface LabConfig {
  /** A synthesized output directory, or one that is still being written. */
  readonly from: string | Promise<string>;
  /** 0 picks a free one. */
  readonly port: number;
  /** Where outputs, credentials, keys and logs are written. */
  readonly directory: string;
  /** Terraform variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether the stages' throttling is enforced; it says how often, not who. @default false */
  readonly throttle?: boolean;
  /** @default - the machine's time */
  readonly clock?: Clock;
  /** Takes each refused request with its reason, and each fault, in one line. @default - dropped */
  readonly onLine?: (line: string) => void;
}

/** A lab that answers. */
export interface Lab {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly stacks: readonly string[];
  readonly outputs: Outputs;
  /** The names and values of the `env` file. */
  readonly environment: Readonly<Record<string, string>>;
  /** What of the Terraform is ignored and harmless. */
  readonly ignored: readonly Ignored[];
  readonly clock: Clock;
  decision(requestId: string): Decision | undefined;
  /** Ends everything that was started, within a second; requests under way are answered first. */
  close(): Promise<void>;
}

/** What is ignored unless it is asked for. */
const THROTTLING: readonly Ignored[] = ["throttling_rate_limit", "throttling_burst_limit"].map((name) => ({
  address: "aws_api_gateway_method_settings",
  attribute: `settings.${name}`,
  reason: "how often, not who; --throttle enforces it",
}));

/**
 * Runs synthesized Terraform on this machine.
 *
 * @throws {TerraformError} everything that the lab cannot read or cannot enforce, at once
 * @throws {PortError}
 */
export async function startLab(config: LabConfig): Promise<Lab> {
  const onFault = (error: unknown): void =>
    config.onLine?.(
      `fault of the lab: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  const server = await HttpServer.listen({ port: config.port, onFault });
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await server.close();
    await Promise.all(started.map((end) => end()));
  };
  try {
    return { ...(await serve(config, server, started, onFault)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(
  config: LabConfig,
  server: HttpServer,
  started: (() => Promise<void>)[],
  onFault: (error: unknown) => void,
): Promise<Omit<Lab, "close">> {
  const { clock = new Clock(), variables } = config;
  const directory = resolve(config.directory);
  const urls = labUrls(server.url);
  makePrivateDirectory(directory);
  const seed = secretSeed(directory);
  const standIns = { token_issuer: urls.idp, token_audience: "https://api.example.com" };
  const { token_issuer: issuer, token_audience: audience } = { ...standIns, ...variables };
  const makeKey = earlyKeys(directory);
  const from = await config.from;
  const blueprint = readBlueprint({ from, variables, standIns, urls, secretSeed: seed, clock });

  const logs = new Logs(directory);
  started.push(() => logs.close());
  const redirects = issuer !== urls.idp && URL.canParse(issuer) ? [{ from: issuer, to: urls.idp }] : [];
  const functions = startFunctions(
    blueprint.functions.map((one) => ({ ...one, redirects })),
    clock,
    logs,
    started,
  );
  const warm = Promise.all([...functions.values()].map((one) => one.warm()));
  const poolIds = blueprint.pools.map(({ id }) => id);
  const [keys, idpKeys] = await Promise.all([
    loadSigningKeys(join(directory, "keys", "cognito.jwks.json"), poolIds, makeKey),
    loadSigningKeys(join(directory, "keys", "idp.jwks.json"), ["idp"], makeKey),
  ]);
  const onRefusal = (line: string): void => {
    logs.write("lab", line);
    config.onLine?.(line);
  };
  const pools = new UserPools({
    pools: blueprint.pools,
    keys,
    clock,
    onRefusal: ({ address, error, reason }) => onRefusal(`${address} ${error}: ${reason}`),
  });
  const key = idpKeys.get("idp");
  if (!key) throw new TypeError("the identity provider has no signing key");
  const { callers } = blueprint;
  const idp = new IdentityProvider({
    issuer,
    audience,
    url: urls.idp,
    key,
    clock,
    callers,
    secretSeed: seed,
  });
  const gateway = new Gateway({
    apis: blueprint.apis,
    clock,
    credentials: blueprint.credentials,
    iam: blueprint.iam,
    userPools: pools,
    functions: (arn) => functions.get(arn),
    throttle: config.throttle ?? false,
    onAccessLog: (logGroup, line) => logs.write(logGroup, line),
    onRefusal,
    onFault,
  });
  const decision = (requestId: string): Decision | undefined => gateway.decisions.find(requestId);
  const controlSecret = randomBytes(24).toString("base64url");
  const holders = { identities: blueprint.identities, iam: blueprint.iam, pools, idp };
  const control = createControl({
    secret: controlSecret,
    clock,
    decision,
    setPermission: (caller, permission, held) => setPermission(holders, caller, permission, held),
  });

  const region = blueprint.regions[0] ?? "us-east-1";
  addAccessKeys(blueprint.iam.users, blueprint.credentials);
  const ownKey = blueprint.credentials.add(userPrincipal(LAB_USER));
  const environment = labEnvironment({ urls, region, controlSecret, idp, ...ownKey });
  const { outputs, stacks } = blueprint;
  const ignored = config.throttle ? blueprint.ignored : [...blueprint.ignored, ...THROTTLING];
  writePrivateFile(join(directory, "outputs.json"), `${JSON.stringify(outputs, undefined, 2)}\n`);
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writePrivateFile(join(directory, "env"), lines.join(""));
  await warm;
  server.serve(mount({ gateway, sts: blueprint.sts, pools, idp, control }));
  return { url: server.url, stacks, outputs, environment, ignored, clock, decision };
}

function startFunctions(
  functions: readonly FunctionConfig[],
  clock: Clock,
  logs: Logs,
  started: (() => Promise<void>)[],
) {
  const logGroups = new Map(functions.map(({ name, logGroup }) => [name, logGroup ?? `/aws/lambda/${name}`]));
  const runtime = new LambdaRuntime({
    clock,
    onLog: ({ functionName, requestId, text }) => {
      logs.write(logGroups.get(functionName) ?? functionName, `${requestId} ${text}`);
    },
  });
  started.push(() => runtime.close());
  const problems = new Problems();
  const added = functions.flatMap((one) => {
    try {
      return [[one.arn, runtime.add(one)] as const];
    } catch (error) {
      if (!(error instanceof DeploymentPackageError)) throw error;
      problems.add(one.address, "filename", error.message);
      return [];
    }
  });
  problems.throwIfAny();
  return new Map(added);
}
