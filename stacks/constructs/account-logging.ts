import { readFileSync } from "node:fs";
import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type ITerraformDependable, type LocalExecProvisioner, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../names.ts";
import { writeWithStack } from "./write-with-stack.ts";

/**
 * The account-wide role with which API Gateway writes access logs; without one a stage that logs cannot be made.
 *
 * The setting is one a region and account, and four stacks would fight over it: it is set when a stack is made, not
 * changed again, and handed over to another stack's role when the one that holds it is destroyed
 * (docs/decisions/0002-account-logging.md).
 */
export class AccountLogging extends Construct {
  /** What a stage with an access log has to wait for. */
  readonly ready: readonly ITerraformDependable[];
  readonly #script: string;

  constructor(scope: Construct, { names, region }: { readonly names: Names; readonly region: string }) {
    super(scope, "account-logging");
    const path = `/api-gateway-logs/${region}/`;
    const script = readFileSync("stacks/constructs/hand-over-logging.mjs");
    this.#script = writeWithStack(this, "assets/hand-over-logging.mjs", script);
    const role = new IamRole(this, "role", {
      // Destroyed after the role: stacks that go side by side may have handed over to one another.
      dependsOn: [this.#onDestroy("look-again", { region, path, role: "" })],
      name: names.role("logs"),
      path,
      description: "Lets API Gateway write the access logs of this account and region",
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", {
        statement: [
          {
            actions: ["sts:AssumeRole"],
            principals: [{ type: "Service", identifiers: ["apigateway.amazonaws.com"] }],
          },
        ],
      }).json,
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "write-logs",
      role: role.name,
      policy: new DataAwsIamPolicyDocument(this, "permissions", {
        statement: [
          {
            // The actions of AmazonAPIGatewayPushToCloudWatchLogs: API Gateway checks for them when the role is set.
            actions: [
              "logs:CreateLogGroup",
              "logs:CreateLogStream",
              "logs:DescribeLogGroups",
              "logs:DescribeLogStreams",
              "logs:PutLogEvents",
              "logs:GetLogEvents",
              "logs:FilterLogEvents",
            ],
            resources: ["*"],
          },
        ],
      }).json,
    });
    const account = new ApiGatewayAccount(this, "account", {
      cloudwatchRoleArn: role.arn,
      lifecycle: { ignoreChanges: ["cloudwatch_role_arn"] },
      dependsOn: [policy],
    });
    this.#onDestroy("hand-over", { region, path, role: role.arn });
    this.ready = [account];
  }

  /** Runs the script when this stack is destroyed, before whatever it depends on is. */
  #onDestroy(
    id: string,
    input: { readonly [name in "region" | "path" | "role"]: string },
  ): TerraformResource {
    // A destroy-time provisioner may refer to nothing but the resource itself.
    const self = (name: keyof typeof input) => `\${self.output.${name}}`;
    // CDKTF writes `on_failure` as Terraform knows it, but its type has no such property.
    const provisioner: LocalExecProvisioner & { readonly onFailure: "continue" } = {
      type: "local-exec",
      when: "destroy",
      command: `node ${this.#script}`,
      environment: {
        REGION: self("region"),
        ROLE_ARN: self("role"),
        ROLE_PATH: self("path"),
        NODE_NO_WARNINGS: "1",
      },
      onFailure: "continue",
    };
    // CDKTF's own class for it runs `terraform version` at every synth, and there may be no Terraform yet.
    const resource = new TerraformResource(this, id, {
      terraformResourceType: "terraform_data",
      provisioners: [provisioner],
    });
    resource.addOverride("input", input);
    return resource;
  }
}
