import type { Policy } from "../../policy/document.ts";
import type { Clock } from "../clock.ts";
import type { TokenVerifier } from "../cognito/verify-token.ts";
import type { Principal } from "../iam/principal.ts";
import type { InvokeResult } from "../lambda/result.ts";
import type { PolicyCache } from "../lambda-authorizer/cache.ts";
import type { CredentialRecord } from "../sigv4/types.ts";

/** The IAM policies of callers. */
export interface CallerDirectory {
  policiesOf(principal: Principal): readonly Policy[];
  boundaryOf(principal: Principal): Policy | undefined;
}

/** A Lambda function that runs. */
export interface InvokableFunction {
  /** No invocation takes longer, in milliseconds. @default - not known */
  readonly longestMs?: number;
  invoke(event: unknown): Promise<InvokeResult>;
}

/** What the steps of the pipeline use besides the request. */
export interface Services {
  readonly clock: Clock;
  readonly credentials: { lookup(accessKeyId: string): CredentialRecord | undefined };
  readonly iam: CallerDirectory;
  readonly tokens: TokenVerifier;
  readonly policyCache: PolicyCache;
  /** The function of an ARN, without qualifier. */
  readonly functions: (arn: string) => InvokableFunction | undefined;
}
