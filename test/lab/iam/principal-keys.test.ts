import type { Principal } from "../../../lab/iam/principal.ts";
import { principalKeys } from "../../../lab/iam/principal-keys.ts";
import { requestPrincipal } from "../../../lab/iam/request-principal.ts";

const session: Principal = {
  kind: "assumed-role",
  arn: "arn:aws:sts::123456789012:assumed-role/reader/me",
  accountId: "123456789012",
  userId: "AROAX:me",
  roleArn: "arn:aws:iam::123456789012:role/callers/reader",
  sessionName: "me",
  tags: { Team: "a" },
  issuedAt: Date.UTC(2026, 2, 22, 1, 2, 3, 456),
  sourceIdentity: "alice",
};
const user: Principal = {
  kind: "user",
  arn: "arn:aws:iam::123456789012:user/path/alice",
  accountId: "123456789012",
  userId: "AIDAX",
  tags: {},
};

test("B.3 [D] a session's condition keys", () => {
  expect(Object.fromEntries(principalKeys(session))).toEqual({
    "aws:principalaccount": ["123456789012"],
    "aws:principalarn": ["arn:aws:iam::123456789012:role/callers/reader"],
    "aws:principaltype": ["AssumedRole"],
    "aws:userid": ["AROAX:me"],
    "aws:multifactorauthpresent": ["false"],
    "aws:tokenissuetime": ["2026-03-22T01:02:03Z"],
    "aws:sourceidentity": ["alice"],
    "aws:principaltag/team": ["a"],
  });
});

test("B.3 [D] a user's condition keys: a name, but no token and nothing about MFA", () => {
  expect(Object.fromEntries(principalKeys(user))).toEqual({
    "aws:principalaccount": ["123456789012"],
    "aws:principalarn": ["arn:aws:iam::123456789012:user/path/alice"],
    "aws:principaltype": ["User"],
    "aws:userid": ["AIDAX"],
    "aws:username": ["alice"],
  });
});

test("as policies name them", () => {
  expect(requestPrincipal(session)).toEqual({
    type: "assumed-role",
    accountId: "123456789012",
    arn: session.arn,
    roleArn: session.roleArn,
    userId: "AROAX:me",
  });
  expect(requestPrincipal(user)).toEqual({
    type: "user",
    accountId: "123456789012",
    arn: user.arn,
    userId: "AIDAX",
  });
});
