/** The values of the request's condition keys. Names are in lower case; a key that is not there is absent. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Who makes the request. */
export interface RequestPrincipal {
  readonly type: "anonymous" | "assumed-role" | "user" | "root" | "service";
  /** The account of the caller; absent for an anonymous caller and a service. */
  readonly accountId?: string;
  /** The ARN of the role session, the user or the account's root. */
  readonly arn?: string;
  /** For a role session: the ARN of the role, with its path. */
  readonly roleArn?: string;
  /** The unique id: `AROA…:session` of a role session, `AIDA…` of a user. */
  readonly userId?: string;
  /** For a service: its name, for example `apigateway.amazonaws.com`. */
  readonly service?: string;
  /** Whether the user or the session's role has a permissions boundary: a Deny with NotPrincipal then always applies. */
  readonly bounded?: boolean;
}

/** What is asked of the policies. */
export interface PolicyRequest {
  /** For example `execute-api:Invoke`. */
  readonly action: string;
  /** The ARN that the action is done on. */
  readonly resource: string;
  readonly principal: RequestPrincipal;
  readonly context: Context;
}
