import type { ComputeContext, ComputedAttributes } from "./context.ts";
import { allTags, CREATED, DIGITS, LETTERS_DIGITS, nameOrPrefix, UPPER_BASE32 } from "./context.ts";

/** An ARN of IAM, which has no region; the path is part of it. */
function iamArn(kind: string) {
  return (resource: ComputeContext) =>
    `arn:${resource.partition}:iam::${resource.accountId}:${kind}${resource.value("path") ?? "/"}${resource.text("name")}`;
}

/** An id as IAM makes them: four letters that tell what it is of, and seventeen more. */
function uniqueId(prefix: string) {
  return (resource: ComputeContext) => prefix + resource.letters("id", 17, UPPER_BASE32);
}

function attachmentId(holder: string) {
  return (attachment: ComputeContext) => `${attachment.text(holder)}-${attachment.letters("id", 26, DIGITS)}`;
}

function inlinePolicy(holder: string): ComputedAttributes {
  return { id: (policy) => `${policy.text(holder)}:${policy.text("name")}`, name: nameOrPrefix };
}

/** The computed attributes of IAM's resources. */
export const iamComputed: Readonly<Record<string, ComputedAttributes>> = {
  aws_iam_role: {
    arn: iamArn("role"),
    create_date: () => CREATED,
    id: (role) => role.text("name"),
    name: nameOrPrefix,
    tags_all: allTags,
    unique_id: uniqueId("AROA"),
  },
  aws_iam_policy: {
    arn: iamArn("policy"),
    id: (policy) => policy.text("arn"),
    name: nameOrPrefix,
    policy_id: uniqueId("ANPA"),
    tags_all: allTags,
  },
  aws_iam_user: {
    arn: iamArn("user"),
    id: (user) => user.text("name"),
    tags_all: allTags,
    unique_id: uniqueId("AIDA"),
  },
  aws_iam_group: { arn: iamArn("group"), id: (group) => group.text("name"), unique_id: uniqueId("AGPA") },
  aws_iam_access_key: {
    create_date: () => CREATED,
    id: (key) => `AKIA${key.letters("id", 16, UPPER_BASE32)}`,
    // With a PGP key the secret is only in `encrypted_secret`, which nobody here can read.
    secret: (key) => (key.has("pgp_key") ? undefined : key.secretLetters("secret", 40, LETTERS_DIGITS)),
  },
  aws_iam_role_policy: inlinePolicy("role"),
  aws_iam_user_policy: inlinePolicy("user"),
  aws_iam_group_policy: inlinePolicy("group"),
  aws_iam_role_policy_attachment: { id: attachmentId("role") },
  aws_iam_user_policy_attachment: { id: attachmentId("user") },
  aws_iam_group_policy_attachment: { id: attachmentId("group") },
  aws_iam_policy_attachment: { id: (attachment) => attachment.text("name") },
  aws_iam_group_membership: { id: (membership) => membership.text("name") },
  aws_iam_user_group_membership: { id: (membership) => `terraform-${membership.letters("id", 26, DIGITS)}` },
};
