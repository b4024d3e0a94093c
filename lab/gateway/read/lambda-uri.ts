import { type FunctionArn, parseFunctionArn } from "../integration/permission.ts";

const URI = /^arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

/** A reason why a URI cannot be resolved to a function. */
export type UriProblem = { readonly problem: string };

/**
 * The function that an integration's or authorizer's URI invokes, `${stageVariables.x}` in it replaced by the
 * stage's.
 */
export function readLambdaUri(
  uri: string,
  variables: Readonly<Record<string, string>> | null,
): FunctionArn | UriProblem {
  let missing: string | undefined;
  const resolved = uri.replace(/\$\{stageVariables\.([a-zA-Z0-9_]+)\}/g, (_, name: string) => {
    const value = variables !== null && Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) missing = name;
    return value ?? "";
  });
  if (missing !== undefined) return { problem: `the stage has no variable ${missing}` };
  const arn = URI.exec(resolved)?.[1];
  const target = arn === undefined ? undefined : parseFunctionArn(arn);
  return target ?? { problem: `${resolved} is not the invoke ARN of a Lambda function` };
}
