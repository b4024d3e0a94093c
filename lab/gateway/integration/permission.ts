import { compileArn, matchesArn, splitArn } from "../../../policy/arn.ts";
import { readWildcards } from "../../../policy/pattern.ts";

/** Whether API Gateway may invoke a function, and what says so. */
export interface InvokeGrant {
  readonly allowed: boolean;
  readonly why: string;
  /** The `aws_lambda_permission` or the role that allows it; undefined when nothing does. */
  readonly address: string | undefined;
}

/** An `aws_lambda_permission`: one statement of a function's policy. */
export interface LambdaPermission {
  readonly address: string;
  /** Name of the function, without account, region and qualifier. */
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
  /** A condition that no call of API Gateway meets: organisation, event source token, function URL. */
  readonly otherCondition: string | undefined;
}

/** A function's ARN, with the qualifier that an alias or a version adds. */
export interface FunctionArn {
  readonly arn: string;
  /** The ARN without its qualifier. */
  readonly base: string;
  readonly name: string;
  readonly qualifier: string | undefined;
}

const FUNCTION_ARN =
  /^(arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:([a-zA-Z0-9-_]+))(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Takes a function's ARN apart; undefined for anything else. */
export function parseFunctionArn(arn: string): FunctionArn | undefined {
  const match = FUNCTION_ARN.exec(arn);
  return match === null
    ? undefined
    : { arn, base: match[1] as string, name: match[2] as string, qualifier: match[3] };
}

const SERVICE = "apigateway.amazonaws.com";

/**
 * Whether the permissions of a function let API Gateway invoke it for a source ARN: that of the method, with `*` for
 * each path variable, or that of the authorizer (`…/authorizers/<id>`). The source ARN holds the request's verb and
 * neither `ANY` nor `{variable}` (aws/serverless-application-model#110, #296).
 */
export function invokeGrant(
  permissions: readonly LambdaPermission[],
  target: FunctionArn,
  sourceArn: string,
  accountId: string,
): InvokeGrant {
  let why = `no aws_lambda_permission lets ${SERVICE} invoke ${target.name} for ${sourceArn}`;
  for (const permission of permissions) {
    if (permission.functionName !== target.name) continue;
    const reason = refusal(permission, target, sourceArn, accountId);
    if (reason === undefined) {
      return { allowed: true, why: `may invoke ${target.name}`, address: permission.address };
    }
    why += `; ${permission.address}: ${reason}`;
  }
  return { allowed: false, why, address: undefined };
}

function refusal(
  permission: LambdaPermission,
  { qualifier }: FunctionArn,
  sourceArn: string,
  accountId: string,
): string | undefined {
  const action = permission.action.toLowerCase();
  if (!["lambda:invokefunction", "lambda:*", "*"].includes(action)) return `action is ${permission.action}`;
  if (permission.principal !== SERVICE && permission.principal !== "*") {
    return `principal is ${permission.principal}`;
  }
  if (permission.qualifier !== qualifier) {
    return `it is for the qualifier ${permission.qualifier ?? "(none)"}, not ${qualifier ?? "(none)"}`;
  }
  if (permission.otherCondition !== undefined) return `${permission.otherCondition} is not met`;
  if (permission.sourceAccount !== undefined && permission.sourceAccount !== accountId) {
    return `source_account is ${permission.sourceAccount}`;
  }
  if (permission.sourceArn !== undefined && !arnLike(permission.sourceArn, sourceArn)) {
    return `source_arn is ${permission.sourceArn}`;
  }
  return undefined;
}

/** ArnLike, the operator that Lambda writes into a function's policy: wildcards within each part of the ARN. */
function arnLike(pattern: string, arn: string): boolean {
  return matchesArn(compileArn(readWildcards(pattern)), splitArn(arn));
}

/** A method's source ARN: `<api arn>/<stage>/<verb>/<path>`, `*` for each path variable. */
export function methodSourceArn(arnPrefix: string, httpMethod: string, resourcePath: string): string {
  return `${arnPrefix}${httpMethod}/${resourcePath.slice(1).replace(/\{[^}]*\}/g, "*")}`;
}
