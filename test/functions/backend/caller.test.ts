import type { APIGatewayProxyEvent } from "aws-lambda";
import { callerOf } from "../../../functions/backend/caller.ts";

/** aws-behaviour A.5 [R]: `identity` for a request that no IAM caller signed. */
const NOBODY = {
  cognitoIdentityPoolId: null,
  accountId: null,
  cognitoIdentityId: null,
  caller: null,
  sourceIp: "203.0.113.1",
  principalOrgId: null,
  accessKey: null,
  cognitoAuthenticationType: null,
  cognitoAuthenticationProvider: null,
  userArn: null,
  userAgent: "curl/8",
  user: null,
};
const context = (parts: object) =>
  ({ identity: NOBODY, ...parts }) as unknown as APIGatewayProxyEvent["requestContext"];

const iam = (userArn: string) =>
  context({
    identity: {
      ...NOBODY,
      accountId: "123456789012",
      caller: "AROA:s",
      user: "AROA:s",
      accessKey: "ASIA",
      userArn,
    },
  });

test.each([
  ["arn:aws:sts::123456789012:assumed-role/reader/session-1", "session-1"],
  ["arn:aws:sts::123456789012:assumed-role/reader/me@example.com", "me@example.com"],
  ["arn:aws:iam::123456789012:user/alice", "alice"],
  ["arn:aws:iam::123456789012:user/team/a/bob", "bob"],
  ["arn:aws:iam::123456789012:root", "root"],
])("A.5 [R] IAM: %s", (arn, name) => {
  expect(callerOf(iam(arn))).toEqual({ method: "iam", arn, account: "123456789012", name });
});

test("C.1 [R] Cognito access token: every claim is a string, scope keeps its spaces", () => {
  const claims = {
    sub: "7example",
    token_use: "access",
    scope: "com.test.test/test.read com.test.test/test.write",
    auth_time: "1718636404",
    iss: "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_example",
    exp: "Tue Jun 18 15:00:04 UTC 2024",
    iat: "Mon Jun 17 15:00:04 UTC 2024",
    version: "2",
    jti: "example",
    client_id: "7example",
  };
  expect(callerOf(context({ authorizer: { claims } }))).toEqual({
    method: "cognito-scopes",
    clientId: "7example",
    scopes: ["com.test.test/test.read", "com.test.test/test.write"],
  });
});

test("C.1 [R] Cognito ID token: the client is its audience, and it has no scopes", () => {
  const claims = { sub: "user", aud: "7example", token_use: "id" };
  expect(callerOf(context({ authorizer: { claims } }))).toEqual({
    method: "cognito-scopes",
    clientId: "7example",
    scopes: [],
  });
});

test("F [R] a machine's token by its subject alone, which is the client's id", () => {
  const claims = { sub: "7example", token_use: "access", scope: "com.test.test/test.read" };
  expect(callerOf(context({ authorizer: { claims } }))).toMatchObject({ clientId: "7example" });
});

test("D.4 [R] Lambda authorizer: principalId, integrationLatency and context side by side", () => {
  const authorizer = {
    principalId: "reader",
    integrationLatency: 422,
    sub: "reader",
    scope: "test.read openid",
    clientId: "reader-client",
  };
  expect(callerOf(context({ authorizer }))).toEqual({
    method: "custom-authorizer",
    principal: "reader",
    clientId: "reader-client",
    scopes: ["test.read", "openid"],
    context: { sub: "reader", scope: "test.read openid", clientId: "reader-client" },
  });
});

test("a Lambda authorizer without scopes and client, with a context of its own that is called claims", () => {
  expect(callerOf(context({ authorizer: { principalId: "reader", claims: "{}" } }))).toEqual({
    method: "custom-authorizer",
    principal: "reader",
    scopes: [],
    context: { claims: "{}" },
  });
});

test.each<[string, object]>([
  ["A.5 [R] nobody: the method is open", {}],
  ["no identity either", { identity: undefined }],
  ["an authorizer that says nothing", { authorizer: {} }],
  ["an empty principal", { authorizer: { principalId: "", scope: "test.read" } }],
  ["claims without a client", { authorizer: { claims: { scope: "test.read" } } }],
  ["no account", { identity: { ...NOBODY, userArn: "arn:aws:iam::123456789012:user/alice" } }],
])("%s", (_, parts) => {
  expect(callerOf(context(parts))).toBeUndefined();
});
