import { type Arguments, document, trust } from "../support/deployment.ts";
import { call, DEPLOYER, sessionOf, type TestSts, testSts } from "../support/sts.ts";

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

describe("tags and source identity", () => {
  const BOTH = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  const tagged = {
    "Tags.member.1.Key": "Team",
    "Tags.member.1.Value": "b",
    "Tags.member.2.Key": "env",
    "Tags.member.2.Value": "",
  };

  test("a session's tags overlay the role's; keys that differ in case are one", async () => {
    const sts = reader({
      tags: { team: "a", cost: "1" },
      assume_role_policy: trust(undefined, { Action: BOTH }),
    });
    const answer = await call(sts, { ...ASSUME, ...tagged, SourceIdentity: "alice" });
    expect(principalOf(sts, answer)).toMatchObject({
      tags: { cost: "1", Team: "b", env: "" },
      sourceIdentity: "alice",
    });
    expect(answer.text("SourceIdentity")).toBe("alice");
    expect(Number(answer.text("PackedPolicySize"))).toBeGreaterThan(0);
  });

  test.each<[string, Record<string, string>, string]>([
    ["tags", tagged, "sts:TagSession"],
    ["a source identity", { SourceIdentity: "alice" }, "sts:SetSourceIdentity"],
  ])("%s need a trust policy that allows them", async (_, more, action) => {
    const answer = await call(reader(), { ...ASSUME, ...more });
    expect([answer.code, answer.message]).toEqual([
      "AccessDenied",
      `User: ${DEPLOYER} is not authorized to perform: ${action} on resource: ${ARN("reader")} because no role trust policy allows the ${action} action`,
    ]);
  });

  test("conditions on them", async () => {
    const sts = reader({
      assume_role_policy: trust(undefined, {
        Action: BOTH,
        Condition: {
          StringEquals: { "aws:RequestTag/team": "b", "sts:SourceIdentity": "alice" },
          "ForAllValues:StringEquals": { "aws:TagKeys": ["Team", "env"], "sts:TransitiveTagKeys": ["env"] },
        },
      }),
    });
    const good = { ...ASSUME, ...tagged, SourceIdentity: "alice", "TransitiveTagKeys.member.1": "env" };
    expect((await call(sts, good)).status).toBe(200);
    const bads: readonly Record<string, string>[] = [
      { "Tags.member.1.Value": "c" },
      { SourceIdentity: "bob" },
      { "Tags.member.3.Key": "x", "Tags.member.3.Value": "y" },
      { "TransitiveTagKeys.member.1": "Team" },
    ];
    for (const bad of bads) {
      expect((await call(sts, { ...good, ...bad })).code).toBe("AccessDenied");
    }
  });

  test("transitive tags and the source identity go on to the next session, and cannot be changed", async () => {
    const sts = testSts({
      "aws_iam_role.reader": role("reader", { assume_role_policy: trust(undefined, { Action: BOTH }) }),
      "aws_iam_role.caller": role("caller", { assume_role_policy: trust(undefined, { Action: BOTH }) }),
      "aws_iam_role_policy.p": { name: "p", role: "caller", policy: mayAssume("reader", BOTH) },
    });
    const first = await call(sts, {
      ...ASSUME,
      ...tagged,
      RoleArn: ARN("caller"),
      SourceIdentity: "alice",
      "TransitiveTagKeys.member.1": "team",
    });
    const caller = sessionOf(first);
    const second = await call(
      sts,
      { ...ASSUME, "Tags.member.1.Key": "x", "Tags.member.1.Value": "y" },
      caller,
    );
    expect(principalOf(sts, second)).toMatchObject({
      tags: { team: "b", x: "y" },
      transitiveTagKeys: ["team"],
      sourceIdentity: "alice",
    });
    const overridden = await call(
      sts,
      { ...ASSUME, "Tags.member.1.Key": "TEAM", "Tags.member.1.Value": "z" },
      caller,
    );
    expect(overridden.code).toBe("ValidationError");
    expect((await call(sts, { ...ASSUME, SourceIdentity: "bob" }, caller)).code).toBe("AccessDenied");
    expect((await call(sts, { ...ASSUME, SourceIdentity: "alice" }, caller)).status).toBe(200);
  });
});
