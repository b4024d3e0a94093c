import type { Deployment, Resource } from "../../terraform/deployment.ts";
import type { Problems } from "../../terraform/errors.ts";
import { Unresolved, type Value } from "../../terraform/value.ts";
import {
  COGNITO_ATTRIBUTES,
  HARMLESS_COGNITO_RESOURCES,
  REFUSED_COGNITO_RESOURCES,
} from "../issuers/cognito/coverage.ts";
import { API_GATEWAY, LAMBDA } from "./coverage/api-gateway.ts";
import { HARMLESS_IAM, IAM } from "./coverage/iam.ts";
import { BYSTANDERS, HARMLESS, REFUSED, REFUSED_WHEN_NAMING } from "./coverage/other.ts";
import type { Reasons, TypeCoverage } from "./coverage/type-coverage.ts";

/** Something of the Terraform that the lab ignores, and that lets nobody in and keeps nobody out. */
export interface Ignored {
  readonly address: string;
  /** Undefined when the whole resource is ignored. */
  readonly attribute: string | undefined;
  readonly reason: string;
}

/** The resource types that the lab enforces, attribute by attribute. */
export const ENFORCED: Readonly<Record<string, TypeCoverage>> = {
  ...API_GATEWAY,
  ...LAMBDA,
  ...IAM,
  ...COGNITO_ATTRIBUTES,
};

/** Resource types that are refused wherever they are. */
export const REFUSED_TYPES: Reasons = { ...REFUSED, ...REFUSED_COGNITO_RESOURCES };
const HARMLESS_TYPES: Reasons = {
  ...HARMLESS,
  ...HARMLESS_IAM,
  ...HARMLESS_COGNITO_RESOURCES,
  ...BYSTANDERS,
};

/** Families in which a type that is not in the tables is refused: it may bear on who gets in. */
const FAMILIES = /^aws_(?:api_gateway|apigatewayv2|iam|cognito|lambda|waf|wafregional|wafv2|organizations)_/;

/**
 * Looks up every resource and every configured attribute of a deployment: enforced, refused (a problem with address,
 * attribute and reason) or ignored as harmless (returned, for the lab to list at start). A type that no table knows is
 * refused if it is of a family that bears on who gets in, or refers to an enforced resource.
 */
export function checkCoverage(deployment: Deployment, problems: Problems): readonly Ignored[] {
  const ignored: Ignored[] = [];
  const enforced = enforcedNames(deployment);
  for (const resource of deployment.resources) {
    const { address, type, attributes } = resource;
    const naming = own(REFUSED_WHEN_NAMING, type);
    const coverage = own(ENFORCED, type);
    const refused = own(REFUSED_TYPES, type);
    const harmless = own(HARMLESS_TYPES, type);
    if (coverage !== undefined) checkAttributes(resource, coverage, problems, ignored);
    else if (refused !== undefined) problems.add(address, undefined, refused);
    else if (harmless !== undefined) ignored.push({ address, attribute: undefined, reason: harmless });
    else if (naming !== undefined) {
      const named = findName(attributes[naming.attribute] ?? null, enforced);
      if (named === undefined) ignored.push({ address, attribute: undefined, reason: NO_PART });
      else problems.add(address, naming.attribute, `${naming.reason}, and it is for ${named}`);
    } else if (isApiEndpointPolicy(resource)) {
      problems.add(
        address,
        "policy",
        "a policy of a VPC endpoint is not evaluated: the lab's clients come through none",
      );
    } else if (FAMILIES.test(type)) {
      problems.add(address, undefined, `the lab does not know ${type}, and it may bear on who gets in`);
    } else checkUnknown(resource, enforced, problems, ignored);
  }
  return ignored;
}

const NO_PART = "no part of an API";

/** A VPC endpoint of API Gateway with a policy of its own, which decides who reaches a private API. */
function isApiEndpointPolicy({ type, attributes }: Resource): boolean {
  if (type !== "aws_vpc_endpoint" || !isConfigured(attributes.policy)) return false;
  const service = attributes.service_name;
  return typeof service !== "string" || service.endsWith(".execute-api");
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What Terraform itself takes from a resource; `provider` and repetition are resolved by the reader. */
const META: ReadonlySet<string> = new Set(["//", "depends_on", "lifecycle", "provider"]);

function checkAttributes(
  { address, attributes }: Resource,
  coverage: TypeCoverage,
  problems: Problems,
  ignored: Ignored[],
): void {
  const check = (attribute: string, value: Value, path: string): void => {
    if (!isConfigured(value) || META.has(attribute)) return;
    const refused = own(coverage.refused ?? {}, attribute);
    const harmless = own(coverage.harmless, attribute);
    if (refused !== undefined) problems.add(address, path, refused);
    else if (harmless !== undefined) ignored.push({ address, attribute: path, reason: harmless });
    else if (coverage.read.includes(attribute)) checkBlocks(attribute, value, path);
    else problems.add(address, path, "the lab does not know this attribute, and it may bear on who gets in");
  };
  const isBlock = (attribute: string): boolean => {
    const prefix = `${attribute}.`;
    return [...coverage.read, ...Object.keys(coverage.harmless)].some((known) => known.startsWith(prefix));
  };
  const checkBlocks = (attribute: string, value: Value, path: string): void => {
    if (!isBlock(attribute)) return;
    const blocks = Array.isArray(value) ? value : [value];
    for (const [index, block] of blocks.entries()) {
      if (typeof block !== "object" || block === null || Array.isArray(block) || block instanceof Unresolved)
        continue;
      const at = Array.isArray(value) ? `${path}[${index}]` : path;
      for (const [name, inner] of Object.entries(block))
        check(`${attribute}.${name}`, inner, `${at}.${name}`);
    }
  };
  for (const [attribute, value] of Object.entries(attributes)) check(attribute, value, attribute);
}

/** A value that says something: not null, false, empty text or an empty collection. */
function isConfigured(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  if (value instanceof Unresolved || typeof value !== "object") return true;
  return (Array.isArray(value) ? value : Object.keys(value)).length > 0;
}

function checkUnknown(
  { address, type, attributes }: Resource,
  enforced: ReadonlyMap<string, string>,
  problems: Problems,
  ignored: Ignored[],
): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    const named = META.has(attribute) ? undefined : findName(value, enforced);
    if (named === undefined) continue;
    // Only AWS's own resources stand between a client and an API.
    if (type.startsWith("aws_")) {
      const reason = `refers to ${named}, and the lab does not know what ${type} does with it`;
      problems.add(address, attribute, reason);
      return;
    }
  }
  ignored.push({ address, attribute: undefined, reason: NO_PART });
}

const NAMES = ["arn", "execution_arn", "id"] as const;

/** What other resources call an enforced one: its ARNs and ids, where those are not mere words. */
function enforcedNames(deployment: Deployment): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const resource of deployment.resources) {
    if (!Object.hasOwn(ENFORCED, resource.type)) continue;
    names.set(resource.address, resource.address);
    for (const attribute of NAMES) {
      const value = readName(resource, attribute);
      const isName = value !== undefined && (value.startsWith("arn:") || OPAQUE_IDS.has(resource.type));
      if (isName) names.set(value, resource.address);
    }
  }
  return names;
}

/** Types whose `id` AWS makes up; other ids are names that people chose, and may be any word. */
const OPAQUE_IDS: ReadonlySet<string> = new Set([
  "aws_api_gateway_rest_api",
  "aws_cognito_user_pool",
  "aws_cognito_user_pool_client",
]);

function readName(resource: Resource, attribute: string): string | undefined {
  try {
    const value = resource.get(attribute);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The enforced resource that a value names; of an unresolved value, that its expression names. */
function findName(value: Value, enforced: ReadonlyMap<string, string>): string | undefined {
  if (value === null || typeof value === "number" || typeof value === "boolean") return undefined;
  if (typeof value === "object" && !(value instanceof Unresolved)) {
    for (const item of Array.isArray(value) ? value : Object.values(value)) {
      const found = findName(item, enforced);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const text = typeof value === "string" ? value : value.expression;
  for (const [name, address] of enforced) if (text.includes(name)) return address;
  return undefined;
}
