import { refuseUnknownKeys } from "../../../lab/iam/condition-keys.ts";
import { parsePolicy } from "../../../policy/document.ts";
import { describeProblem, Problems } from "../../../terraform/errors.ts";

const statement = (more: object) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource: "*",
  ...more,
});
const condition = (key: string) => ({ Condition: { StringNotEquals: { [key]: "x" } } });

test.each<[string, object, readonly string[]]>([
  ["a known key", statement(condition("aws:SourceIp")), []],
  [
    "an unknown key",
    statement(condition("aws:Unheard")),
    [
      "aws_iam_role_policy.p: policy: Statement[0] reads the condition key aws:unheard, which the lab has no value for",
    ],
  ],
  [
    "an unknown key in a variable",
    statement({ Resource: "arn:aws:execute-api:*:*:*/dev/GET/${aws:Unheard}" }),
    [
      "aws_iam_role_policy.p: policy: Statement[0] reads the condition key aws:unheard, which the lab has no value for",
    ],
  ],
  [
    "an unknown key where it is about something else",
    statement({ ...condition("s3:prefix"), Action: "s3:*" }),
    [],
  ],
  [
    "an unknown key under a wildcard that covers the action",
    statement({ ...condition("s3:prefix"), Action: "*" }),
    [
      "aws_iam_role_policy.p: policy: Statement[0] reads the condition key s3:prefix, which the lab has no value for",
    ],
  ],
  [
    "an unknown key under NotAction of something else",
    { Effect: "Deny", NotAction: "s3:*", Resource: "*", ...condition("s3:prefix") },
    [
      "aws_iam_role_policy.p: policy: Statement[0] reads the condition key s3:prefix, which the lab has no value for",
    ],
  ],
  [
    "an unknown key under NotAction of the action",
    { Effect: "Deny", NotAction: "execute-api:*", Resource: "*", ...condition("s3:prefix") },
    [],
  ],
])("%s", (_, one, expected) => {
  const policy = parsePolicy(
    { Version: "2012-10-17", Statement: [one] },
    { kind: "identity", address: "aws_iam_role_policy.p", attribute: "policy", name: "p" },
  );
  const problems = new Problems();
  refuseUnknownKeys([policy], ["execute-api:invoke"], (key) => key === "aws:sourceip", problems);
  expect(problems.all.map(describeProblem)).toEqual(expected);
});
