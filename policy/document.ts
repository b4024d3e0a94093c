import { InvalidElement, invalid, member, members } from "./invalid.ts";
import { parseJson } from "./json.ts";
import { type ApiIdentity, expandShorthand } from "./shorthand.ts";
import { readStatement, type Statement } from "./statement.ts";

/**
 * What a policy is attached to, and so what it may say and how it counts:
 * - `identity`: a role or user, `boundary` its permissions boundary, `session` passed to AssumeRole;
 * - `resource`: an API, `trust`: a role;
 * - `authorizer`: what a Lambda authorizer returned.
 */
export type PolicyKind = "identity" | "resource" | "trust" | "session" | "boundary" | "authorizer";

/** Where a policy comes from: what errors and explanations name. */
export interface PolicySource {
  readonly kind: PolicyKind;
  /** The Terraform address, or a name where there is none. */
  readonly address: string;
  /** The attribute of that resource. */
  readonly attribute: string;
  /** The policy's own name. */
  readonly name: string;
}

/** A policy, validated and ready to be evaluated. */
export interface Policy {
  readonly source: PolicySource;
  readonly statements: readonly Statement[];
}

/** A policy document that AWS would refuse, or that cannot be evaluated with certainty. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly source: PolicySource;
  /** Where in the document, for example `Statement[0].Effect`; empty for the document itself. */
  readonly path: string;
  /** What came and what is allowed. */
  readonly reason: string;

  constructor(source: PolicySource, path: string, reason: string) {
    super([source.address, source.attribute, path, reason].filter((part) => part !== "").join(": "));
    this.source = source;
    this.path = path;
    this.reason = reason;
  }
}

const ELEMENTS: readonly string[] = ["Version", "Id", "Statement"];
const VERSIONS: readonly unknown[] = ["2012-10-17", "2008-10-17"];

/**
 * Reads a policy document: its JSON text, or the object that was parsed from it.
 * @param api the API of a resource policy, where the shorthand `execute-api:/…` is allowed
 * @throws {PolicyError} for anything that the IAM policy grammar or the kind of policy does not allow
 */
export function parsePolicy(document: unknown, source: PolicySource, api?: ApiIdentity): Policy {
  try {
    const value = typeof document === "string" ? parseJson(document) : document;
    return { source, statements: readStatements(api ? expandShorthand(value, api) : value, source) };
  } catch (error) {
    if (error instanceof InvalidElement) throw new PolicyError(source, error.path, error.message);
    throw error;
  }
}

function readStatements(value: unknown, source: PolicySource): readonly Statement[] {
  const elements = new Map(members(value, "", "a policy document, an object"));
  for (const name of elements.keys()) {
    if (!ELEMENTS.includes(name)) invalid(member("", name), name, ELEMENTS.join(", "));
  }
  const version = elements.has("Version") ? elements.get("Version") : "2008-10-17";
  if (!VERSIONS.includes(version)) invalid("Version", version, '"2012-10-17" or "2008-10-17"');
  const id = elements.get("Id");
  if (id !== undefined && typeof id !== "string") invalid("Id", id, "a string");
  const statements = elements.get("Statement");
  if (statements === undefined) invalid("Statement", statements, "a statement or a list of statements");
  const variables = version === "2012-10-17";
  if (!Array.isArray(statements)) return [readStatement(statements, 0, source, variables, "Statement")];
  if (statements.length === 0) invalid("Statement", statements, "at least one statement");
  return statements.map((item, index) =>
    readStatement(item, index, source, variables, `Statement[${index}]`),
  );
}

/** The condition keys that a policy reads, in conditions and variables: in lower case, each once. */
export function conditionKeys(policy: Policy): readonly string[] {
  const keys = policy.statements.flatMap(({ conditions, resources }) => [
    ...conditions.flatMap((condition) => condition.keys),
    ...(resources?.list.flatMap((pattern) => pattern.keys) ?? []),
  ]);
  return [...new Set(keys)];
}
