import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import type { APIGatewayAuthorizerResult } from "aws-lambda";
import { statementsFor } from "../../routes/statements.ts";
import type { RouteTable } from "../../routes/table.ts";

/** aws-behaviour D.3 */
const MOST_RESOURCE_CHARACTERS = 512;

/** `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>`; the path that follows may hold anything (aws-behaviour G). */
const STAGE_ARN = /^arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[A-Za-z0-9_-]{1,128}(?=\/)/;

/**
 * The authorizer's answer for a valid token: a policy for every route of the API that its bearer may use, and no other.
 * API Gateway keeps it for the token and applies it to all routes until its time is over (aws-behaviour D.2), so it must
 * not depend on the route that was asked for.
 *
 * @param methodArn of the request: where API and stage are read from
 * @throws {TypeError} the ARN is none, or a resource of the policy would be longer than API Gateway takes
 */
export function answerFor(
  { sub, client_id, azp }: JwtPayload,
  permissions: readonly string[],
  table: RouteTable,
  methodArn: string,
): APIGatewayAuthorizerResult {
  const [stageArn] = STAGE_ARN.exec(methodArn) ?? [];
  if (!stageArn) throw new TypeError("methodArn: came no ARN of an execute-api method");
  const allowed = statementsFor(permissions, table, stageArn);
  const nothing = { Effect: "Deny" as const, Action: "execute-api:Invoke", Resource: [`${stageArn}/*`] };
  const Statement = allowed.length > 0 ? allowed : [nothing];
  const tooLong = Statement.flatMap(({ Resource }) => Resource).find(
    (arn) => arn.length > MOST_RESOURCE_CHARACTERS,
  );
  if (tooLong)
    throw new TypeError(
      `${tooLong}: came ${tooLong.length} characters; allowed: ${MOST_RESOURCE_CHARACTERS}`,
    );
  const clientId = [client_id, azp].find((claim) => typeof claim === "string");
  return {
    principalId: sub as string,
    policyDocument: { Version: "2012-10-17", Statement },
    // Strings alone: an object or a list here is a 500 (aws-behaviour D.1).
    context: {
      sub,
      scope: permissions.join(" "),
      ...(clientId !== undefined && { clientId: String(clientId) }),
    },
  };
}
