import type { ApiContext } from "./context/schema.ts";
import { partitionOf } from "./partition.ts";
import type { ResourcePolicyStatement } from "./resource-policy.ts";

/** Characters, white space not counted (limits-and-prices 2.1, 2.3). */
export const POLICY_LIMITS = {
  inline: 10_240,
  managed: 6_144,
  managedOnRole: 10,
  resourcePolicy: 8_192,
} as const;

/** A statement that allows or denies `execute-api:Invoke` on resources. */
export interface InvokeStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Resource: readonly string[];
}

/** An execution ARN with the stage, as long as a real one: API ids have 10 characters, account ids 12 digits. */
export const sampleStageArn = ({ region, stage }: Pick<ApiContext, "region" | "stage">): string =>
  `arn:${partitionOf(region)}:execute-api:${region}:123456789012:abcdefghij/${stage}`;

/** A statement's frame: `{"Effect":"Allow","Action":"execute-api:Invoke","Resource":[…]},` */
const FRAME = 68;
const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}'.length;

/** Characters that a policy of these statements has, with every CDKTF token taken for its real length. */
export function policySize(statements: readonly InvokeStatement[], context: ApiContext): number {
  return statements.reduce((sum, { Resource }) => sum + FRAME + resourcesSize(Resource, context), DOCUMENT);
}

/** Characters of a resource policy, whose statements have ids, principals and conditions too. */
export function resourcePolicySize(statements: readonly ResourcePolicyStatement[]): number {
  const written = statements.map(({ sid, effect, resources, principal, condition }) => ({
    Sid: sid,
    Effect: effect,
    Principal: { AWS: principal },
    Action: "execute-api:Invoke",
    Resource: resources,
    ...(condition ? { Condition: { [condition.test]: { [condition.variable]: condition.values } } } : {}),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: written }).length;
}

function resourcesSize(resources: readonly string[], context: ApiContext): number {
  const prefix = sampleStageArn(context).length;
  // A resource is `<stage ARN>/<VERB>/<path>`, and the stage ARN may be a token: what follows it is what is counted.
  return resources.reduce(
    (sum, resource) => sum + prefix + afterStage(resource, context.stage).length + 3,
    0,
  );
}

const afterStage = (resource: string, stage: string) =>
  resource.slice(resource.indexOf(`/${stage}/`) + stage.length + 1);

/** How a caller's statements are stored: in the role while they fit, else in managed policies. */
export interface CallerPolicies {
  readonly inline: readonly InvokeStatement[];
  readonly managed: readonly (readonly InvokeStatement[])[];
}

/** Splits statements over policies of the size that IAM allows. A Deny counts in whichever policy it stands. */
export function packCallerPolicies(
  statements: readonly InvokeStatement[],
  context: ApiContext,
): CallerPolicies {
  if (policySize(statements, context) <= POLICY_LIMITS.inline) return { inline: statements, managed: [] };
  const managed: InvokeStatement[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const { Effect, Resource } of statements) {
    for (const resource of Resource) {
      const size = resourcesSize([resource], context);
      const current = managed.at(-1);
      const last = current?.at(-1);
      const added = last?.Effect === Effect ? size : size + FRAME;
      if (!current || used + added > POLICY_LIMITS.managed) {
        managed.push([{ Effect, Resource: [resource] }]);
        used = DOCUMENT + FRAME + size;
      } else if (last?.Effect === Effect) {
        current[current.length - 1] = { Effect, Resource: [...last.Resource, resource] };
        used += added;
      } else {
        current.push({ Effect, Resource: [resource] });
        used += added;
      }
    }
  }
  return { inline: [], managed };
}
