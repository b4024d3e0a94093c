import type { ApiContext } from "./context/schema.ts";

/** The stacks, by the names that `cdktf deploy` takes. */
export const STACKS = ["iam", "cognito-scopes", "custom-authorizer", "comparison"] as const;
export type StackName = (typeof STACKS)[number];
/** One way to authorize. */
export type Method = Exclude<StackName, "comparison">;
export const METHODS: readonly Method[] = ["iam", "cognito-scopes", "custom-authorizer"];

/** The names that a stack gives its resources. They hold stack and stage, so that all four stacks fit in one account. */
export interface Names {
  readonly prefix: string;
  readonly backend: string;
  readonly authorizer: string;
  api(method: Method): string;
  /** IAM is global to the account: a role's name holds the region too. */
  role(purpose: string): string;
  /** A domain prefix that was given: two stacks cannot have the same one. */
  domainPrefix(given: string): string;
  /** The role of a caller of the IAM method. */
  caller(name: string): string;
}

export function names(
  { name, stage, region }: Pick<ApiContext, "name" | "stage" | "region">,
  stack: StackName,
): Names {
  const prefix = `${name}-${stack}-${stage}`;
  return {
    prefix,
    backend: `${prefix}-backend`,
    authorizer: `${prefix}-authorizer`,
    api: (method) => (stack === "comparison" ? `${prefix}-${method}` : prefix),
    role: (purpose) => `${prefix}-${region}-${purpose}`,
    domainPrefix: (given) => (stack === "comparison" ? `${given}-comparison` : given),
    caller: (caller) => `${prefix}-${region}-caller-${caller}`,
  };
}
