import type { Policy } from "../../policy/document.ts";
import type { AccessLogFormat } from "./access-log/format.ts";
import type { MockIntegration } from "./integration/mock.ts";
import type { InvokeGrant } from "./integration/permission.ts";
import type { JavaRegex } from "./java-regex/java-regex.ts";
import type { GatewayResponses } from "./responses/gateway-responses.ts";
import type { Routes } from "./routing/routes.ts";
import type { RequiredParameter } from "./steps/validate.ts";
import type { ThrottleLimit } from "./throttle.ts";

/** A REST API of a deployment, everything in it resolved and compiled once, when the lab starts. */
export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** `arn:<partition>:execute-api:<region>:<account>:<api-id>` */
  readonly arn: string;
  readonly endpoint: "EDGE" | "REGIONAL" | "PRIVATE";
  /** `disable_execute_api_endpoint`: then no request comes in by the default host. */
  readonly disabled: boolean;
  /** Resource policy, its `execute-api:/…` shorthand expanded (aws-behaviour B.3). */
  readonly policy: Policy | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayResponses: GatewayResponses;
  readonly stages: ReadonlyMap<string, Stage>;
}

/** A stage with its own copy of the routes: stage variables decide where a method leads. */
export interface Stage {
  readonly name: string;
  readonly address: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>> | null;
  /** `xray_tracing_enabled`: gateway errors then carry a trace id (aws-behaviour 0.1.5). */
  readonly tracing: boolean;
  readonly accessLog: AccessLog | undefined;
  /** `<api arn>/<stage>/`, the beginning of every method's ARN. */
  readonly arnPrefix: string;
  readonly routes: Routes<Method>;
}

export interface AccessLog {
  /** Name of the log group that `destination_arn` names. */
  readonly logGroup: string;
  readonly format: AccessLogFormat;
}

/** A method of a resource, in one stage. */
export interface Method {
  /** As declared; `ANY` stays `ANY`. */
  readonly httpMethod: string;
  readonly address: string;
  readonly resourceId: string;
  /** For example `/items/{id}`. */
  readonly resourcePath: string;
  readonly authorization: Authorization;
  readonly requiredParameters: readonly RequiredParameter[];
  readonly throttle: ThrottleLimit | undefined;
  readonly integration: Integration;
}

export type Authorization =
  | { readonly kind: "NONE" }
  | { readonly kind: "AWS_IAM" }
  | {
      readonly kind: "COGNITO_USER_POOLS";
      readonly authorizer: CognitoAuthorizer;
      /** Empty: the token must be an ID token. Otherwise any one of them in an access token is enough. */
      readonly scopes: readonly string[];
    }
  | { readonly kind: "CUSTOM"; readonly authorizer: LambdaAuthorizer };

export interface CognitoAuthorizer {
  readonly kind: "COGNITO_USER_POOLS";
  readonly id: string;
  readonly address: string;
  /** Lower-case name of the header that holds the token. */
  readonly header: string;
  readonly providerArns: readonly string[];
  /** `identity_validation_expression`: matched against the `aud` claim (aws-behaviour C [D]). */
  readonly audience: JavaRegex | undefined;
}

/** Where a Lambda authorizer finds the identity of a request (aws-behaviour D.2). */
export interface IdentitySource {
  readonly kind: "header" | "querystring" | "stageVariables" | "context";
  /** Header names in lower case; `context` without its prefix, for example `identity.sourceIp`. */
  readonly name: string;
  readonly expression: string;
}

export interface LambdaAuthorizer {
  readonly kind: "TOKEN" | "REQUEST";
  readonly id: string;
  readonly address: string;
  readonly stage: string;
  readonly identitySources: readonly IdentitySource[];
  /** TOKEN: matched against the header's value; ignored for REQUEST. */
  readonly validation: JavaRegex | undefined;
  readonly ttlSeconds: number;
  readonly functionArn: string;
  /** Whether API Gateway may invoke the function, and by which permission or role. */
  readonly grant: InvokeGrant;
}

export type Integration = LambdaIntegration | MockIntegration;

export interface LambdaIntegration {
  readonly kind: "AWS_PROXY";
  readonly address: string;
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
  /** Whether API Gateway may invoke the function for a verb (`ANY` methods have several). */
  grant(httpMethod: string): InvokeGrant;
}
