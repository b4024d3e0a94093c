import { type Condition, readConditions } from "./conditions.ts";
import type { PolicyKind, PolicySource } from "./document.ts";
import { InvalidElement, invalid, member, members, strings } from "./invalid.ts";
import { compileGlob, type Glob, readWildcards } from "./pattern.ts";
import { type Principals, readPrincipals } from "./principal.ts";
import { type ResourcePattern, readResource } from "./resource.ts";

/** A statement, to show: where it stands and what it says. */
export interface StatementRef {
  readonly source: PolicySource;
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** The statement as compact JSON. */
  readonly text: string;
  /** Set where a Deny applied because it could not be said with certainty that it does not. */
  readonly doubt?: true;
}

/** What a statement lists, and whether it means all but that (NotAction, NotResource, NotPrincipal). */
export interface Listed<T> {
  readonly not: boolean;
  readonly list: T;
}

/** A statement, ready to be evaluated. */
export interface Statement {
  readonly ref: StatementRef;
  /** Patterns of action names in lower case: "the prefix and the action name are case insensitive". */
  readonly actions: Listed<readonly Glob[]>;
  /** Absent in a trust policy, whose resource is the role. */
  readonly resources: Listed<readonly ResourcePattern[]> | undefined;
  /** Absent in a policy of an identity. */
  readonly principals: Listed<Principals> | undefined;
  readonly conditions: readonly Condition[];
}

/** Which kinds of policy name principals: the others are attached to the one they speak of. */
const NAMES_PRINCIPALS: ReadonlySet<PolicyKind> = new Set(["resource", "trust"]);

/** The longest resource ARN in an authorizer's policy, in characters (aws-behaviour D.3 [D]). */
const LONGEST_AUTHORIZER_RESOURCE = 512;

const ELEMENTS = "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";
const ACTION = /^(\*+|[\w*?-]+:[\w*?-]+)$/;

/**
 * Reads one statement.
 * @param variables whether `${…}` is a variable, or text
 */
export function readStatement(
  value: unknown,
  index: number,
  source: PolicySource,
  variables: boolean,
  path: string,
): Statement {
  const elements = new Map(members(value, path, "a statement, an object"));
  for (const name of elements.keys()) {
    if (!ELEMENTS.split(", ").includes(name)) invalid(member(path, name), name, ELEMENTS);
  }
  const effect = elements.get("Effect");
  if (effect !== "Allow" && effect !== "Deny") return invalid(`${path}.Effect`, effect, '"Allow" or "Deny"');
  const sid = elements.get("Sid");
  if (sid !== undefined && typeof sid !== "string") return invalid(`${path}.Sid`, sid, "a string");
  const parts = {
    actions: readActions(elements, path),
    resources: readResources(elements, source.kind, variables, path),
    principals: readPrincipal(elements, source.kind, effect, path),
    conditions: elements.has("Condition")
      ? readConditions(elements.get("Condition"), variables, `${path}.Condition`)
      : [],
  };
  // last, when the value is known to be a statement: anything may come, nested however deep
  return { ref: { source, index, sid, effect, text: JSON.stringify(value) }, ...parts };
}

type Elements = ReadonlyMap<string, unknown>;

/** The one of `Name` and `NotName` that the statement has. */
function either(
  elements: Elements,
  name: string,
  path: string,
): { not: boolean; value: unknown; at: string } {
  const not = elements.has(`Not${name}`);
  if (not === elements.has(name)) {
    throw new InvalidElement(path, `came ${not ? "both" : "neither"}; allowed: either ${name} or Not${name}`);
  }
  const found = not ? `Not${name}` : name;
  return { not, value: elements.get(found), at: `${path}.${found}` };
}

function readActions(elements: Elements, path: string): Statement["actions"] {
  const { not, value, at } = either(elements, "Action", path);
  const allowed = 'at least one action, service:Name with * and ?, or "*"';
  const names = strings(value, at, allowed);
  if (names.length === 0) invalid(at, value, allowed);
  const list = names.map((name) => {
    if (!ACTION.test(name)) invalid(at, name, allowed);
    return compileGlob(readWildcards(name.toLowerCase()));
  });
  return { not, list };
}

/**
 * `Resource: []` is a statement about nothing. Reports conflict: aws/chalice#971 recorded a plain 403 of an authorizer
 * that returned it, aws/chalice#1619 claims a 200 (aws-behaviour D.1); the closed reading is taken. `NotResource: []`
 * would be a statement about everything, and is refused.
 */
function readResources(
  elements: Elements,
  kind: PolicyKind,
  variables: boolean,
  path: string,
): Statement["resources"] {
  if (kind === "trust") {
    refuse(elements, "Resource", path, "a trust policy speaks of its own role");
    return undefined;
  }
  const { not, value, at } = either(elements, "Resource", path);
  const texts = strings(value, at, "an ARN or a list of ARNs");
  if (not && texts.length === 0) invalid(at, value, "at least one resource");
  const list = texts.map((text) => {
    if (kind === "authorizer" && text.length > LONGEST_AUTHORIZER_RESOURCE) {
      invalid(at, text, `a resource of at most ${LONGEST_AUTHORIZER_RESOURCE} characters`);
    }
    return readResource(text, variables, at);
  });
  return { not, list };
}

/**
 * "NotPrincipal must be used with Effect Deny", and "you cannot use it in an IAM role trust policy" (AWS JSON policy
 * elements: NotPrincipal).
 */
function readPrincipal(
  elements: Elements,
  kind: PolicyKind,
  effect: "Allow" | "Deny",
  path: string,
): Statement["principals"] {
  if (!NAMES_PRINCIPALS.has(kind)) {
    refuse(elements, "Principal", path, "its principal is the one that the policy belongs to");
    return undefined;
  }
  const { not, value, at } = either(elements, "Principal", path);
  if (not && kind === "trust") throw new InvalidElement(at, "a trust policy cannot have NotPrincipal");
  if (not && effect === "Allow") throw new InvalidElement(at, "AWS does not support NotPrincipal with Allow");
  return { not, list: readPrincipals(value, at) };
}

function refuse(elements: Elements, name: string, path: string, why: string): void {
  for (const found of [name, `Not${name}`]) {
    if (elements.has(found)) throw new InvalidElement(`${path}.${found}`, `not allowed here: ${why}`);
  }
}
