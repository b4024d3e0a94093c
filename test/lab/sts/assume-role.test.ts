import type { Role } from "../../../lab/iam/entity.ts";
import { type Arguments, document, trust } from "../support/deployment.ts";
import { call, DEPLOYER, NOW, sessionOf, type TestSts, testSts } from "../support/sts.ts";

const ARN = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const ASSUME = { Action: "AssumeRole", RoleArn: ARN("reader"), RoleSessionName: "me" };
const role = (name: string, more: Arguments = {}): Arguments => ({
  name,
  assume_role_policy: trust(),
  ...more,
});
const reader = (more: Arguments = {}) => testSts({ "aws_iam_role.reader": role("reader", more) });
const mayAssume = (name: string, action: unknown = "sts:AssumeRole") =>
  document({ Effect: "Allow", Action: action, Resource: ARN(name) });

/** The principal that issued credentials stand for. */
function principalOf(sts: TestSts, answer: Awaited<ReturnType<typeof call>>) {
  const principal = sts.credentials.lookup(sessionOf(answer).accessKeyId)?.principal;
  if (!principal) throw new Error("no such session");
  return principal;
}

test("a session of the role, with credentials of AWS's shape, for an hour", async () => {
  const sts = reader({ path: "/callers/", tags: { team: "a" } });
  const RoleArn = ARN("callers/reader");
  const answer = await call(sts, { ...ASSUME, RoleArn });
  const { uniqueId } = sts.directory.role(RoleArn) as Role;
  expect(answer.status).toBe(200);
  expect(answer.text("Arn")).toBe("arn:aws:sts::123456789012:assumed-role/reader/me");
  expect(answer.text("AssumedRoleId")).toBe(`${uniqueId}:me`);
  expect(answer.text("Expiration")).toBe("2026-03-22T13:00:00Z");
  expect(answer.text("PackedPolicySize")).toBeUndefined();
  expect(principalOf(sts, answer)).toEqual({
    kind: "assumed-role",
    arn: "arn:aws:sts::123456789012:assumed-role/reader/me",
    accountId: "123456789012",
    userId: `${uniqueId}:me`,
    roleArn: RoleArn,
    roleAddress: "aws_iam_role.reader",
    sessionName: "me",
    tags: { team: "a" },
    transitiveTagKeys: [],
    issuedAt: NOW,
  });
  const session = sessionOf(answer);
  const identity = await call(sts, { Action: "GetCallerIdentity" }, session);
  expect([identity.text("Arn"), identity.text("UserId"), identity.text("Account")]).toEqual([
    "arn:aws:sts::123456789012:assumed-role/reader/me",
    `${uniqueId}:me`,
    "123456789012",
  ]);
});

describe("who may assume a role", () => {
  const denied = (why: string, arn = DEPLOYER) =>
    `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${ARN("reader")}${why}`;
  const NO_TRUST = " because no role trust policy allows the sts:AssumeRole action";

  test.each<[string, string, string | undefined]>([
    ["trusts the account", trust(), undefined],
    ["trusts the account by its id", trust("123456789012"), undefined],
    ["trusts the user", trust(DEPLOYER), undefined],
    ["trusts everyone", trust("*"), undefined],
    ["trusts another account", trust("arn:aws:iam::999999999999:root"), denied(NO_TRUST)],
    ["trusts another user", trust("arn:aws:iam::123456789012:user/other"), denied(NO_TRUST)],
    ["trusts another user whose name begins alike", trust(`${DEPLOYER}2`), denied(NO_TRUST)],
    ["trusts a service", trust({ Service: "lambda.amazonaws.com" }), denied("")],
    ["trusts for another action", trust(undefined, { Action: "sts:TagSession" }), denied(NO_TRUST)],
    [
      "denies the user",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" },
          { Effect: "Deny", Action: "sts:*", Principal: { AWS: DEPLOYER } },
        ],
      }),
      denied(" with an explicit deny in the role trust policy"),
    ],
  ])("a role that %s", async (_, assume_role_policy, message) => {
    const sts = reader({ assume_role_policy });
    const answer = await call(sts, ASSUME);
    expect(sts.problems).toEqual([]);
    expect([answer.status, answer.code, answer.message]).toEqual(
      message === undefined ? [200, undefined, undefined] : [403, "AccessDenied", message],
    );
    expect(sts.refusals).toHaveLength(message === undefined ? 0 : 1);
  });

  test("a role that is not there is denied like one that does not trust", async () => {
    const sts = reader();
    const answer = await call(sts, { ...ASSUME, RoleArn: ARN("nobody") });
    expect([answer.status, answer.code]).toEqual([403, "AccessDenied"]);
    expect(answer.message).toBe(
      `User: ${DEPLOYER} is not authorized to perform: sts:AssumeRole on resource: ${ARN("nobody")}`,
    );
    expect(sts.refusals).toEqual([`AccessDenied: ${ARN("nobody")}: no such role in the Terraform`]);
  });

  test("a caller whose own policies do not allow it needs a trust policy that names it", async () => {
    const resources = (assume_role_policy: string, policy?: string) => ({
      "aws_iam_role.reader": role("reader", { assume_role_policy }),
      "aws_iam_role.caller": role("caller"),
      ...(policy && { "aws_iam_role_policy.p": { name: "p", role: "caller", policy } }),
    });
    const from = async (sts: TestSts) => sessionOf(await call(sts, { ...ASSUME, RoleArn: ARN("caller") }));
    const caller = "arn:aws:sts::123456789012:assumed-role/caller/me";

    const without = testSts(resources(trust()));
    const refused = await call(without, ASSUME, await from(without));
    expect(refused.message).toBe(
      denied(" because no identity-based policy allows the sts:AssumeRole action", caller),
    );

    for (const sts of [
      testSts(resources(trust(), mayAssume("reader"))),
      testSts(resources(trust(ARN("caller")))),
      testSts(resources(trust(caller))),
    ]) {
      expect((await call(sts, ASSUME, await from(sts))).status).toBe(200);
    }
  });

  test("conditions of the trust policy", async () => {
    const condition = (block: object) =>
      reader({ assume_role_policy: trust(undefined, { Condition: block }) });
    const status = async (sts: TestSts, more: Record<string, string> = {}) =>
      (await call(sts, { ...ASSUME, ...more })).status;

    const external = condition({ StringEquals: { "sts:ExternalId": "x-1" } });
    expect(await status(external)).toBe(403);
    expect(await status(external, { ExternalId: "x-2" })).toBe(403);
    expect(await status(external, { ExternalId: "x-1" })).toBe(200);

    const named = condition({ StringLike: { "sts:RoleSessionName": "m*" } });
    expect(await status(named)).toBe(200);
    expect(await status(named, { RoleSessionName: "you" })).toBe(403);

    const address = condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } });
    expect(await status(address)).toBe(403);
    const userName = condition({ StringEquals: { "aws:username": "deployer", "aws:PrincipalType": "User" } });
    expect(await status(userName)).toBe(200);
    const before = condition({ DateLessThan: { "aws:CurrentTime": "2026-03-22T12:00:01Z" } });
    expect(await status(before)).toBe(200);
    before.clock.advance(1000);
    expect(await status(before)).toBe(403);
  });

  test("a condition key that AssumeRole cannot give keeps the lab from starting", () => {
    const sts = reader({
      assume_role_policy: trust(undefined, { Condition: { StringNotEquals: { "aws:Unheard": "x" } } }),
    });
    expect(sts.problems).toEqual([
      "aws_iam_role.reader: assume_role_policy: Statement[0] reads the condition key aws:unheard, which the lab has no value for",
    ]);
  });
});

describe("how long", () => {
  test.each<[string, Arguments, string, string]>([
    ["the least", {}, "900", "2026-03-22T12:15:00Z"],
    ["the role's most", { max_session_duration: 7200 }, "7200", "2026-03-22T14:00:00Z"],
    [
      "more than the role's most",
      {},
      "3601",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    [
      "too little",
      {},
      "899",
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      "too much",
      {},
      "43201",
      "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [
      "no number",
      {},
      "1e3",
      "1 validation error detected: Value '1e3' at 'durationSeconds' failed to satisfy constraint: Member must be a number",
    ],
  ])("%s", async (_, more, DurationSeconds, expected) => {
    const answer = await call(reader(more), { ...ASSUME, DurationSeconds });
    expect(answer.text("Expiration") ?? answer.message).toBe(expected);
    expect(answer.code).toBe(expected.startsWith("2026") ? undefined : "ValidationError");
  });

  test("a session that assumes another role does so for an hour at most", async () => {
    const sts = testSts({
      "aws_iam_role.reader": role("reader", { max_session_duration: 43200 }),
      "aws_iam_role.caller": role("caller"),
      "aws_iam_role_policy.p": { name: "p", role: "caller", policy: mayAssume("reader") },
    });
    const caller = sessionOf(await call(sts, { ...ASSUME, RoleArn: ARN("caller") }));
    expect((await call(sts, { ...ASSUME, DurationSeconds: "3600" }, caller)).status).toBe(200);
    const longer = await call(sts, { ...ASSUME, DurationSeconds: "3601" }, caller);
    expect([longer.status, longer.code, longer.message]).toEqual([
      400,
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    ]);
  });

  test("a session ends when it says, by the lab's clock", async () => {
    const sts = reader();
    const session = sessionOf(await call(sts, { ...ASSUME, DurationSeconds: "900" }));
    sts.clock.advance(899_999);
    expect((await call(sts, { Action: "GetCallerIdentity" }, session)).status).toBe(200);
    sts.clock.advance(1);
    const ended = await call(sts, { Action: "GetCallerIdentity" }, session);
    expect([ended.status, ended.code, ended.message]).toEqual([
      403,
      "ExpiredToken",
      "The security token included in the request is expired",
    ]);
  });
});
