import type { JWTPayload } from "jose";
import { JavaRegex } from "../../../lab/gateway/java-regex/java-regex.ts";
import type { CognitoAuthorizer } from "../../../lab/gateway/model.ts";
import type { UserPool } from "../../../lab/issuers/cognito/pool.ts";
import { generateSigningKey, type SigningKey } from "../../../lab/issuers/keys.ts";
import { signToken } from "../../../lab/issuers/token.ts";
import { type ApiOverrides, api } from "../gateway/support/api.ts";
import { lab, NOW } from "../gateway/support/gateway.ts";

export const SCOPE = "com.test.test/test.read";
export const POOL_ARN = "arn:aws:cognito-idp:ap-northeast-2:123456789012:userpool/ap-northeast-2_abcdefghi";

/** A running user pool with a key of its own. */
export async function userPool(arn = POOL_ARN): Promise<UserPool> {
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  return {
    address: `aws_cognito_user_pool.${id}`,
    stack: "test",
    id,
    arn,
    region: "ap-northeast-2",
    issuer: `http://127.0.0.1:4566/cognito-idp/${id}`,
    domains: [],
    resourceServerScopes: [],
    clients: new Map(),
    key: await generateSigningKey(),
  };
}

const seconds = Math.floor(NOW / 1000);

/** The claims of a machine's access token (aws-behaviour F [R]). */
export function accessClaims(pool: UserPool, overrides: Record<string, unknown> = {}): JWTPayload {
  return {
    sub: "client1",
    token_use: "access",
    scope: `${SCOPE} com.test.test/other`,
    auth_time: seconds,
    iss: pool.issuer,
    exp: seconds + 3600,
    iat: seconds,
    version: 2,
    jti: "13727aba-89e6-4896-bd9e-8cbc0f478f9c",
    client_id: "client1",
    ...overrides,
  } as JWTPayload;
}

/** The claims of a user's ID token, in the recorded order (aws-behaviour C.1 [R]). */
export function idClaims(pool: UserPool, overrides: Record<string, unknown> = {}): JWTPayload {
  return {
    origin_jti: "37cc02cf-5c14-4636-beb3-4f8ca887935b",
    sub: "d2f50444-0041-7036-aea2-a955fca33d37",
    aud: "3nkoep4151b7umeggnottc30u9",
    event_id: "c7f6cc62-c476-4c6a-ba5b-745244dfe5ee",
    token_use: "id",
    auth_time: 1718636404,
    iss: pool.issuer,
    "cognito:username": "aamorosi",
    exp: 1718722804,
    iat: 1718636404,
    jti: "13727aba-89e6-4896-bd9e-8cbc0f478f9c",
    ...overrides,
  } as JWTPayload;
}

/** Signs claims as the pool does. */
export function token(key: SigningKey, claims: JWTPayload): Promise<string> {
  return signToken(key, claims);
}

/** A gateway whose `GET /tests` asks for a token of the pool. */
export function cognitoLab(
  pool: UserPool,
  {
    scopes = [SCOPE],
    audience,
    header = "authorization",
  }: { scopes?: string[]; audience?: string; header?: string } = {},
  overrides: ApiOverrides = {},
) {
  const authorizer: CognitoAuthorizer = {
    kind: "COGNITO_USER_POOLS",
    id: "auth01",
    address: "aws_api_gateway_authorizer.cognito",
    header,
    providerArns: [pool.arn],
    audience: audience === undefined ? undefined : new JavaRegex(audience),
  };
  const authorization = { kind: "COGNITO_USER_POOLS", authorizer, scopes } as const;
  return lab(api({ ...overrides, methods: { "GET /tests": { authorization } } }), {
    userPools: { pool: (arn) => (arn === pool.arn ? pool : undefined) },
  });
}
