import { createHash } from "node:crypto";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { type TerraformElement, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { asWritten } from "./written.ts";

/**
 * What an API's behaviour depends on, and what a deployment freezes: a change to any of these has no effect until the
 * API is deployed again (aws-behaviour B.2, E).
 */
const FROZEN = new Set([
  "aws_api_gateway_resource",
  "aws_api_gateway_method",
  "aws_api_gateway_method_response",
  "aws_api_gateway_integration",
  "aws_api_gateway_integration_response",
  "aws_api_gateway_authorizer",
  "aws_api_gateway_gateway_response",
  "aws_api_gateway_rest_api_policy",
]);

/** The construct id of the document that `aws_api_gateway_rest_api_policy` refers to. */
export const POLICY_DOCUMENT = "resource-policy-document";

/** Constructs whose configuration a deployment depends on. */
export const frozenIn = (api: IConstruct): TerraformResource[] =>
  api.node
    .findAll()
    .filter(
      (node): node is TerraformResource =>
        TerraformResource.isTerraformResource(node) && FROZEN.has(node.terraformResourceType),
    );

/**
 * A hash of that configuration, made at synth time. Hashing the resources at plan time instead changes after the first
 * refresh (null becomes `{}`), so that every second apply would deploy again.
 */
export function deploymentHash(api: IConstruct): string {
  const policies = api.node
    .findAll()
    .filter((node) => node instanceof DataAwsIamPolicyDocument && node.node.id === POLICY_DOCUMENT);
  const configuration = [...frozenIn(api), ...policies].map((element) =>
    asWritten(element as TerraformElement),
  );
  return createHash("sha256")
    .update(JSON.stringify(sorted(configuration)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//" && key !== "depends_on");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
