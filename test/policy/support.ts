import { type Policy, type PolicyKind, parsePolicy } from "../../policy/document.ts";
import type { Context, PolicyRequest, RequestPrincipal } from "../../policy/request.ts";

export const ACCOUNT = "123456789012";
export const OTHER_ACCOUNT = "210987654321";
export const API = "arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5";
export const TESTS = `${API}/dev/GET/tests`;

export const ANONYMOUS: RequestPrincipal = { type: "anonymous" };

export const SESSION: RequestPrincipal = {
  type: "assumed-role",
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/alice`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/app/reader`,
  userId: "AROAEXAMPLEEXAMPLE123:alice",
};

export const USER: RequestPrincipal = {
  type: "user",
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/Bob`,
  userId: "AIDAEXAMPLEEXAMPLE123",
};

export const ROOT: RequestPrincipal = {
  type: "root",
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
};

export const SERVICE: RequestPrincipal = { type: "service", service: "apigateway.amazonaws.com" };

/** A policy of one kind, its statements as JSON. */
export function policy(kind: PolicyKind, ...statements: unknown[]): Policy {
  return parsePolicy({ Version: "2012-10-17", Statement: statements }, source(kind));
}

export function source(kind: PolicyKind) {
  return { kind, address: `aws_thing.${kind}`, attribute: "policy", name: kind };
}

/** A statement about everything, with what a test is about changed; an element that becomes undefined is left out. */
export function statement(effect: "Allow" | "Deny", changes: Record<string, unknown> = {}): unknown {
  return JSON.parse(JSON.stringify({ Effect: effect, Action: "*", Resource: "*", ...changes }));
}

export function context(values: Record<string, string | readonly string[]> = {}): Context {
  return new Map(
    Object.entries(values).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === "string" ? [value] : value,
    ]),
  );
}

export function request(changes: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    action: "execute-api:Invoke",
    resource: TESTS,
    principal: SESSION,
    context: context(),
    ...changes,
  };
}
