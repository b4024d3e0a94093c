import { asList } from "../value.ts";
import type { ComputeContext, ComputedAttributes } from "./context.ts";
import { allTags, CREATED, DIGITS, nameOrPrefix, regionalArn } from "./context.ts";

/** The ARN by which API Gateway invokes a function. */
function invokeArn(resource: ComputeContext, functionArn: string): string {
  const { partition, region } = resource;
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** The function's ARN, whether an alias names it by name, ARN or qualified ARN. */
function functionArn(alias: ComputeContext): string {
  const name =
    alias
      .text("function_name")
      .split(":")
      .filter((part) => part !== "")[6] ?? alias.text("function_name");
  return regionalArn("lambda", `function:${name}`, alias);
}

/** The computed attributes of Lambda's resources and of log groups. */
export const lambdaComputed: Readonly<Record<string, ComputedAttributes>> = {
  aws_lambda_function: {
    architectures: () => asList(["x86_64"]),
    arn: (lambda) => regionalArn("lambda", `function:${lambda.text("function_name")}`, lambda),
    id: (lambda) => lambda.text("function_name"),
    invoke_arn: (lambda) => invokeArn(lambda, lambda.text("arn")),
    last_modified: () => CREATED,
    qualified_arn: (lambda) => `${lambda.text("arn")}:${lambda.text("version")}`,
    qualified_invoke_arn: (lambda) => invokeArn(lambda, lambda.text("qualified_arn")),
    signing_job_arn: () => "",
    signing_profile_version_arn: () => "",
    tags_all: allTags,
    version: (lambda) => (lambda.value("publish") === true ? "1" : "$LATEST"),
  },
  aws_lambda_permission: {
    id: (permission) => permission.text("statement_id"),
    statement_id: (permission) => {
      const prefix = permission.has("statement_id_prefix")
        ? permission.text("statement_id_prefix")
        : "terraform-";
      return prefix + permission.letters("statement", 26, DIGITS);
    },
  },
  aws_lambda_alias: {
    arn: (alias) => `${functionArn(alias)}:${alias.text("name")}`,
    id: (alias) => alias.text("arn"),
    invoke_arn: (alias) => invokeArn(alias, alias.text("arn")),
  },
  aws_cloudwatch_log_group: {
    arn: (group) => regionalArn("logs", `log-group:${group.text("name")}`, group),
    id: (group) => group.text("name"),
    name: nameOrPrefix,
    tags_all: allTags,
  },
};
