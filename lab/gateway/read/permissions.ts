import type { Resource } from "../../../terraform/deployment.ts";
import type { Problems } from "../../../terraform/errors.ts";
import { type LambdaPermission, parseFunctionArn } from "../integration/permission.ts";

/** Conditions that Lambda puts into a statement for these attributes, and that API Gateway does not meet. */
const OTHER_CONDITIONS = ["principal_org_id", "event_source_token", "function_url_auth_type"] as const;

/** Every `aws_lambda_permission` of a deployment. One that cannot be read grants nothing and becomes a problem. */
export function readPermissions(
  resources: readonly Resource[],
  problems: Problems,
): readonly LambdaPermission[] {
  return resources.flatMap((resource) => {
    const permission = problems.attempt(() => readPermission(resource, problems));
    return permission === undefined ? [] : [permission];
  });
}

function readPermission(resource: Resource, problems: Problems): LambdaPermission | undefined {
  const { address } = resource;
  const target = functionOf(resource.string("function_name"));
  if (target === undefined) {
    problems.add(address, "function_name", "is neither a function's name nor its ARN");
    return undefined;
  }
  return {
    address,
    functionName: target.name,
    qualifier: resource.optionalString("qualifier") ?? target.qualifier,
    action: resource.string("action"),
    principal: resource.string("principal"),
    sourceArn: resource.optionalString("source_arn"),
    sourceAccount: resource.optionalString("source_account"),
    otherCondition: OTHER_CONDITIONS.find((attribute) => resource.optionalString(attribute) !== undefined),
  };
}

/** `name`, `name:qualifier`, `account:function:name` or an ARN (Lambda API reference, AddPermission). */
function functionOf(
  text: string,
): { readonly name: string; readonly qualifier: string | undefined } | undefined {
  const arn = parseFunctionArn(text);
  if (arn !== undefined) return arn;
  const match = /^(?:\d{12}:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/.exec(text);
  return match === null ? undefined : { name: match[1] as string, qualifier: match[2] };
}
