import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { Construct } from "constructs";
import { segmentsOf } from "../context/check-routes.ts";
import type { Route } from "../context/schema.ts";

/** A function's resource-based policy, in bytes (limits-and-prices 2.2). */
const POLICY_LIMIT = 20_480;
/** What a statement takes beside its path, at most: 327–350 bytes were computed with a short path, function name and region. */
const STATEMENT = 400;

/**
 * The source ARNs, below the API's execution ARN, that may invoke the backend: one a route while they fit into
 * `budget` bytes; else paths are cut, deepest first, to `<VERB>/<first segments>/*`, as far as it takes.
 */
export function invokePaths(routes: readonly Route[], budget: number): string[] {
  const deepest = Math.max(...routes.map(({ path }) => segmentsOf(path).length));
  for (let depth = deepest; depth >= 0; depth--) {
    const paths = [...new Set(routes.map(({ method, path }) => `${method}${cut(path, depth)}`))];
    if (size(paths) <= budget) return paths;
  }
  return ["*/*"];
}

function cut(path: string, depth: number): string {
  const segments = segmentsOf(path).map((segment) => (segment.startsWith("{") ? "*" : segment));
  return segments.length <= depth
    ? `/${segments.join("/")}`
    : `/${[...segments.slice(0, depth), "*"].join("/")}`;
}

const size = (paths: readonly string[]) => paths.reduce((sum, path) => sum + STATEMENT + path.length, 0);

interface Props {
  readonly function: LambdaFunction;
  /** `aws_api_gateway_rest_api.*.execution_arn` */
  readonly executionArn: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  /** How many APIs share the function, and with it the 20 KB. */
  readonly sharedBy: number;
}

/** Lets one API, in one stage, invoke the backend for its routes. */
export function permitInvocation(scope: Construct, props: Props): void {
  for (const path of invokePaths(props.routes, POLICY_LIMIT / props.sharedBy)) {
    new LambdaPermission(scope, `invoke ${path}`, {
      action: "lambda:InvokeFunction",
      functionName: props.function.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${props.executionArn}/${props.stage}/${path}`,
    });
  }
}
