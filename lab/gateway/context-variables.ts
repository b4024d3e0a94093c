import type { GatewayError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { RestApi } from "./model.ts";
import { headerValue } from "./request.ts";
import { clfTime } from "./time.ts";

/** How a request ended; undefined while it has not. */
export interface Outcome {
  readonly status: number;
  /** Bytes of the response's body. */
  readonly length: number;
  /** Milliseconds from arrival to answer. */
  readonly latency: number;
  readonly error: GatewayError | undefined;
}

/** Reads one `$context` variable of a request; undefined (or null) where it has no value. */
export type ContextReader = (exchange: Exchange, outcome?: Outcome) => string | number | null | undefined;

const identityOf = (key: "accountId" | "caller" | "user" | "accessKey" | "userArn"): ContextReader => {
  return ({ identity }) => identity?.[key];
};

const whole = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value);

/** A variable that the lab has nothing to give for: WAF, custom domains, API keys, organisations, Cognito identities. */
const absent: ContextReader = () => undefined;

/**
 * The `$context` variables of a REST API, with those of access logging (AWS: "API Gateway mapping template and
 * access logging variable reference").
 */
const READERS: Readonly<Record<string, ContextReader>> = {
  accountId: ({ api }) => api?.accountId,
  apiId: ({ request }) => request.apiId,
  awsEndpointRequestId: ({ integrationOutcome }) => integrationOutcome.requestId,
  deploymentId: ({ stage }) => stage?.deploymentId,
  domainName: ({ api }) => api && domainName(api),
  domainPrefix: ({ request }) => request.apiId,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ httpMethod }) => httpMethod,
  path: ({ path }) => path?.stagePath,
  protocol: ({ request }) => `HTTP/${request.httpVersion}`,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ receivedAt }) => clfTime(receivedAt),
  requestTimeEpoch: ({ receivedAt }) => receivedAt,
  resourceId: ({ method }) => method?.resourceId,
  resourcePath: ({ method }) => method?.resourcePath,
  stage: ({ stage }) => stage?.name,
  status: (_, outcome) => outcome?.status,
  responseLatency: (_, outcome) => whole(outcome?.latency),
  responseLength: (_, outcome) => outcome?.length,
  xrayTraceId: ({ stage, traceRoot }) =>
    stage?.tracing === true ? traceRoot.slice("Root=".length) : undefined,
  wafResponseCode: absent,
  webaclArn: absent,
  "customDomain.basePathMatched": absent,
  "error.message": (_, outcome) => outcome?.error?.message,
  "error.messageString": (_, outcome) => outcome?.error && JSON.stringify(outcome.error.message),
  "error.responseType": (_, outcome) => outcome?.error?.responseType,
  "error.validationErrorString": (_, outcome) => outcome?.error?.validation,
  "identity.accountId": identityOf("accountId"),
  "identity.accessKey": identityOf("accessKey"),
  "identity.apiKey": absent,
  "identity.apiKeyId": absent,
  "identity.caller": identityOf("caller"),
  "identity.cognitoAuthenticationProvider": absent,
  "identity.cognitoAuthenticationType": absent,
  "identity.cognitoIdentityId": absent,
  "identity.cognitoIdentityPoolId": absent,
  "identity.principalOrgId": absent,
  "identity.sourceIp": ({ request }) => request.sourceIp,
  "identity.user": identityOf("user"),
  "identity.userAgent": ({ request }) => headerValue(request.headers, "user-agent"),
  "identity.userArn": identityOf("userArn"),
  "identity.vpcId": absent,
  "identity.vpceId": absent,
  "authenticate.error": ({ authenticateStatus }, outcome) => errorText(authenticateStatus, outcome),
  "authenticate.latency": ({ authenticateStatus }) => (authenticateStatus === undefined ? undefined : 0),
  "authenticate.status": ({ authenticateStatus }) => authenticateStatus,
  "authorize.error": ({ authorizeStatus }, outcome) => errorText(authorizeStatus, outcome),
  "authorize.latency": ({ authorizeStatus }) => (authorizeStatus === undefined ? undefined : 0),
  "authorize.status": ({ authorizeStatus }) => authorizeStatus,
  "authorizer.error": ({ authorizerOutcome }) => authorizerOutcome.error,
  "authorizer.integrationLatency": ({ authorizerOutcome }) => whole(authorizerOutcome.latency),
  "authorizer.integrationStatus": ({ authorizerOutcome }) => authorizerOutcome.integrationStatus,
  "authorizer.latency": ({ authorizerOutcome }) => whole(authorizerOutcome.latency),
  "authorizer.requestId": ({ authorizerOutcome }) => authorizerOutcome.requestId,
  "authorizer.status": ({ authorizerOutcome }) => authorizerOutcome.status,
  // The whole map is null (aws-behaviour C.1 [D]).
  "authorizer.claims": () => null,
  "integration.error": ({ integrationOutcome }) => integrationOutcome.error,
  "integration.integrationStatus": ({ integrationOutcome }) => integrationOutcome.integrationStatus,
  "integration.latency": ({ integrationOutcome }) => whole(integrationOutcome.latency),
  "integration.requestId": ({ integrationOutcome }) => integrationOutcome.requestId,
  "integration.status": ({ integrationOutcome }) => integrationOutcome.status,
  integrationErrorMessage: ({ integrationOutcome }) => integrationOutcome.error,
  integrationLatency: ({ integrationOutcome }) => whole(integrationOutcome.latency),
  integrationStatus: ({ integrationOutcome }) => integrationOutcome.integrationStatus,
  "waf.error": absent,
  "waf.latency": absent,
  "waf.status": absent,
};

/** Texts of failed authentication and authorization: `$context.authenticate.error` and `.authorize.error`. */
function errorText(status: number | undefined, outcome: Outcome | undefined): string | null | undefined {
  return status !== undefined && status >= 400 ? outcome?.error?.message : undefined;
}

/** The default host name of an API: what `Host` would be on AWS. */
export function domainName({ id, region, arn }: Pick<RestApi, "id" | "region" | "arn">): string {
  return `${id}.execute-api.${region}.amazonaws.com${arn.startsWith("arn:aws-cn:") ? ".cn" : ""}`;
}

/** The reader of a variable, its name without `$context.`; undefined for a name that AWS does not document. */
export function contextReader(name: string): ContextReader | undefined {
  if (Object.hasOwn(READERS, name)) return READERS[name];
  const claim = /^authorizer\.claims(?:\.([^.[\]]+)|\['([^']+)'\])$/.exec(name);
  if (claim !== null) {
    const key = (claim[1] ?? claim[2]) as string;
    return ({ authorizer }) => scalar(property(property(authorizer, "claims"), key));
  }
  const key = /^authorizer\.([^.[\]]+)$/.exec(name)?.[1];
  return key === undefined ? undefined : ({ authorizer }) => scalar(property(authorizer, key));
}

/** An own property: what an authorizer returned is data, never a prototype. */
function property(map: unknown, key: string): unknown {
  if (typeof map !== "object" || map === null || !Object.hasOwn(map, key)) return undefined;
  return (map as Readonly<Record<string, unknown>>)[key];
}

function scalar(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}
