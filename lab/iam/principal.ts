import type { Policy } from "../../policy/document.ts";

/** Who a credential stands for: an IAM user, or a session of an IAM role. */
export interface Principal {
  readonly kind: "user" | "assumed-role";
  /** `arn:aws:iam::…:user/name` or `arn:aws:sts::…:assumed-role/role/session`. */
  readonly arn: string;
  readonly accountId: string;
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
  /** The role of a session. */
  readonly roleArn?: string;
  /** The role's Terraform address. */
  readonly roleAddress?: string;
  readonly sessionName?: string;
  /** `aws:PrincipalTag`: the role's or user's tags, overlaid by the session's. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the session's tags that go on to the next session when roles are chained. */
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  /** What the session was confined to when it was issued: every one of them must allow. */
  readonly sessionPolicies?: readonly Policy[];
  /** `aws:TokenIssueTime`, in milliseconds since the epoch. */
  readonly issuedAt?: number;
}
