import type { Principal } from "../../../lab/iam/principal.ts";
import type { CredentialRecord, VerifyOptions } from "../../../lab/sigv4/types.ts";

/** AWS's documentation keys, as in its SigV4 test suite. */
export const ACCESS_KEY_ID = "AKIDEXAMPLE";
export const SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

export const REGION = "ap-northeast-2";
export const SERVICE = "execute-api";

const user: Principal = {
  kind: "user",
  arn: "arn:aws:iam::123456789012:user/test",
  accountId: "123456789012",
  userId: "AIDAEXAMPLEEXAMPLE000",
  tags: {},
};

/** A key that never expires and comes without a token. */
export const longTerm: CredentialRecord = {
  accessKeyId: ACCESS_KEY_ID,
  secretAccessKey: SECRET_ACCESS_KEY,
  principal: user,
};

/** A session's key. */
export function session(expiresAt: number): CredentialRecord {
  return {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "q2h6iTJFEMI/K7MDENG+bPxRfiCYEXAMPLETEMP1",
    sessionToken: "IQoJb3JpZ2luX2VjEDw=/+token",
    expiresAt,
    principal: user,
  };
}

/** Verifies for execute-api in the test's region, knowing the given credentials. */
export function optionsFor(now: number, ...credentials: readonly CredentialRecord[]): VerifyOptions {
  return {
    region: REGION,
    service: SERVICE,
    now,
    lookup: (accessKeyId) => credentials.find((one) => one.accessKeyId === accessKeyId),
  };
}
