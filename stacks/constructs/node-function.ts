import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import type { Bundle } from "../bundle/bundle.ts";
import { partitionOf } from "../partition.ts";
import { writeWithStack } from "./write-with-stack.ts";

export interface NodeFunctionProps {
  readonly region: string;
  /** The deploying account. */
  readonly accountId: string;
  readonly functionName: string;
  readonly roleName: string;
  readonly description: string;
  readonly bundle: Bundle;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly retentionDays: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A Lambda function on Node 22 and arm64 with a log group and a role of its own.
 * The role may write to that log group and to X-Ray, and nothing else; it cannot create log groups,
 * so a destroyed one does not come back with a late invocation.
 */
export class NodeFunction extends Construct {
  readonly function: LambdaFunction;
  /**
   * What API Gateway invokes. It is spelled out, so that no API depends on the function: a deployment is made before its
   * predecessor is destroyed, and Terraform extends that order to all that a deployment depends on. A function, role or
   * log group cannot be made while another one has its name, so none of them could be replaced, not even one that an
   * interrupted apply left half made.
   */
  readonly invokeArn: string;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${props.functionName}`,
      retentionInDays: props.retentionDays,
    });
    const role = new IamRole(this, "role", {
      name: props.roleName,
      description: `Execution role of ${props.functionName}`,
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", {
        statement: [
          {
            actions: ["sts:AssumeRole"],
            principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
          },
        ],
      }).json,
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "write-logs-and-traces",
      role: role.name,
      policy: new DataAwsIamPolicyDocument(this, "permissions", {
        statement: [
          {
            sid: "Logs",
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [`${logs.arn}:*`],
          },
          // X-Ray has no resource to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
          { sid: "Traces", actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
        ],
      }).json,
    });
    this.function = new LambdaFunction(this, "function", {
      functionName: props.functionName,
      description: props.description,
      role: role.arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: writeWithStack(this, `assets/${id}.zip`, props.bundle.zip),
      sourceCodeHash: props.bundle.hash,
      timeout: props.timeout,
      memorySize: props.memorySize,
      tracingConfig: { mode: "Active" },
      ...(props.environment && Object.keys(props.environment).length > 0
        ? { environment: { variables: { ...props.environment } } }
        : {}),
      dependsOn: [logs, policy],
    });
    const arn = (service: string, rest: string) =>
      `arn:${partitionOf(props.region)}:${service}:${props.region}:${rest}`;
    const functionArn = arn("lambda", `${props.accountId}:function:${props.functionName}`);
    this.invokeArn = arn("apigateway", `lambda:path/2015-03-31/functions/${functionArn}/invocations`);
  }
}
