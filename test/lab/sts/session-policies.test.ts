import { type Arguments, document, invoke, trust } from "../support/deployment.ts";
import { call, sessionOf, type TestSts, testSts } from "../support/sts.ts";

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

describe("session policies", () => {
  const POLICY_ARN = "arn:aws:iam::123456789012:policy/less";
  const API_INVOKE = "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess";
  const sts = testSts({
    "aws_iam_role.reader": role("reader"),
    "aws_iam_policy.less": { name: "less", policy: invoke() },
  });

  test("Policy and PolicyArns go with the session", async () => {
    const answer = await call(sts, {
      ...ASSUME,
      Policy: invoke(),
      "PolicyArns.member.1.arn": POLICY_ARN,
      "PolicyArns.member.2.arn": API_INVOKE,
    });
    const { sessionPolicies = [] } = principalOf(sts, answer);
    expect(sessionPolicies.map(({ source }) => `${source.kind} ${source.address} ${source.name}`)).toEqual([
      "session AssumeRole Policy",
      "session aws_iam_policy.less less",
      "session AssumeRole AmazonAPIGatewayInvokeFullAccess",
    ]);
  });

  test("a session is confined when it assumes another role", async () => {
    const chained = testSts({
      "aws_iam_role.reader": role("reader"),
      "aws_iam_role.caller": role("caller"),
      "aws_iam_role_policy.p": { name: "p", role: "caller", policy: mayAssume("reader") },
    });
    const confined = sessionOf(await call(chained, { ...ASSUME, RoleArn: ARN("caller"), Policy: invoke() }));
    const answer = await call(chained, ASSUME, confined);
    expect(answer.message).toMatch(/because no session policy allows the sts:AssumeRole action$/);
  });

  test.each<[string, Record<string, string>, string, RegExp]>([
    [
      "not JSON",
      { Policy: "{" },
      "MalformedPolicyDocument",
      /^Syntax errors in policy: AssumeRole: Policy: /,
    ],
    [
      "with a principal",
      { Policy: document({ Effect: "Allow", Action: "*", Resource: "*", Principal: "*" }) },
      "MalformedPolicyDocument",
      /Principal: not allowed here/,
    ],
    [
      "with a key that nobody gives",
      {
        Policy: document({
          Effect: "Allow",
          Action: "*",
          Resource: "*",
          Condition: { StringNotEquals: { "x:y": "z" } },
        }),
      },
      "MalformedPolicyDocument",
      /reads the condition key x:y/,
    ],
    ["empty", { Policy: "" }, "ValidationError", /at 'policy' .* length greater than or equal to 1$/],
    [
      "too long",
      { Policy: " ".repeat(2049) },
      "ValidationError",
      /at 'policy' .* length less than or equal to 2048$/,
    ],
    [
      "an ARN that is not in the Terraform",
      { "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      "MalformedPolicyDocument",
      /^PolicyArns: the policy arn:aws:iam::aws:policy\/ReadOnlyAccess is not in the Terraform/,
    ],
    ["an ARN that is none", { "PolicyArns.member.1.arn": "" }, "MalformedPolicyDocument", /^PolicyArns: /],
    ["a list that is none", { PolicyArns: POLICY_ARN }, "ValidationError", /^PolicyArns is a list/],
    [
      "a member that is none",
      { "PolicyArns.1": POLICY_ARN },
      "ValidationError",
      /^PolicyArns\.1 is not a member/,
    ],
    ["a parameter in other letters", { policy: invoke() }, "ValidationError", /^The parameter policy is not/],
  ])("%s is refused by name", async (_, more, code, message) => {
    const answer = await call(sts, { ...ASSUME, ...more });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
  });

  test("more than fits into a token", async () => {
    const tags: Record<string, string> = {};
    for (let index = 1; index <= 50; index++) {
      tags[`Tags.member.${index}.Key`] = `key-${index}`;
      tags[`Tags.member.${index}.Value`] = noise(index);
    }
    const open = reader({ assume_role_policy: trust(undefined, { Action: "sts:*" }) });
    const answer = await call(open, { ...ASSUME, ...tags });
    expect([answer.status, answer.code]).toEqual([400, "PackedPolicyTooLarge"]);
    expect(answer.message).toMatch(
      /^Packed size of session tags and session policies consumes \d+% of allotted space\.$/,
    );
  });
});

/** Text that does not compress, always the same for the same seed. */
function noise(seed: number): string {
  let state = seed;
  return Array.from({ length: 200 }, () => {
    state = (state * 48271) % 2147483647;
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[state % 64];
  }).join("");
}
