import { domainName } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";
import type { Method, RestApi, Stage } from "../model.ts";
import { headerValue } from "../request.ts";
import { clfTime } from "../time.ts";

/** What has been routed: every event needs it. */
export interface Routed {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly method: Method;
  readonly path: string;
  readonly stagePath: string;
}

/** The routing of an exchange; throws TypeError before `route` has passed it. */
export function routed({ api, stage, method, path }: Exchange): Routed {
  if (!api || !stage || !method || !path) throw new TypeError("the request has not been routed");
  return { api, stage, method, path: path.path, stagePath: path.stagePath };
}

/** `requestContext.identity`, keys in the recorded order (aws-behaviour A.5 [R]). */
function identity({ identity, request }: Exchange): Readonly<Record<string, string | null>> {
  return {
    cognitoIdentityPoolId: null,
    accountId: identity?.accountId ?? null,
    cognitoIdentityId: null,
    caller: identity?.caller ?? null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: identity?.accessKey ?? null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: identity?.userArn ?? null,
    userAgent: headerValue(request.headers, "user-agent") ?? null,
    user: identity?.user ?? null,
  };
}

/**
 * `requestContext` of a Lambda event, keys in the recorded order (aws-behaviour A.5 [R]); `authorizer` is there only
 * when an authorizer left something.
 */
export function requestContext(exchange: Exchange, { api, stage, method, stagePath }: Routed): object {
  const { request, authorizer } = exchange;
  return {
    resourceId: method.resourceId,
    ...(authorizer && { authorizer }),
    resourcePath: method.resourcePath,
    httpMethod: exchange.httpMethod,
    extendedRequestId: exchange.extendedRequestId,
    requestTime: clfTime(exchange.receivedAt),
    path: stagePath,
    accountId: api.accountId,
    protocol: `HTTP/${request.httpVersion}`,
    stage: stage.name,
    domainPrefix: api.id,
    requestTimeEpoch: exchange.receivedAt,
    requestId: exchange.requestId,
    identity: identity(exchange),
    domainName: domainName(api),
    deploymentId: stage.deploymentId,
    apiId: api.id,
  };
}
