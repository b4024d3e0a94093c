import { type Policy, type PolicySource, parsePolicy } from "../../policy/document.ts";

/**
 * AWS's own policies that the lab knows. Terraform names them by ARN alone, so the lab can run no other. What does not
 * bear on calling an API or on assuming a role is left out; `undefined` is a policy that has no more than that.
 * Source: AWS managed policy reference.
 */
const STATEMENTS: Readonly<Record<string, ((partition: string) => object) | undefined>> = {
  AdministratorAccess: () => ({ Effect: "Allow", Action: "*", Resource: "*" }),
  AmazonAPIGatewayInvokeFullAccess: (partition) => ({
    Effect: "Allow",
    Action: ["execute-api:Invoke", "execute-api:ManageConnections"],
    Resource: `arn:${partition}:execute-api:*:*:*`,
  }),
  AmazonAPIGatewayAdministrator: undefined,
  AWSXRayDaemonWriteAccess: undefined,
  "service-role/AWSLambdaBasicExecutionRole": undefined,
  "service-role/AWSLambdaVPCAccessExecutionRole": undefined,
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": undefined,
};

/** The names that are known, for a refusal to list. */
export const KNOWN_MANAGED_POLICIES: readonly string[] = Object.keys(STATEMENTS);

/** Whether the ARN is of a policy of AWS's own. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:[\w-]+:iam::aws:policy\//.test(arn);
}

/** An AWS managed policy; undefined when the lab does not know it. */
export function awsManagedPolicy(arn: string, source: Omit<PolicySource, "name">): Policy | undefined {
  const [, partition = "", name = ""] = /^arn:([\w-]+):iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  if (!Object.hasOwn(STATEMENTS, name)) return undefined;
  const named = { ...source, name };
  const statement = STATEMENTS[name];
  if (statement === undefined) return { source: named, statements: [] };
  return parsePolicy({ Version: "2012-10-17", Statement: statement(partition) }, named);
}
