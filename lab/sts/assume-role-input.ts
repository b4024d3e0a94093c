import { constraintErrors, StsError, validationError } from "./errors.ts";
import type { Parameters } from "./parameters.ts";

/** What a client asks of AssumeRole, each value within AWS's constraints (STS API reference, AssumeRole). */
export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly durationSeconds: number | undefined;
  /** JSON text. */
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
}

interface Constraint {
  readonly pattern: RegExp;
  /** As AWS prints it. */
  readonly shown: string;
  readonly least: number;
  readonly most: number;
}

const NAME: Omit<Constraint, "least" | "most"> = { pattern: /^[\w+=,.@-]*$/, shown: "[\\w+=,.@-]*" };
const ROLE_ARN: Constraint = {
  pattern: /^[\t\n\r\u0020-\u007e\u0085\u00a0-\uffff]*$/,
  shown: "",
  least: 20,
  most: 2048,
};
const SESSION_NAME: Constraint = { ...NAME, least: 2, most: 64 };
const EXTERNAL_ID: Constraint = {
  pattern: /^[\w+=,.@:/-]*$/,
  shown: "[\\w+=,.@:\\/-]*",
  least: 2,
  most: 1224,
};
const TAG_TEXT = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, shown: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" };
const TAG_KEY: Constraint = { ...TAG_TEXT, least: 1, most: 128 };
const TAG_VALUE: Constraint = { ...TAG_TEXT, least: 0, most: 256 };
const POLICY: Constraint = {
  pattern: /^[\t\n\r\u0020-\u00ff]*$/,
  shown: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
  least: 1,
  most: 2048,
};

const LEAST_SECONDS = 900;
const MOST_SECONDS = 43_200;
const MOST_TAGS = 50;
const MOST_POLICY_ARNS = 10;

/** All but `ProvidedContexts`. What is not among these is refused, so that no limit on a session is passed over. */
const KNOWN: ReadonlySet<string> = new Set([
  "Action",
  "Version",
  "RoleArn",
  "RoleSessionName",
  "DurationSeconds",
  "Policy",
  "PolicyArns",
  "Tags",
  "TransitiveTagKeys",
  "ExternalId",
  "SourceIdentity",
  "SerialNumber",
  "TokenCode",
]);

/** Reads and checks AssumeRole's parameters. @throws {StsError} that names what is wrong */
export function readAssumeRole(parameters: Parameters): AssumeRoleInput {
  if (parameters.get("SerialNumber") !== undefined || parameters.get("TokenCode") !== undefined) {
    const message =
      "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.";
    throw new StsError(
      403,
      "AccessDenied",
      message,
      "SerialNumber and TokenCode: the lab has no MFA devices",
    );
  }
  const unknown = parameters.names.find((name) => !KNOWN.has(name.split(".")[0] ?? ""));
  if (unknown !== undefined) {
    throw validationError(`The parameter ${unknown} is not one of AssumeRole that the lab can honour.`);
  }

  const problems: string[] = [];
  const check = (at: string, value: string, constraint: Constraint): string => {
    problems.push(...broken(at, value, constraint));
    return value;
  };
  const required = (name: string, at: string, constraint: Constraint): string => {
    const value = parameters.get(name);
    if (value !== undefined) return check(at, value, constraint);
    problems.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
    return "";
  };
  const optional = (name: string, at: string, constraint: Constraint): string | undefined => {
    const value = parameters.get(name);
    return value === undefined ? undefined : check(at, value, constraint);
  };

  const input = {
    roleArn: required("RoleArn", "roleArn", ROLE_ARN),
    roleSessionName: required("RoleSessionName", "roleSessionName", SESSION_NAME),
    durationSeconds: readDuration(parameters.get("DurationSeconds"), problems),
    policy: optional("Policy", "policy", POLICY),
    policyArns: parameters.structures("PolicyArns").map((member) => member.get("arn") ?? ""),
    tags: readTags(parameters, check),
    transitiveTagKeys: parameters.list("TransitiveTagKeys"),
    externalId: optional("ExternalId", "externalId", EXTERNAL_ID),
    sourceIdentity: optional("SourceIdentity", "sourceIdentity", SESSION_NAME),
  };
  const count = (at: string, number: number, most: number) => {
    if (number > most)
      problems.push(
        `Value at '${at}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
      );
  };
  count("tags", Object.keys(input.tags).length, MOST_TAGS);
  count("transitiveTagKeys", input.transitiveTagKeys.length, MOST_TAGS);
  count("policyArns", input.policyArns.length, MOST_POLICY_ARNS);
  if (problems.length > 0) throw constraintErrors(problems);

  if (!/^arn:[\w-]+:iam::\d{12}:role\/./.test(input.roleArn)) throw validationError("Request ARN is invalid");
  const absent = input.transitiveTagKeys.find((key) => !has(input.tags, key));
  if (absent !== undefined) {
    throw validationError(
      `The specified transitive tag key must be included in the requested tags: ${absent}`,
    );
  }
  return input;
}

function broken(at: string, value: string, { pattern, shown, least, most }: Constraint): readonly string[] {
  const failed = `Value '${value}' at '${at}' failed to satisfy constraint: Member must`;
  return [
    ...(pattern.test(value) ? [] : [`${failed} satisfy regular expression pattern: ${shown}`]),
    ...(value.length < least ? [`${failed} have length greater than or equal to ${least}`] : []),
    ...(value.length > most ? [`${failed} have length less than or equal to ${most}`] : []),
  ];
}

function readDuration(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined) return undefined;
  const failed = `Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must`;
  const seconds = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(seconds)) problems.push(`${failed} be a number`);
  if (seconds < LEAST_SECONDS)
    problems.push(`${failed} have value greater than or equal to ${LEAST_SECONDS}`);
  if (seconds > MOST_SECONDS) problems.push(`${failed} have value less than or equal to ${MOST_SECONDS}`);
  return seconds;
}

/** Session tags; keys that differ in case alone are one key. */
function readTags(
  parameters: Parameters,
  check: (at: string, value: string, constraint: Constraint) => string,
): Readonly<Record<string, string>> {
  const tags: Record<string, string> = Object.create(null);
  for (const [index, member] of parameters.structures("Tags").entries()) {
    const key = check(`tags.${index + 1}.member.key`, member.get("Key") ?? "", TAG_KEY);
    const value = check(`tags.${index + 1}.member.value`, member.get("Value") ?? "", TAG_VALUE);
    if (has(tags, key))
      throw validationError("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    if (/^aws:/i.test(key)) throw validationError("System tag keys are not allowed as input parameters");
    tags[key] = value;
  }
  return tags;
}

function has(tags: Readonly<Record<string, string>>, key: string): boolean {
  return Object.keys(tags).some((one) => one.toLowerCase() === key.toLowerCase());
}
