import type { StatementRef } from "../../policy/evaluate.ts";

/** The gateway response types of a REST API (aws-behaviour 0.2; AWS: "Gateway response types"). */
export const RESPONSE_TYPES = [
  "ACCESS_DENIED",
  "API_CONFIGURATION_ERROR",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "AUTHORIZER_FAILURE",
  "BAD_REQUEST_BODY",
  "BAD_REQUEST_PARAMETERS",
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "EXPIRED_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "RESOURCE_NOT_FOUND",
  "THROTTLED",
  "UNAUTHORIZED",
  "UNSUPPORTED_MEDIA_TYPE",
  "WAF_FILTERED",
] as const;

export type ResponseType = (typeof RESPONSE_TYPES)[number];

/** Why a step stopped a request, in the lab's words, and the Terraform that it came from. */
export interface Cause {
  readonly why: string;
  /** Terraform address of the resource that decided. */
  readonly address?: string | undefined;
  readonly attribute?: string | undefined;
  readonly statement?: StatementRef | undefined;
}

/** A gateway error is a value: a step returns it, `respond` turns it into HTTP, nothing throws it. */
export interface GatewayError {
  readonly responseType: ResponseType;
  readonly status: number;
  /** Text of the default body; null is sent as `{"message":null}`. */
  readonly message: string | null;
  /** Value of `x-amzn-ErrorType`; undefined where no recording shows one. */
  readonly errorType: string | undefined;
  /** Answers that no deployed stage made, and 413, take no customisation. */
  readonly customisable: boolean;
  /** `$context.error.validationErrorString`. */
  readonly validation?: string | undefined;
  readonly cause: Cause;
}

interface Default {
  readonly status: number;
  readonly errorType: string | undefined;
  readonly message: string | null;
}

const INTERNAL = "Internal server error";

/**
 * Default status, ErrorType and message of each type (aws-behaviour 0.2). AUTHORIZER_FAILURE, EXPIRED_TOKEN's
 * ErrorType, 413 and API_CONFIGURATION_ERROR were never recorded: inferred.
 */
const DEFAULTS: Readonly<Record<ResponseType, Default>> = {
  ACCESS_DENIED: { status: 403, errorType: "AccessDeniedException", message: "Access Denied" },
  API_CONFIGURATION_ERROR: { status: 500, errorType: "InternalServerErrorException", message: INTERNAL },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    errorType: "AuthorizerConfigurationException",
    message: null,
  },
  AUTHORIZER_FAILURE: { status: 500, errorType: undefined, message: null },
  BAD_REQUEST_BODY: { status: 400, errorType: "BadRequestException", message: "Invalid request body" },
  BAD_REQUEST_PARAMETERS: { status: 400, errorType: "BadRequestException", message: "Bad Request" },
  DEFAULT_4XX: { status: 400, errorType: "BadRequestException", message: "Bad Request" },
  DEFAULT_5XX: { status: 500, errorType: "InternalServerErrorException", message: INTERNAL },
  EXPIRED_TOKEN: { status: 403, errorType: "ExpiredTokenException", message: null },
  INTEGRATION_FAILURE: { status: 502, errorType: "InternalServerErrorException", message: INTERNAL },
  INTEGRATION_TIMEOUT: {
    status: 504,
    errorType: "InternalServerErrorException",
    message: "Endpoint request timed out",
  },
  INVALID_API_KEY: { status: 403, errorType: "ForbiddenException", message: "Forbidden" },
  INVALID_SIGNATURE: { status: 403, errorType: "InvalidSignatureException", message: null },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
  },
  QUOTA_EXCEEDED: { status: 429, errorType: "LimitExceededException", message: "Limit Exceeded" },
  REQUEST_TOO_LARGE: { status: 413, errorType: "RequestTooLargeException", message: "Request Too Long" },
  RESOURCE_NOT_FOUND: { status: 404, errorType: undefined, message: "Not Found" },
  THROTTLED: { status: 429, errorType: "TooManyRequestsException", message: "Too Many Requests" },
  UNAUTHORIZED: { status: 401, errorType: "UnauthorizedException", message: "Unauthorized" },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    errorType: "BadRequestException",
    message: "Unsupported Media Type",
  },
  WAF_FILTERED: { status: 403, errorType: "ForbiddenException", message: "Forbidden" },
};

/** A gateway error of a type, with its defaults where nothing else is given. */
export function gatewayError(
  responseType: ResponseType,
  cause: Cause,
  override: Partial<
    Pick<GatewayError, "status" | "message" | "errorType" | "customisable" | "validation">
  > = {},
): GatewayError {
  const { status, errorType, message } = DEFAULTS[responseType];
  return {
    responseType,
    status,
    errorType,
    message,
    customisable: responseType !== "REQUEST_TOO_LARGE",
    cause,
    ...override,
  };
}

/** 403 `{"message":"Forbidden"}` for an unknown API or stage: no stage, so nothing to customise it (0.2 [R]). */
export function forbidden(why: string): GatewayError {
  return gatewayError(
    "DEFAULT_4XX",
    { why },
    { status: 403, errorType: "ForbiddenException", message: "Forbidden", customisable: false },
  );
}
