/** The schemas of IAM in the AWS provider 5.100.0, with the defaults that its code sets (table.ts tells the notation). */
export const iamSchemas = {
  aws_iam_role: `
    arn= assume_role_policy! create_date= description force_detach_policies:bool(false) id=
    managed_policy_arns~:set max_session_duration:number(3600) name~ name_prefix~ path(/)
    permissions_boundary tags:map tags_all~:map unique_id=
    inline_policy{ name policy }
  `,
  aws_iam_role_policy: `
    id= name~ name_prefix~ policy! role!
  `,
  aws_iam_role_policy_attachment: `
    id= policy_arn! role!
  `,
  aws_iam_policy: `
    arn= attachment_count=:number description id= name~ name_prefix~ path(/) policy! policy_id= tags:map
    tags_all~:map
  `,
  aws_iam_policy_attachment: `
    groups:set id= name! policy_arn! roles:set users:set
  `,
  aws_iam_user: `
    arn= force_destroy:bool(false) id= name! path(/) permissions_boundary tags:map tags_all~:map
    unique_id=
  `,
  aws_iam_user_policy: `
    id= name~ name_prefix~ policy! user!
  `,
  aws_iam_user_policy_attachment: `
    id= policy_arn! user!
  `,
  aws_iam_access_key: `
    create_date= encrypted_secret= encrypted_ses_smtp_password_v4= id= key_fingerprint= pgp_key secret=
    ses_smtp_password_v4= status(Active) user!
  `,
  aws_iam_group: `
    arn= id= name! path(/) unique_id=
  `,
  aws_iam_group_policy: `
    group! id= name~ name_prefix~ policy!
  `,
  aws_iam_group_policy_attachment: `
    group! id= policy_arn!
  `,
  aws_iam_group_membership: `
    group! id= name! users!:set
  `,
  aws_iam_user_group_membership: `
    groups!:set id= user!
  `,
  aws_iam_role_policies_exclusive: `
    policy_names!:set role_name!
  `,
  aws_iam_role_policy_attachments_exclusive: `
    policy_arns!:set role_name!
  `,
} as const;
