import type { Policy } from "../../../policy/document.ts";
import { evaluate } from "../../../policy/evaluate.ts";
import type { Deployment, Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { AttachedPolicies, readPolicy } from "../../iam/attached-policies.ts";
import type { FunctionArn, InvokeGrant } from "../integration/permission.ts";

const SERVICE = "apigateway.amazonaws.com";

/**
 * Whether the role that an integration or authorizer gives as its credentials lets API Gateway invoke a function: the
 * role must trust the service, and its policies, with its boundary, must allow `lambda:InvokeFunction`.
 * @throws TerraformError for a role that is not in the Terraform, or a caller's own credentials.
 */
export function roleGrant(
  roleArn: string,
  at: { readonly address: string; readonly attribute: string },
  target: FunctionArn,
  deployment: Deployment,
  problems: Problems,
): InvokeGrant {
  const role = deployment.ofType("aws_iam_role").find((resource) => resource.string("arn") === roleArn);
  if (role === undefined) {
    throw new TerraformError(at.address, at.attribute, `${roleArn} is no aws_iam_role of this stack`);
  }
  const { address } = role;
  const refused = (why: string): InvokeGrant => ({
    allowed: false,
    why: `${address}: ${why}`,
    address: undefined,
  });
  if (!trustsService(role, roleArn)) return refused(`does not trust ${SERVICE}`);
  const attached = new AttachedPolicies([deployment], problems);
  const policies = attached.of("role", { address, name: role.string("name"), resource: role });
  if (!allows(policies, role, roleArn, target))
    return refused(`does not allow lambda:InvokeFunction on ${target.arn}`);
  const boundaryArn = role.optionalString("permissions_boundary");
  if (boundaryArn !== undefined) {
    const boundary = attached.managed(boundaryArn, "boundary", {
      address,
      attribute: "permissions_boundary",
    });
    if (boundary === undefined || !allows([boundary], role, roleArn, target)) {
      return refused("its permissions boundary does not allow lambda:InvokeFunction");
    }
  }
  return { allowed: true, why: `invokes ${target.name} as ${roleArn}`, address };
}

function trustsService(role: Resource, roleArn: string): boolean {
  const trust = readPolicy(role.string("assume_role_policy"), {
    kind: "trust",
    address: role.address,
    attribute: "assume_role_policy",
    name: role.string("name"),
  });
  const principal = { type: "service", service: SERVICE } as const;
  const request = { action: "sts:AssumeRole", resource: roleArn, principal, context: new Map() };
  return evaluate([trust], request).verdict === "allow";
}

function allows(policies: readonly Policy[], role: Resource, roleArn: string, target: FunctionArn): boolean {
  const [, accountId = ""] = /^arn:[\w-]+:iam::(\d{12}):/.exec(roleArn) ?? [];
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.string("name")}/BackplaneAssumeRoleSession`;
  const principal = { type: "assumed-role", accountId, arn, roleArn } as const;
  const request = { action: "lambda:InvokeFunction", resource: target.arn, principal, context: new Map() };
  return evaluate(policies, request).verdict === "allow";
}
