import { type Cause, type GatewayError, gatewayError } from "../gateway/errors.ts";
import type { SigV4Error } from "../sigv4/types.ts";

/**
 * What API Gateway answers to a request whose signature does not stand (aws-behaviour A.1). ErrorTypes of an unknown
 * key and of an expired token are not recorded on execute-api: inferred from AWS's other services.
 */
export function sigV4GatewayError(error: SigV4Error, cause?: Omit<Cause, "why">): GatewayError {
  const why = { ...cause, why: error.detail };
  const { message } = error;
  switch (error.type) {
    case "MissingAuthenticationToken":
      return gatewayError("MISSING_AUTHENTICATION_TOKEN", why, { message });
    case "IncompleteSignature":
      return gatewayError("DEFAULT_4XX", why, {
        status: 403,
        errorType: "IncompleteSignatureException",
        message,
      });
    case "InvalidSignature":
      return gatewayError("INVALID_SIGNATURE", why, { message });
    case "UnrecognizedClient":
      return gatewayError("DEFAULT_4XX", why, {
        status: 403,
        errorType: "UnrecognizedClientException",
        message,
      });
    case "ExpiredToken":
      return gatewayError("EXPIRED_TOKEN", why, { message });
  }
}
