import type { Policy } from "../../policy/document.ts";

/** What a role and a user have in common. */
export interface Entity {
  readonly arn: string;
  /** Terraform address. */
  readonly address: string;
  /** The stack that it is in. */
  readonly stack: string;
  readonly accountId: string;
  readonly name: string;
  /** `AROA…` or `AIDA…`. */
  readonly uniqueId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Identity-based policies, a user's groups' among them. Not read where nobody can act as this entity. */
  readonly policies: readonly Policy[];
  readonly boundary: Policy | undefined;
}

/** An IAM role. */
export interface Role extends Entity {
  /** Undefined where no AWS principal may assume the role: then nobody can in the lab. */
  readonly trust: Policy | undefined;
  readonly maxSessionSeconds: number;
}

/** An IAM user. */
export interface User extends Entity {
  readonly accessKeys: readonly { readonly accessKeyId: string; readonly secretAccessKey: string }[];
}
