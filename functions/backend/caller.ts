import type { APIGatewayProxyEvent } from "aws-lambda";

/** Who is calling, as far as each method tells the backend. */
export type Caller =
  | {
      readonly method: "iam";
      /** Of the role session, or the user. */
      readonly arn: string;
      readonly account: string;
      /** The role session's name, or the user's. */
      readonly name: string;
    }
  | { readonly method: "cognito-scopes"; readonly clientId: string; readonly scopes: readonly string[] }
  | {
      readonly method: "custom-authorizer";
      readonly principal: string;
      /** Of the client that the token was issued to, where the token says it. */
      readonly clientId?: string;
      readonly scopes: readonly string[];
      /** Everything that the authorizer handed over, as it came. */
      readonly context: Readonly<Record<string, unknown>>;
    };

/**
 * The caller that API Gateway authenticated, or `undefined` where it authenticated nobody.
 *
 * Only `requestContext` is read, which API Gateway alone writes: never a header or anything else that a client sends.
 * Which method it was shows in the shape: `authorizer.claims` for a user pool (aws-behaviour C.1), `authorizer.principalId`
 * for a Lambda authorizer (D.4), and no `authorizer` but `identity.userArn` for IAM (A.5).
 */
export function callerOf({
  authorizer,
  identity,
}: APIGatewayProxyEvent["requestContext"]): Caller | undefined {
  if (authorizer) {
    const { claims } = authorizer;
    if (isObject(claims)) {
      // An access token has `client_id`, an ID token `aud` (aws-behaviour C.1, F); a machine's `sub` is its client's id too.
      const clientId = text(claims.client_id) || text(claims.aud) || text(claims.sub);
      return clientId ? { method: "cognito-scopes", clientId, scopes: words(claims.scope) } : undefined;
    }
    const { principalId, integrationLatency: _, ...context } = authorizer;
    if (!text(principalId)) return undefined;
    const clientId = text(context.clientId);
    return {
      method: "custom-authorizer",
      principal: principalId,
      ...(clientId && { clientId }),
      scopes: words(context.scope),
      context,
    };
  }
  const arn = text(identity?.userArn);
  const account = text(identity?.accountId);
  if (!arn || !account) return undefined;
  // arn:aws:sts::<account>:assumed-role/<role>/<session>, arn:aws:iam::<account>:user/<path>/<name>, arn:aws:iam::<account>:root
  return {
    method: "iam",
    arn,
    account,
    name: arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const words = (value: unknown): string[] => text(value).split(" ").filter(Boolean);
