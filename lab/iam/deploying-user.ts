import { parsePolicy } from "../../policy/document.ts";
import type { User } from "./entity.ts";

/**
 * The lab's own identity of the deploying account: may assume any role that trusts the account, and nothing else
 * (contract, "env"). Tags and a source identity are part of assuming a role; the role's trust policy must allow each.
 * @param arn `arn:aws:iam::<account>:user/<name>`
 */
export function deployingUser(arn: string): User {
  const [, accountId = "", name = ""] =
    /^arn:[\w-]+:iam::(\d{12}):user\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  if (name === "") throw new TypeError(`${JSON.stringify(arn)} is not the ARN of an IAM user`);
  const policy = parsePolicy(
    {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        Resource: "*",
      },
    },
    { kind: "identity", address: "the lab", attribute: "deploying user", name: "assume-any-role" },
  );
  return {
    arn,
    address: "the lab",
    stack: "",
    accountId,
    name,
    uniqueId: "AIDALABDEPLOYINGUSER2",
    tags: {},
    policies: [policy],
    boundary: undefined,
    accessKeys: [],
  };
}
