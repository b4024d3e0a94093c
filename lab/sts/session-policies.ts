import { deflateRawSync } from "node:zlib";
import { type Policy, PolicyError, parsePolicy } from "../../policy/document.ts";
import { unknownKeys } from "../iam/condition-keys.ts";
import type { IamDirectory } from "../iam/directory.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";
import { STS_ACTIONS } from "./condition-keys.ts";
import { StsError } from "./errors.ts";

/** The least that a session can do with a policy: what is checked for keys that nobody gives. */
const ACTIONS: readonly string[] = [...STS_ACTIONS, "execute-api:invoke", "execute-api:invalidatecache"];

/** The room that AWS has for policies and tags in a token is not documented: this much, compressed. */
const PACKED_BYTES = 2048;

/** What a session is confined to; nothing when neither `Policy` nor `PolicyArns` was sent. */
export function sessionPolicies(
  { policy, policyArns }: AssumeRoleInput,
  directory: IamDirectory,
  isKnownKey: (key: string) => boolean,
): readonly Policy[] {
  const inline = policy === undefined ? [] : [readInline(policy)];
  const managed = policyArns.map((arn) => {
    const found = directory.managedPolicy(arn);
    if (found) return found;
    throw malformed(
      `PolicyArns: the policy ${arn} is not in the Terraform, and the lab does not know its content.`,
    );
  });
  const policies = [...inline, ...managed];
  for (const { address, reason } of unknownKeys(policies, ACTIONS, isKnownKey)) {
    throw malformed(`${address}: ${reason}.`);
  }
  return policies;
}

function readInline(text: string): Policy {
  try {
    return parsePolicy(text, { kind: "session", address: "AssumeRole", attribute: "Policy", name: "Policy" });
  } catch (error) {
    if (error instanceof PolicyError) throw malformed(`Syntax errors in policy: ${error.message}.`);
    throw error;
  }
}

function malformed(message: string): StsError {
  return new StsError(400, "MalformedPolicyDocument", message);
}

/**
 * How full a session's policies and tags make its token, in percent; nothing when it has none. An estimate.
 * @throws {StsError} when they do not fit
 */
export function packedPolicySize({ policy = "", policyArns, tags }: AssumeRoleInput): number | undefined {
  if (policy === "" && policyArns.length === 0 && Object.keys(tags).length === 0) return undefined;
  const bytes = deflateRawSync(JSON.stringify([policy, policyArns, tags])).length;
  const percent = Math.ceil((100 * bytes) / PACKED_BYTES);
  if (percent <= 100) return percent;
  const message = `Packed size of session tags and session policies consumes ${percent}% of allotted space.`;
  throw new StsError(400, "PackedPolicyTooLarge", message);
}
