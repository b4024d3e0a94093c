/** The schemas of data sources in the AWS provider 5.100.0, with the defaults that its code sets (table.ts tells the notation). */
export const dataSourcesSchemas = {
  aws_iam_policy_document: `
    id= json= minified_json= override_json override_policy_documents:list policy_id source_json
    source_policy_documents:list version
    statement{
      actions:set effect not_actions:set not_resources:set resources:set sid
      condition{ test! values!:list variable! }
      not_principals{ identifiers!:set type! }
      principals{ identifiers!:set type! }
    }
  `,
  aws_caller_identity: `
    account_id= arn= id= user_id=
  `,
  aws_region: `
    description= endpoint~ id= name~
  `,
  aws_partition: `
    dns_suffix= id= partition= reverse_dns_prefix=
  `,
  aws_service_principal: `
    id= name= region~ service_name! suffix=
  `,
} as const;
