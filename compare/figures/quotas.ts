import type { Method } from "../method.ts";
import type { Confidence } from "../prices/price.ts";
import { ofType, references, type Synthesized } from "./terraform.ts";

/** A quota, and how much of it a stack uses as it was synthesized. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  /** Whether AWS raises it. */
  readonly adjustable: boolean;
  readonly confidence: Confidence;
  readonly source: string;
  readonly methods: readonly Method[];
  /** Undefined where it is a rate: the traffic decides, not the Terraform. */
  readonly used?: (stack: Synthesized) => number;
}

/** How much of a quota is used. */
export interface QuotaUse {
  readonly quota: Omit<Quota, "used">;
  readonly used: number;
}

const ALL: readonly Method[] = ["iam", "cognito-scopes", "custom-authorizer"];

/** The quotas that an API meets as its routes, permissions and callers grow, by limits-and-prices 2. */
export const QUOTAS: readonly Quota[] = [
  {
    name: "resources of an API",
    limit: 300,
    adjustable: true,
    confidence: "A",
    source: "limits-and-prices 2.1",
    methods: ALL,
    used: (stack) => ofType(stack, "aws_api_gateway_resource").length,
  },
  {
    name: "invoke permissions of a function (20 KB)",
    limit: 58,
    adjustable: false,
    confidence: "A",
    source: "limits-and-prices 2.2, derived",
    methods: ALL,
    used: (stack) => {
      const functions = ofType(stack, "aws_lambda_permission").map(({ config }) =>
        String(config.function_name),
      );
      return Math.max(0, ...functions.map((name) => functions.filter((other) => other === name).length));
    },
  },
  {
    name: "routes in a role's inline policies (10,240 characters)",
    limit: 102,
    adjustable: false,
    confidence: "C",
    source: "limits-and-prices 2.3, derived",
    methods: ["iam"],
    used: routesOfARole,
  },
  {
    name: "scopes of an app client",
    limit: 50,
    adjustable: false,
    confidence: "A",
    source: "limits-and-prices 2.4",
    methods: ["cognito-scopes"],
    used: (stack) =>
      Math.max(
        0,
        ...ofType(stack, "aws_cognito_user_pool_client").map(({ config }) =>
          lengthOf(config.allowed_oauth_scopes),
        ),
      ),
  },
  {
    name: "scopes of a resource server",
    limit: 100,
    adjustable: false,
    confidence: "A",
    source: "limits-and-prices 2.4",
    methods: ["cognito-scopes"],
    used: (stack) =>
      Math.max(
        0,
        ...ofType(stack, "aws_cognito_resource_server").map(({ config }) => lengthOf(config.scope)),
      ),
  },
  {
    name: "app clients of a pool",
    limit: 1000,
    adjustable: true,
    confidence: "A",
    source: "limits-and-prices 2.4",
    methods: ["cognito-scopes"],
    used: (stack) => ofType(stack, "aws_cognito_user_pool_client").length,
  },
  {
    name: "tokens a second, account and region",
    limit: 150,
    adjustable: false,
    confidence: "A",
    source: "limits-and-prices 2.4, as of 2023",
    methods: ["cognito-scopes"],
  },
  {
    name: "requests a second, account and region",
    limit: 10_000,
    adjustable: true,
    confidence: "C",
    source: "limits-and-prices 2.1, as of 2023",
    methods: ALL,
  },
];

/** The counted quotas of a method by how much of each is used, the fullest first: that one binds first. */
export function quotaUses(method: Method, stack: Synthesized): readonly QuotaUse[] {
  return QUOTAS.flatMap(({ used, ...quota }): QuotaUse[] =>
    used && quota.methods.includes(method) ? [{ quota, used: used(stack) }] : [],
  ).sort((a, b) => b.used / b.quota.limit - a.used / a.quota.limit);
}

/** The rate quota of a method that is reached first when every call asks for a new credential. */
export function rateQuota(method: Method): Omit<Quota, "used"> {
  const rates = QUOTAS.filter(({ used, methods }) => !used && methods.includes(method));
  const [first] = [...rates].sort((a, b) => a.limit - b.limit);
  if (!first) throw new RangeError(`${method} has no rate quota`);
  return first;
}

/** The most route ARNs that any role's policy names, inline or by way of a policy document. */
function routesOfARole(stack: Synthesized): number {
  const policies = ofType(stack, "aws_iam_role_policy").map(({ config }) => {
    const documents = references(config.policy).filter((name) => name.startsWith("data."));
    const texts = stack.data
      .filter(({ type, name }) => documents.includes(`data.${type}.${name}`))
      .map(({ config: document }) => JSON.stringify(document));
    return [JSON.stringify(config.policy), ...texts].join(" ");
  });
  return Math.max(0, ...policies.map((text) => (/execute-api:Invoke/.test(text) ? countRoutes(text) : 0)));
}

function countRoutes(text: string): number {
  const byReference = text.match(/execution_arn\}/g)?.length ?? 0;
  const byArn = text.match(/arn:[^"\\]*:execute-api:/g)?.length ?? 0;
  return Math.max(byReference, byArn);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
