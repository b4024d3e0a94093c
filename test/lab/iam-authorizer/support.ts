import type { Principal } from "../../../lab/iam/principal.ts";
import type { CredentialRecord } from "../../../lab/sigv4/types.ts";
import { type Policy, parsePolicy } from "../../../policy/document.ts";
import {
  ACCOUNT,
  API_ARN,
  API_ID,
  type ApiOverrides,
  api,
  type MethodOverrides,
} from "../gateway/support/api.ts";
import { lab, NOW } from "../gateway/support/gateway.ts";
import { type presigned, type Signing, signed, type Wanted } from "../support/sign.ts";

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/reader`;
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/alice`;

/** A session of the role `reader`. */
export function principal(overrides: Partial<Principal> = {}): Principal {
  return {
    kind: "assumed-role",
    arn: SESSION_ARN,
    accountId: ACCOUNT,
    userId: "AROAEXAMPLEEXAMPLE000:alice",
    roleArn: ROLE_ARN,
    roleAddress: "aws_iam_role.reader",
    sessionName: "alice",
    tags: {},
    issuedAt: NOW - 60_000,
    ...overrides,
  };
}

export function credential(who: Principal = principal()): CredentialRecord {
  return {
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEDw=/+token",
    expiresAt: NOW + 3600_000,
    principal: who,
  };
}

/** A policy of an identity, a boundary or a session with one statement. */
export function policy(statement: object, kind: Policy["source"]["kind"] = "identity"): Policy {
  return parsePolicy(
    { Version: "2012-10-17", Statement: statement },
    { kind, address: `aws_iam_role_policy.${kind}`, attribute: "policy", name: kind },
  );
}

export const invoke = (Resource: unknown = `${API_ARN}/dev/GET/tests`, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});

export interface IamLabOptions {
  readonly policies?: readonly Policy[];
  readonly boundary?: Policy;
  readonly who?: Principal;
  readonly api?: ApiOverrides;
}

/** A gateway with AWS_IAM on `GET /tests`, `POST /tests` and `GET /items/{id}`, and one session's credentials. */
export function iamLab({
  policies = [policy(invoke())],
  boundary,
  who = principal(),
  api: overrides,
}: IamLabOptions = {}) {
  const method: MethodOverrides = { authorization: { kind: "AWS_IAM" } };
  const methods = { "GET /tests": method, "POST /tests": method, "GET /items/{id}": method, "GET /open": {} };
  const record = credential(who);
  const around = lab(api({ ...overrides, methods }), {
    credentials: { lookup: (id) => (id === record.accessKeyId ? record : undefined) },
    iam: { policiesOf: () => policies, boundaryOf: () => boundary },
  });
  /** Signs as the AWS SDK does and sends it; `change` alters what was signed. */
  const sendSigned = async (
    wanted: Wanted & { readonly path: string },
    change: Partial<{
      body: Buffer;
      query: string;
      path: string;
      headers: readonly (readonly [string, string])[];
    }> = {},
    signing: Partial<Signing> = {},
    sign: typeof signed | typeof presigned = signed,
  ) => {
    const wirePath = `/execute-api/${API_ID}${wanted.path}`;
    const request = await sign({ ...wanted, path: wirePath }, { credential: record, at: NOW, ...signing });
    return around.gateway.handle({
      apiId: API_ID,
      method: request.method,
      path: change.path ?? wanted.path,
      wirePath: change.path === undefined ? request.path : `/execute-api/${API_ID}${change.path}`,
      query: change.query ?? request.query,
      headers: [...request.headers, ...(change.headers ?? [])],
      body: change.body ?? request.body,
      sourceIp: "127.0.0.1",
      host: "127.0.0.1:4566",
      httpVersion: "1.1",
    });
  };
  return { ...around, record, sendSigned };
}
