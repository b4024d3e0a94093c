import type { Expected } from "./scenario.ts";

/** `GET /tests` and `POST /tests` of a caller who may. */
export const SUCCESS: Expected = {
  status: 200,
  errorType: null,
  body: '{"code":"00000","message":"success"}',
  source: "the API's contract",
};

/** `GET /whoami`: the envelope, and the caller as this method told the backend. */
export const CALLER_NAMED: Expected = {
  status: 200,
  errorType: null,
  bodyMatches: '^\\{"code":"00000","message":"success","caller":.*{caller}.*\\}$',
  source: "the API's contract",
};

/** No credential at an IAM method, or no such route. */
export const MISSING_TOKEN: Expected = {
  status: 403,
  errorType: "MissingAuthenticationTokenException",
  body: '{"message":"Missing Authentication Token"}',
  source: "aws-behaviour 0.2, A.1, E [R]",
};

/** A well-formed SigV4 request to a route that does not exist: recorded without a credential only. */
export const NO_SUCH_ROUTE_SIGNED: Expected = {
  status: 403,
  bodyMatches: "Missing Authentication Token",
  source: "aws-behaviour E [R without a credential, I with a signature]",
};

/** Two words without `=` where SigV4 is expected, also at routes that do not exist. */
export const NOT_KEY_VALUE: Expected = {
  status: 403,
  errorType: "IncompleteSignatureException",
  body:
    '{"message":"Invalid key=value pair (missing equal-sign) in Authorization header ' +
    "(hashed with SHA-256 and encoded with Base64): '{hash}'.\"}",
  source: "aws-behaviour A.1 [R]",
};

/** A header with `=` but without SigV4's fields; the tail of the text is not recorded. */
export const NO_SIGV4_FIELDS: Expected = {
  status: 403,
  errorType: "IncompleteSignatureException",
  bodyMatches:
    '^\\{"message":"Authorization header requires \'Credential\' parameter\\. Authorization header requires ' +
    "'Signature' parameter\\. Authorization header requires 'SignedHeaders' parameter\\. ",
  source: "aws-behaviour A.1 [R]",
};

/** A signature that was not made with this key for this request. */
export const WRONG_SIGNATURE: Expected = {
  status: 403,
  errorType: "InvalidSignatureException",
  bodyMatches:
    '^\\{"message":"The request signature we calculated does not match the signature you provided\\. ',
  source: "aws-behaviour A.1, A.2 [R]",
};

/** Signed more than five minutes ago. */
export const SIGNATURE_EXPIRED: Expected = {
  status: 403,
  errorType: "InvalidSignatureException",
  bodyMatches:
    '^\\{"message":"Signature expired: \\d{8}T\\d{6}Z is now earlier than \\d{8}T\\d{6}Z \\(.* - 5 min\\.\\)"\\}$',
  source: "aws-behaviour A.1 [R]",
};

/** Dated more than five minutes ahead. */
export const SIGNATURE_NOT_YET: Expected = {
  status: 403,
  bodyMatches: "Signature not yet current: \\d{8}T\\d{6}Z is still later than \\d{8}T\\d{6}Z",
  source: "aws-behaviour A.1 [R at other services, I here]",
};

/** Scoped to a region that is not the API's; older answers name it. */
export const WRONG_REGION: Expected = {
  status: 403,
  bodyMatches: "Credential should be scoped to a valid region",
  source: "aws-behaviour A.1 [R]",
};

/** Scoped to another service. */
export const WRONG_SERVICE: Expected = {
  status: 403,
  bodyMatches: "Credential should be scoped to correct service: 'execute-api'",
  source: "aws-behaviour A.1 [R]",
};

/** An access key or a session token that AWS does not know. */
export const UNKNOWN_KEY: Expected = {
  status: 403,
  bodyMatches: '^\\{"message":"The security token included in the request is invalid\\.?"\\}$',
  source: "aws-behaviour A.1 [R text, error type not recorded]",
};

/** The session of the role is over. */
export const SESSION_EXPIRED: Expected = {
  status: 403,
  body: '{"message":"The security token included in the request is expired"}',
  source: "aws-behaviour 0.2, A.1 [R text, D type]",
};

/** Signed well, by a role whose policies do not allow the route. */
export const ROLE_NOT_ALLOWED: Expected = {
  status: 403,
  errorType: "AccessDeniedException",
  bodyMatches:
    '^\\{"Message":"User: arn:[^ ]+:assumed-role/[^ ]+ is not authorized to perform: execute-api:Invoke on ' +
    "resource: arn:[^ ]+:\\*{8}\\d{4}:[^ ]+( because no identity-based policy allows the execute-api:Invoke " +
    'action| with an explicit deny( in an identity-based policy)?)?"\\}$',
  source: "aws-behaviour A.3 [R]",
};

/** A token that is missing, unreadable, badly signed, or someone else's. */
export const UNAUTHORIZED: Expected = {
  status: 401,
  errorType: "UnauthorizedException",
  body: '{"message":"Unauthorized"}',
  source: "aws-behaviour 0.2, C, D.1 [R]",
};

/** An access token without the scope that the route asks for: the body was never recorded. */
export const SCOPE_MISSING: Expected = {
  status: 401,
  source: "aws-behaviour C [D status, body not recorded]",
};

/** A Cognito token after its time. */
export const TOKEN_EXPIRED: Expected = {
  status: 401,
  body: '{"message":"The incoming token has expired"}',
  source: "aws-behaviour C [R]",
};

/** A good token, and a policy of the authorizer that does not allow the route. */
export const POLICY_NOT_ALLOWED: Expected = {
  status: 403,
  errorType: "AccessDeniedException",
  bodyMatches:
    '^\\{"Message":"User is not authorized to access this resource( because no identity-based policy allows the ' +
    'execute-api:Invoke action| with an explicit deny( in an identity-based policy)?)?"\\}$',
  source: "aws-behaviour 0.2, D.1 [R]",
};

/** From an address that the resource policy denies. */
export const ADDRESS_DENIED: Expected = {
  status: 403,
  errorType: "AccessDeniedException",
  bodyMatches:
    '^\\{"Message":"User: [^ ]+ is not authorized to perform: execute-api:Invoke on resource: ' +
    'arn:[^ ]+ with an explicit deny( in a resource-based policy)?"\\}$',
  source: "aws-behaviour B.2 [R older wording, I today's]",
};

/** Cognito's token endpoint to a client or a secret that it does not know. */
export const COGNITO_INVALID_CLIENT: Expected = {
  status: 400,
  bodyMatches: '"error":"invalid_client"',
  source: "aws-behaviour F [R]",
};

/** Any other token endpoint to the same (RFC 6749, 5.2: 401 after HTTP Basic). */
export const OAUTH_INVALID_CLIENT: Expected = {
  status: 401,
  bodyMatches: '"error"',
  source: "RFC 6749 5.2",
};
