import type { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { TerraformStack } from "cdktf";
import { partitionOf } from "../partition.ts";
import { trustedPrincipals } from "../variables.ts";

/** The trust policy of the callers' roles, as JSON: the Terraform variable's principals, by default the deploying account. */
export function callerTrust(stack: TerraformStack, identity: DataAwsCallerIdentity, region: string): string {
  const { friendlyUniqueId: variable } = trustedPrincipals(stack);
  const account = `arn:${partitionOf(region)}:iam::\${${identity.fqn}.account_id}:root`;
  const document = new DataAwsIamPolicyDocument(stack, "caller-trust", {
    statement: [{ actions: ["sts:AssumeRole"], principals: [{ type: "AWS", identifiers: [] }] }],
  });
  document.addOverride(
    "statement.0.principals.0.identifiers",
    `\${length(var.${variable}) > 0 ? var.${variable} : ["${account}"]}`,
  );
  return document.json;
}
