/** One way to authorize: the stacks, the columns of every table and the keys of every record by method. */
export const METHODS = ["iam", "cognito-scopes", "custom-authorizer"] as const;

/** One of the three ways to authorize. */
export type Method = (typeof METHODS)[number];

/** Something for each method. */
export type ByMethod<T> = { readonly [method in Method]: T };

/** The callers that scenarios speak of; the outputs of a stack name their roles or app clients. */
export const CALLERS = ["reader", "writer"] as const;

/** A caller of the API. */
export type Caller = (typeof CALLERS)[number];

/** The stack that holds all three methods around one backend; its outputs are prefixed with the method. */
export const COMPARISON_STACK = "comparison";

/** How a method is called where people read. */
export const TITLES: ByMethod<string> = {
  iam: "IAM",
  "cognito-scopes": "Cognito scopes",
  "custom-authorizer": "Custom authorizer",
};

/** Whether a word names a method. */
export function isMethod(word: string): word is Method {
  return (METHODS as readonly string[]).includes(word);
}

/** Whether a word names a caller. */
export function isCaller(word: string): word is Caller {
  return (CALLERS as readonly string[]).includes(word);
}

/** A record with a value for each method. */
export function byMethod<T>(make: (method: Method) => T): ByMethod<T> {
  return {
    iam: make("iam"),
    "cognito-scopes": make("cognito-scopes"),
    "custom-authorizer": make("custom-authorizer"),
  };
}
