import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { compileAccessLogFormat } from "../access-log/format.ts";
import type { AccessLog } from "../model.ts";

/** A stage as declared. */
export interface StageSpec {
  readonly name: string;
  readonly address: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly tracing: boolean;
  readonly accessLog: AccessLog | undefined;
}

const NAME = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The stages of an API: each `aws_api_gateway_stage`, and the one that a deployment with the old `stage_name`
 * makes. Every deployment is taken to hold the API as it is in the Terraform.
 */
export function readStages(
  stages: readonly Resource[],
  deployments: readonly Resource[],
  problems: Problems,
): readonly StageSpec[] {
  const found = new Map<string, StageSpec>();
  const add = (spec: StageSpec): void => {
    const twin = found.get(spec.name);
    if (twin === undefined) found.set(spec.name, spec);
    else problems.add(spec.address, "stage_name", `${twin.address} is a stage of the same name`);
  };
  for (const resource of stages) {
    problems.attempt(() => {
      const deploymentId = resource.string("deployment_id");
      if (!deployments.some((deployment) => deployment.string("id") === deploymentId)) {
        throw new TerraformError(
          resource.address,
          "deployment_id",
          `${deploymentId} is no deployment of the same API`,
        );
      }
      add({
        ...common(resource, deploymentId),
        tracing: resource.boolean("xray_tracing_enabled", false),
        accessLog: readAccessLog(resource),
      });
    });
  }
  for (const resource of deployments) {
    problems.attempt(() => {
      if (resource.optionalString("stage_name") === undefined) return;
      add({ ...common(resource, resource.string("id")), tracing: false, accessLog: undefined });
    });
  }
  return [...found.values()];
}

function common(
  resource: Resource,
  deploymentId: string,
): Pick<StageSpec, "name" | "address" | "deploymentId" | "variables"> {
  const name = resource.string("stage_name");
  if (!NAME.test(name))
    throw new TerraformError(resource.address, "stage_name", `${name} is not a stage name`);
  const variables = resource.map("variables", {});
  return {
    name,
    address: resource.address,
    deploymentId,
    variables: Object.keys(variables).length === 0 ? null : variables,
  };
}

/** Lines go to the log group of the destination's ARN; a Firehose stream stands for itself. */
function readAccessLog(resource: Resource): AccessLog | undefined {
  const [settings] = resource.blocks("access_log_settings");
  if (settings === undefined) return undefined;
  const destination = settings.string("destination_arn");
  const logGroup = /^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(destination)?.[1];
  const stream = /^arn:[\w-]+:firehose:[^:]*:[^:]*:deliverystream\/(.+)$/.exec(destination)?.[1];
  const name = logGroup ?? stream;
  if (name === undefined) {
    const reason = `${destination} is no log group and no Firehose stream`;
    throw new TerraformError(resource.address, "access_log_settings.destination_arn", reason);
  }
  return { logGroup: name, format: compileAccessLogFormat(settings.string("format")) };
}
