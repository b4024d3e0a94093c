import { NAMING, NO_CHANGE, type Reasons, type TypeCoverage } from "./type-coverage.ts";

/** The IAM resources that the lab enforces, attribute by attribute (AWS provider 5.100). */
export const IAM: Readonly<Record<string, TypeCoverage>> = {
  aws_iam_role: {
    read: [
      "assume_role_policy",
      "inline_policy",
      "managed_policy_arns",
      "max_session_duration",
      "name",
      "name_prefix",
      "path",
      "permissions_boundary",
      "tags",
      "tags_all",
    ],
    harmless: { description: NAMING, force_detach_policies: NO_CHANGE },
  },
  aws_iam_role_policy: { read: ["name", "name_prefix", "policy", "role"], harmless: {} },
  aws_iam_role_policy_attachment: { read: ["policy_arn", "role"], harmless: {} },
  aws_iam_role_policies_exclusive: { read: ["policy_names", "role_name"], harmless: {} },
  aws_iam_role_policy_attachments_exclusive: { read: ["policy_arns", "role_name"], harmless: {} },
  aws_iam_policy: {
    read: ["name", "name_prefix", "path", "policy"],
    harmless: { description: NAMING, tags: NAMING, tags_all: NAMING },
  },
  aws_iam_policy_attachment: { read: ["groups", "policy_arn", "roles", "users"], harmless: { name: NAMING } },
  aws_iam_user: {
    read: ["name", "path", "permissions_boundary", "tags", "tags_all"],
    harmless: { force_destroy: NO_CHANGE },
  },
  aws_iam_user_policy: { read: ["name", "name_prefix", "policy", "user"], harmless: {} },
  aws_iam_user_policy_attachment: { read: ["policy_arn", "user"], harmless: {} },
  aws_iam_access_key: { read: ["status", "user"], harmless: { pgp_key: "the lab keeps no Terraform state" } },
  aws_iam_group: { read: ["name", "path"], harmless: {} },
  aws_iam_group_policy: { read: ["group", "name", "name_prefix", "policy"], harmless: {} },
  aws_iam_group_policy_attachment: { read: ["group", "policy_arn"], harmless: {} },
  aws_iam_group_membership: { read: ["group", "users"], harmless: { name: NAMING } },
  aws_iam_user_group_membership: { read: ["groups", "user"], harmless: {} },
};

/** IAM resources that no caller of an API passes through. */
export const HARMLESS_IAM: Reasons = {
  aws_iam_account_alias: NAMING,
  aws_iam_account_password_policy: "nobody signs in to a console here",
  aws_iam_instance_profile: "no EC2 instance calls the lab: its role is assumed by name",
  aws_iam_server_certificate: "the lab speaks plain HTTP on loopback",
  aws_iam_service_linked_role: "a role of AWS's own services",
  aws_iam_service_specific_credential: "for CodeCommit and the like",
  aws_iam_signing_certificate: "for SOAP calls",
  aws_iam_user_login_profile: "nobody signs in to a console here",
  aws_iam_user_ssh_key: "for CodeCommit",
};
