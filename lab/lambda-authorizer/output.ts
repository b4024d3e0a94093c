import {
  conditionKeys,
  type Policy,
  PolicyError,
  type PolicySource,
  parsePolicy,
} from "../../policy/document.ts";
import { isCommonKey } from "../gateway/policy-context.ts";

/** What a Lambda authorizer returned, valid. */
export interface AuthorizerOutput {
  /** Undefined when it was left out: such an answer can deny, but not allow (see aws-behaviour D.1). */
  readonly principalId: string | undefined;
  readonly policy: Policy;
  /** Every value as text, as mapping templates and the backend get it. */
  readonly context: Readonly<Record<string, string>>;
}

export type OutputReading =
  | { readonly ok: true; readonly output: AuthorizerOutput }
  | { readonly ok: false; readonly why: string };

const KEYS: ReadonlySet<string> = new Set(["principalId", "policyDocument", "context", "usageIdentifierKey"]);

/**
 * Reads what an authorizer returned, as JSON text. Whatever API Gateway could not make sense of is a configuration
 * error (aws-behaviour D.1): no object, an unknown key, a policy outside the grammar, a context value that is an
 * object or a list. A condition key that the lab has no value for is one too: it could open as well as close.
 */
export function readOutput(payload: string, source: PolicySource): OutputReading {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return refuse("the answer is not JSON");
  }
  if (!isMap(value)) return refuse("the answer is not an object");
  for (const key of Object.keys(value)) {
    if (!KEYS.has(key)) return refuse(`the answer has the unknown key ${JSON.stringify(key.slice(0, 100))}`);
  }
  const { principalId, policyDocument } = value;
  if (principalId === null || typeof principalId === "object") return refuse("principalId is not a string");
  if (!isMap(policyDocument)) return refuse("policyDocument is not an object");
  const context = readContext(value.context ?? {});
  if (typeof context === "string") return refuse(context);
  let policy: Policy;
  try {
    policy = parsePolicy(policyDocument, source);
  } catch (error) {
    if (error instanceof PolicyError) return refuse(`policyDocument ${error.path}: ${error.reason}`);
    throw error;
  }
  const unknown = conditionKeys(policy).filter((key) => !isCommonKey(key));
  if (unknown.length > 0)
    return refuse(`policyDocument reads ${unknown.join(", ")}, which has no value here`);
  return {
    ok: true,
    output: { principalId: principalId === undefined ? undefined : String(principalId), policy, context },
  };
}

function refuse(why: string): OutputReading {
  return { ok: false, why };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readContext(value: unknown): Record<string, string> | string {
  if (!isMap(value)) return "context is not an object";
  const context: Record<string, string> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    if (item === null) continue;
    if (typeof item === "object") return `context.${key.slice(0, 100)} is an object or a list`;
    context[key] = String(item);
  }
  return context;
}
