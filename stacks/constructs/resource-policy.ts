import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayRestApiPolicy } from "@cdktf/provider-aws/lib/api-gateway-rest-api-policy";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import type { ApiContext } from "../context/schema.ts";
import type { Method } from "../names.ts";
import { resourcePolicyStatements } from "../resource-policy.ts";
import { POLICY_DOCUMENT } from "./redeploy.ts";

interface Props {
  readonly api: ApiGatewayRestApi;
  readonly method: Method;
  readonly context: ApiContext;
}

/** Attaches the resource policy that the context asks for, as a document that a reviewer can read; else there is none. */
export function attachResourcePolicy(scope: Construct, { api, method, context }: Props): void {
  const statements = resourcePolicyStatements(method, context, api.executionArn);
  if (statements.length === 0) return;
  const document = new DataAwsIamPolicyDocument(scope, POLICY_DOCUMENT, {
    statement: statements.map(({ sid, effect, resources, principal, condition }) => ({
      sid,
      effect,
      actions: ["execute-api:Invoke"],
      resources: [...resources],
      principals: [{ type: "AWS", identifiers: [principal] }],
      ...(condition ? { condition: [{ ...condition, values: [...condition.values] }] } : {}),
    })),
  });
  new ApiGatewayRestApiPolicy(scope, "resource-policy", { restApiId: api.id, policy: document.json });
}
