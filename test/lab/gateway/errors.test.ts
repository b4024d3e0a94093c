import { gatewayError, RESPONSE_TYPES, type ResponseType } from "../../../lab/gateway/errors.ts";
import { Exchange } from "../../../lab/gateway/exchange.ts";
import { respondError } from "../../../lab/gateway/respond.ts";
import { NOW, request, seen } from "./support/gateway.ts";

const answer = (type: ResponseType) => {
  const exchange = new Exchange(request("GET /dev/tests"), NOW);
  return seen(respondError(exchange, gatewayError(type, { why: "test" }), NOW).answer);
};

describe("0.2 gateway responses: default status, ErrorType and body", () => {
  test.each([
    [
      "0.2 [R]",
      "MISSING_AUTHENTICATION_TOKEN",
      403,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token"}',
    ],
    ["0.2 [R]", "UNAUTHORIZED", 401, "UnauthorizedException", '{"message":"Unauthorized"}'],
    [
      "0.2 [R]",
      "AUTHORIZER_CONFIGURATION_ERROR",
      500,
      "AuthorizerConfigurationException",
      '{"message":null}',
    ],
    ["0.2 [D] status only", "AUTHORIZER_FAILURE", 500, undefined, '{"message":null}'],
    ["0.2 [R]", "INVALID_API_KEY", 403, "ForbiddenException", '{"message":"Forbidden"}'],
    ["0.2 [R]", "WAF_FILTERED", 403, "ForbiddenException", '{"message":"Forbidden"}'],
    ["0.2 [R]", "THROTTLED", 429, "TooManyRequestsException", '{"message":"Too Many Requests"}'],
    ["0.2 [R]", "QUOTA_EXCEEDED", 429, "LimitExceededException", '{"message":"Limit Exceeded"}'],
    ["0.2 [R]", "BAD_REQUEST_BODY", 400, "BadRequestException", '{"message":"Invalid request body"}'],
    ["0.2 [R]", "UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException", '{"message":"Unsupported Media Type"}'],
    [
      "0.2 [R]",
      "INTEGRATION_TIMEOUT",
      504,
      "InternalServerErrorException",
      '{"message":"Endpoint request timed out"}',
    ],
    [
      "0.2 [R] 502, where the documentation says 504",
      "INTEGRATION_FAILURE",
      502,
      "InternalServerErrorException",
      '{"message":"Internal server error"}',
    ],
  ] as const)("%s %s", (_, type, status, errorType, body) => {
    expect(answer(type)).toEqual([status, errorType, body]);
  });

  test.each([
    ["MISSING_AUTHENTICATION_TOKEN", 42],
    ["UNAUTHORIZED", 26],
    ["AUTHORIZER_CONFIGURATION_ERROR", 16],
    ["INVALID_API_KEY", 23],
    ["THROTTLED", 31],
    ["QUOTA_EXCEEDED", 28],
    ["INTEGRATION_TIMEOUT", 40],
    ["INTEGRATION_FAILURE", 35],
  ] as const)("0.2 [R] %s has a body of %i bytes", (type, bytes) => {
    expect(Buffer.byteLength(answer(type)[2])).toBe(bytes);
  });

  test.each([
    ["REQUEST_TOO_LARGE", 413],
    ["RESOURCE_NOT_FOUND", 404],
    ["API_CONFIGURATION_ERROR", 500],
    ["EXPIRED_TOKEN", 403],
  ] as const)("0.2 [D] %s has status %i; nothing more is recorded", (type, status) => {
    expect(answer(type)[0]).toBe(status);
  });

  test("trap 2 [R] only ACCESS_DENIED has a capital Message", () => {
    for (const type of RESPONSE_TYPES) {
      expect(answer(type)[2].startsWith('{"Message":')).toBe(type === "ACCESS_DENIED");
    }
  });
});
