import { compileAccessLogFormat } from "../../../../lab/gateway/access-log/format.ts";
import type { ResponseType } from "../../../../lab/gateway/errors.ts";
import type { InvokeGrant } from "../../../../lab/gateway/integration/permission.ts";
import type { Authorization, Integration, Method, RestApi, Stage } from "../../../../lab/gateway/model.ts";
import {
  compileGatewayResponse,
  type GatewayResponse,
  GatewayResponses,
} from "../../../../lab/gateway/responses/gateway-responses.ts";
import { Routes } from "../../../../lab/gateway/routing/routes.ts";
import { parsePolicy } from "../../../../policy/document.ts";

export const ACCOUNT = "123456789012";
export const REGION = "ap-northeast-2";
export const API_ID = "abcde12345";
export const API_ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;
export const BACKEND_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:backend`;

export const GRANTED: InvokeGrant = { allowed: true, why: "granted", address: "aws_lambda_permission.test" };

/** A proxy integration of the function `backend`. */
export function proxy(overrides: { timeoutMilliseconds?: number; grant?: InvokeGrant } = {}): Integration {
  return {
    kind: "AWS_PROXY",
    address: "aws_api_gateway_integration.test",
    functionArn: BACKEND_ARN,
    timeoutMilliseconds: overrides.timeoutMilliseconds ?? 29_000,
    grant: () => overrides.grant ?? GRANTED,
  };
}

export type MethodOverrides = Partial<Omit<Method, "authorization">> & { authorization?: Authorization };

/** Methods by `VERB /path`; each is open and goes to `backend` unless it says otherwise. */
export type Methods = Readonly<Record<string, MethodOverrides>>;

export interface ApiOverrides {
  readonly methods?: Methods;
  readonly stage?: Partial<Stage>;
  /** An access log format. */
  readonly accessLog?: string;
  /** A resource policy document; `execute-api:/…` may be used. */
  readonly policy?: object;
  readonly gatewayResponses?: Readonly<
    Partial<
      Record<
        ResponseType,
        { status?: number; headers?: Record<string, string>; templates?: Record<string, string> }
      >
    >
  >;
  readonly api?: Partial<RestApi>;
}

/** A REST API with a stage `dev`, made without Terraform. */
export function api(overrides: ApiOverrides = {}): RestApi {
  const routes = new Routes<Method>();
  const paths = new Map<string, string>();
  for (const [route, method] of Object.entries(overrides.methods ?? { "GET /tests": {} })) {
    const [verb = "", path = ""] = route.split(" ");
    const resourceId = paths.get(path) ?? `res${String(paths.size).padStart(3, "0")}`;
    paths.set(path, resourceId);
    routes.add(path, verb, {
      httpMethod: verb,
      address: `aws_api_gateway_method.${verb.toLowerCase()}`,
      resourceId,
      resourcePath: path,
      authorization: { kind: "NONE" },
      requiredParameters: [],
      throttle: undefined,
      integration: proxy(),
      ...method,
    });
  }
  const stage: Stage = {
    name: "dev",
    address: "aws_api_gateway_stage.dev",
    deploymentId: "dep123",
    variables: null,
    tracing: false,
    accessLog:
      overrides.accessLog === undefined
        ? undefined
        : { logGroup: "/aws/api", format: compileAccessLogFormat(overrides.accessLog) },
    arnPrefix: `${API_ARN}/${overrides.stage?.name ?? "dev"}/`,
    routes,
    ...overrides.stage,
  };
  const responses = new Map<ResponseType, GatewayResponse>(
    Object.entries(overrides.gatewayResponses ?? {}).map(([type, { status, headers, templates }]) => {
      const parameters = Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, mapping]) => [`gatewayresponse.header.${name}`, mapping]),
      );
      const address = `aws_api_gateway_gateway_response.${type}`;
      return [type as ResponseType, compileGatewayResponse(address, status, parameters, templates ?? {})];
    }),
  );
  return {
    id: API_ID,
    name: "test",
    address: "aws_api_gateway_rest_api.test",
    stack: "test",
    accountId: ACCOUNT,
    region: REGION,
    arn: API_ARN,
    endpoint: "REGIONAL",
    disabled: false,
    policy:
      overrides.policy &&
      parsePolicy(
        overrides.policy,
        {
          kind: "resource",
          address: "aws_api_gateway_rest_api_policy.test",
          attribute: "policy",
          name: "test",
        },
        { partition: "aws", region: REGION, accountId: ACCOUNT, apiId: API_ID },
      ),
    binaryMediaTypes: [],
    gatewayResponses: new GatewayResponses(responses),
    stages: new Map([[stage.name, stage]]),
    ...overrides.api,
  };
}
