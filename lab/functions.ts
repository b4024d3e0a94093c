import { resolve } from "node:path";
import type { Deployment, Resource } from "../terraform/deployment.ts";
import type { Problems } from "../terraform/errors.ts";
import type { FunctionConfig } from "./lambda/config.ts";
import { unsupported } from "./lambda/unsupported.ts";

/** The Lambda functions of the deployments that the lab can run; what keeps one from running is a problem. */
export function readFunctions(
  deployments: readonly Deployment[],
  problems: Problems,
): readonly FunctionConfig[] {
  return deployments.flatMap((deployment) =>
    deployment.ofType("aws_lambda_function").flatMap((resource) => {
      const config = problems.attempt(() => readFunction(deployment, resource, problems));
      return config ? [config] : [];
    }),
  );
}

function readFunction(
  deployment: Deployment,
  resource: Resource,
  problems: Problems,
): FunctionConfig | undefined {
  const { address, region } = resource;
  const refusals = unsupported({
    package_type: resource.optionalString("package_type"),
    runtime: resource.optionalString("runtime"),
    handler: resource.optionalString("handler"),
    filename: resource.optionalString("filename"),
    image_uri: resource.optionalString("image_uri"),
    s3_bucket: resource.optionalString("s3_bucket"),
    layers: resource.stringList("layers", []),
    file_system_config: resource.blocks("file_system_config"),
    reserved_concurrent_executions: resource.number("reserved_concurrent_executions", -1),
  });
  for (const { attribute, reason } of refusals) problems.add(address, attribute, reason);
  if (refusals.length > 0) return undefined;
  const [environment] = resource.blocks("environment");
  const [logging] = resource.blocks("logging_config");
  const logGroup = logging?.optionalString("log_group");
  return {
    name: resource.string("function_name"),
    arn: resource.string("arn"),
    zip: resolve(deployment.directory, resource.string("filename")),
    handler: resource.string("handler"),
    runtime: resource.string("runtime"),
    timeoutSeconds: resource.number("timeout", 3),
    memoryMb: resource.number("memory_size", 128),
    environment: environment?.map("variables", {}) ?? {},
    region,
    accountId: deployment.accountId,
    address,
    ...(logGroup ? { logGroup } : {}),
  };
}
