import type { Authorization, LambdaAuthorizer } from "../../../lab/gateway/model.ts";
import { ACCOUNT, API_ARN, type ApiOverrides, api, GRANTED, REGION } from "../gateway/support/api.ts";
import { FakeFunction, lab } from "../gateway/support/gateway.ts";

export const AUTHORIZER_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:authorizer`;
export const METHOD_ARN = `${API_ARN}/dev/GET/tests`;

/** The answer of an authorizer with one statement. */
export function policy(
  effect: "Allow" | "Deny",
  resource: unknown = `${API_ARN}/*`,
  more: object = {},
): Record<string, unknown> {
  return {
    principalId: "user",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: resource }],
    },
    ...more,
  };
}

/** A TOKEN authorizer on `Authorization` with a cache of 300 seconds. */
export function tokenAuthorizer(overrides: Partial<LambdaAuthorizer> = {}): LambdaAuthorizer {
  return {
    kind: "TOKEN",
    id: "auth01",
    address: "aws_api_gateway_authorizer.custom",
    stage: "dev",
    identitySources: [
      { kind: "header", name: "authorization", expression: "method.request.header.Authorization" },
    ],
    validation: undefined,
    ttlSeconds: 300,
    functionArn: AUTHORIZER_ARN,
    grant: GRANTED,
    ...overrides,
  };
}

/** A gateway whose `GET /tests`, `POST /tests` and `GET /items/{id}` ask the authorizer, which is `answer`. */
export function authorizerLab(
  answer: (event: Record<string, unknown>) => unknown,
  authorizer: LambdaAuthorizer = tokenAuthorizer(),
  overrides: ApiOverrides = {},
) {
  const authorization: Authorization = { kind: "CUSTOM", authorizer };
  const fake = new FakeFunction(answer);
  const methods = {
    "GET /tests": { authorization },
    "POST /tests": { authorization },
    "GET /items/{id}": { authorization },
  };
  return {
    ...lab(api({ ...overrides, methods }), { functions: { [AUTHORIZER_ARN]: fake } }),
    authorizer: fake,
  };
}

export const TOKEN = { headers: [["Authorization", "Bearer foo"]] as const };
