import { type Policy, PolicyError, parsePolicy } from "../../../policy/document.ts";
import type { ApiIdentity } from "../../../policy/shorthand.ts";
import type { Resource } from "../../../terraform/deployment.ts";
import { type Problems, TerraformError } from "../../../terraform/errors.ts";
import { refuseUnknownKeys } from "../../iam/condition-keys.ts";
import { isKnownKey } from "../policy-context.ts";

/** The longest resource policy, in characters (aws-behaviour B.3 [D]). */
const MAX_LENGTH = 8192;

/**
 * The resource policy of an API: its `policy` attribute or an `aws_api_gateway_rest_api_policy`, whose two cannot both
 * be there since Terraform would have them replace each other. A condition key without a value here is a problem.
 */
export function readResourcePolicy(
  api: Resource,
  policies: readonly Resource[],
  identity: ApiIdentity,
  problems: Problems,
): Policy | undefined {
  const inline = problems.attempt(() => api.optionalString("policy"));
  const holders = [...(inline === undefined || inline === "" ? [] : [api]), ...policies];
  const [holder, another] = holders;
  if (holder === undefined) return undefined;
  if (another !== undefined) {
    problems.add(another.address, "policy", `${holder.address} has a policy of the same API`);
    return undefined;
  }
  const policy = problems.attempt(() => parse(holder, identity));
  if (policy !== undefined) refuseUnknownKeys([policy], ["execute-api:invoke"], isKnownKey, problems);
  return policy;
}

function parse(holder: Resource, identity: ApiIdentity): Policy {
  const { address } = holder;
  const document = holder.string("policy");
  if (document.length > MAX_LENGTH) {
    throw new TerraformError(address, "policy", `has ${document.length} characters of at most ${MAX_LENGTH}`);
  }
  try {
    return parsePolicy(
      document,
      { kind: "resource", address, attribute: "policy", name: holder.name },
      identity,
    );
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new TerraformError(
      address,
      "policy",
      [error.path, error.reason].filter((part) => part !== "").join(": "),
    );
  }
}
