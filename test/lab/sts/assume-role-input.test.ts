import { type Arguments, trust } from "../support/deployment.ts";
import { call, testSts } from "../support/sts.ts";

const ARN = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const ASSUME = { Action: "AssumeRole", RoleArn: ARN("reader"), RoleSessionName: "me" };
const role = (name: string, more: Arguments = {}): Arguments => ({
  name,
  assume_role_policy: trust(),
  ...more,
});
const reader = (more: Arguments = {}) => testSts({ "aws_iam_role.reader": role("reader", more) });

describe("parameters", () => {
  const NAME = "Member must satisfy regular expression pattern: [\\w+=,.@-]*";
  test.each<[string, Record<string, string | undefined>, string, string]>([
    [
      "no RoleArn",
      { RoleArn: undefined },
      "ValidationError",
      "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no RoleArn and a bad name",
      { RoleArn: undefined, RoleSessionName: "a b" },
      "ValidationError",
      `2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value 'a b' at 'roleSessionName' failed to satisfy constraint: ${NAME}`,
    ],
    [
      "a short name",
      { RoleSessionName: "a" },
      "ValidationError",
      "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      "a long name",
      { RoleSessionName: "a".repeat(65) },
      "ValidationError",
      `1 validation error detected: Value '${"a".repeat(65)}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      "a name that is a path",
      { RoleSessionName: "../x" },
      "ValidationError",
      `1 validation error detected: Value '../x' at 'roleSessionName' failed to satisfy constraint: ${NAME}`,
    ],
    [
      "an ARN of something else",
      { RoleArn: "arn:aws:iam::123456789012:user/reader" },
      "ValidationError",
      "Request ARN is invalid",
    ],
    [
      "an MFA code",
      { SerialNumber: "arn:aws:iam::123456789012:mfa/x", TokenCode: "123456" },
      "AccessDenied",
      "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.",
    ],
    [
      "a provided context",
      { "ProvidedContexts.member.1.ProviderArn": "x" },
      "ValidationError",
      "The parameter ProvidedContexts.member.1.ProviderArn is not one of AssumeRole that the lab can honour.",
    ],
    [
      "a tag twice",
      { "Tags.member.1.Key": "a", "Tags.member.2.Key": "A" },
      "ValidationError",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ],
    [
      "a tag of AWS's",
      { "Tags.member.1.Key": "aws:x" },
      "ValidationError",
      "System tag keys are not allowed as input parameters",
    ],
    [
      "a transitive key without its tag",
      { "TransitiveTagKeys.member.1": "a" },
      "ValidationError",
      "The specified transitive tag key must be included in the requested tags: a",
    ],
    [
      "a tag key of impossible characters",
      { "Tags.member.1.Key": "<" },
      "ValidationError",
      "1 validation error detected: Value '<' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
    ],
  ])("%s", async (_, more, code, message) => {
    const parameters = Object.fromEntries(
      Object.entries({ ...ASSUME, ...more }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const answer = await call(reader(), parameters);
    expect([answer.code, answer.message]).toEqual([code, message]);
  });

  test("eleven policies", async () => {
    const arns = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`PolicyArns.member.${index + 1}.arn`, "x"]),
    );
    expect((await call(reader(), { ...ASSUME, ...arns })).message).toMatch(
      /at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10$/,
    );
  });
});
