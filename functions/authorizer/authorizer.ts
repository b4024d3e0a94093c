import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent, Context } from "aws-lambda";
import type { RouteTable } from "../../routes/table.ts";
import type { Configuration } from "./config.ts";
import { type JwksUnavailable, Refused } from "./errors.ts";
import { KeySource } from "./key-source.ts";
import { permissionsOf } from "./permissions.ts";
import { answerFor } from "./policy.ts";
import { type FindKey, verifyToken } from "./token.ts";

/** What the authorizer stands on, apart from its configuration and routes. */
export interface Surroundings {
  readonly findKey: FindKey;
  /** Takes one line for every request that is not answered with a policy. It never holds anything of a token. */
  readonly log: (line: string) => void;
}

export type Authorizer = (
  event: Pick<APIGatewayTokenAuthorizerEvent, "authorizationToken" | "methodArn">,
  context?: Pick<Context, "awsRequestId">,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * A TOKEN authorizer for the JWTs of one issuer.
 *
 * A valid token is answered with a policy: 403 for what it does not allow. Any other token ends in the error
 * `Unauthorized`, the one text that API Gateway turns into a 401 (aws-behaviour D.1). Every other error is a 500, and none
 * is an allow.
 */
export function createAuthorizer(
  configuration: Configuration,
  table: RouteTable,
  { findKey, log }: Surroundings = surroundings(configuration),
): Authorizer {
  return async ({ authorizationToken, methodArn }, { awsRequestId: requestId } = { awsRequestId: "" }) => {
    try {
      const payload = await verifyToken(authorizationToken, configuration, findKey);
      return answerFor(payload, permissionsOf(payload), table, methodArn);
    } catch (error) {
      if (error instanceof Refused) {
        log(JSON.stringify({ level: "INFO", event: "refused", reason: error.reason, requestId }));
        throw new Error("Unauthorized");
      }
      log(
        JSON.stringify({
          level: "ERROR",
          event: "failed",
          reason: String((error as Error).message),
          requestId,
        }),
      );
      throw error;
    }
  };
}

/** A key source and the function's log. */
export function surroundings(configuration: Configuration): Surroundings {
  const log = (line: string) => console.log(line);
  const warn = (failure: JwksUnavailable) =>
    log(JSON.stringify({ level: "WARN", event: "old-keys-used", reason: failure.message }));
  const keys = new KeySource(configuration, warn);
  return { findKey: (kid, algorithm) => keys.find(kid, algorithm), log };
}
