import type { FunctionConfig } from "./config.ts";

/**
 * The environment variables of one execution environment: the function's own and those that Lambda sets (Lambda
 * developer guide, "Defined runtime environment variables"), and nothing of the lab's own environment. Names that
 * Lambda reserves win over the function's, since Lambda does not let a function set them. There are no credentials:
 * the lab has no AWS account to give access to.
 */
export function environmentVariables(
  config: FunctionConfig,
  taskRoot: string,
  logStream: string,
): Record<string, string> {
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    ...config.environment,
    _HANDLER: config.handler,
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup(config),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: taskRoot,
  };
}

/** The function's log group: its own, or Lambda's default. */
export function logGroup(config: FunctionConfig): string {
  return config.logGroup ?? `/aws/lambda/${config.name}`;
}

/** A log stream's name as Lambda makes it, `2024/01/31/[$LATEST]<32 hex digits>`. */
export function logStreamName(time: number, id: string): string {
  return `${new Date(time).toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${id.replaceAll("-", "")}`;
}

/**
 * Node flags of a Lambda runtime: Node.js 20 and 22 run with `require(esm)` switched off, Node.js 22 with module
 * detection off too (older ones never had it), unless NODE_OPTIONS asks for them (Lambda developer guide, "Building Lambda functions with
 * Node.js"). So a `.js` file with `export` and no `"type": "module"` fails here as it does there.
 */
export function nodeFlags(config: FunctionConfig): string[] {
  const version = Number(/^nodejs(\d+)/.exec(config.runtime)?.[1] ?? Number.NaN);
  const asked = (config.environment.NODE_OPTIONS ?? "").split(/\s+/);
  const flags: string[] = [];
  if (version <= 22 && !asked.includes("--experimental-require-module"))
    flags.push("--no-experimental-require-module");
  if ((version === 22 || version < 20) && !asked.includes("--experimental-detect-module"))
    flags.push("--no-experimental-detect-module");
  // A later Node.js may not know them any more.
  return flags.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));
}
