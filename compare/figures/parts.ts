import { address, ofType, references, type Synthesized, type SynthesizedResource } from "./terraform.ts";

/** Lambda calls and signature checks of one accepted request. */
export interface Work {
  readonly lambdaCalls: number;
  readonly signatureChecks: number;
}

/** What was counted in one stack. */
export interface Counted {
  readonly resources: number;
  readonly byType: Readonly<Record<string, number>>;
  /** Secrets that the stack makes and someone must hand out and rotate. */
  readonly secrets: number;
  /** What an accepted request passes on its way to the backend, in order. */
  readonly parts: readonly string[];
  readonly cold: Work;
  readonly warm: Work;
}

/** Counts a stack. */
export function count(stack: Synthesized): Counted {
  const byType: Record<string, number> = {};
  for (const { type } of stack.resources) byType[type] = (byType[type] ?? 0) + 1;
  const clients = ofType(stack, "aws_cognito_user_pool_client").filter(
    ({ config }) => config.generate_secret === true,
  );
  const secrets = clients.length + ofType(stack, "aws_iam_access_key").length;
  return {
    resources: stack.resources.length,
    byType,
    secrets,
    parts: partsOf(stack),
    cold: work(stack, "cold"),
    warm: work(stack, "warm"),
  };
}

/** The parts are found by following references: from a method to its authorizer and what that asks, then the backend. */
function partsOf(stack: Synthesized): readonly string[] {
  const parts = ["API Gateway stage"];
  if (authorizationOf(stack).has("AWS_IAM")) parts.push("IAM: signature, role policy");
  for (const authorizer of ofType(stack, "aws_api_gateway_authorizer")) {
    parts.push(authorizer.config.type === "COGNITO_USER_POOLS" ? "Cognito authorizer" : "Lambda authorizer");
    for (const used of resolve(stack, authorizer)) {
      if (used.type === "aws_cognito_user_pool") parts.push("user pool's keys");
      if (used.type !== "aws_lambda_function") continue;
      parts.push("authorizer function");
      if (/var\.|https?:/.test(JSON.stringify(used.config.environment) ?? ""))
        parts.push("outside issuer's keys");
    }
  }
  if (ofType(stack, "aws_api_gateway_rest_api_policy").length) parts.push("resource policy");
  const backends = ofType(stack, "aws_api_gateway_integration")
    .filter(({ config }) => config.type === "AWS_PROXY")
    .flatMap((integration) => resolve(stack, integration))
    .filter(({ type }) => type === "aws_lambda_function");
  if (backends.length) parts.push("backend function");
  return parts;
}

function work(stack: Synthesized, cache: "cold" | "warm"): Work {
  const kinds = authorizationOf(stack);
  const authorizers = ofType(stack, "aws_api_gateway_authorizer").filter(
    ({ config }) => config.type !== "COGNITO_USER_POOLS",
  );
  const cached = authorizers.every(({ config }) => (config.authorizer_result_ttl_in_seconds ?? 300) !== 0);
  const calls = kinds.has("CUSTOM") && !(cache === "warm" && cached) ? 1 : 0;
  // IAM checks the signature and Cognito the token of every request; a Lambda authorizer's function when it is called.
  const checks = kinds.has("AWS_IAM") || kinds.has("COGNITO_USER_POOLS") ? 1 : calls;
  return { lambdaCalls: 1 + calls, signatureChecks: checks };
}

function authorizationOf(stack: Synthesized): ReadonlySet<unknown> {
  return new Set(ofType(stack, "aws_api_gateway_method").map(({ config }) => config.authorization));
}

function resolve(stack: Synthesized, from: SynthesizedResource): readonly SynthesizedResource[] {
  const targets = new Set(references(from.config));
  return stack.resources.filter((resource) => targets.has(address(resource)));
}
