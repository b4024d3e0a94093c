import { deployingUser } from "../../../lab/iam/deploying-user.ts";
import { IamDirectory } from "../../../lab/iam/directory.ts";
import type { Principal } from "../../../lab/iam/principal.ts";
import { describeProblem, Problems } from "../../../terraform/errors.ts";
import { type Arguments, deployment, document, invoke, trust } from "../support/deployment.ts";

const ROLE_ARN = "arn:aws:iam::123456789012:role/reader";
const USER_ARN = "arn:aws:iam::123456789012:user/alice";
const POLICY_ARN = "arn:aws:iam::123456789012:policy/invoke";
const API_INVOKE = "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess";

const role = (more: Arguments = {}): Arguments => ({ name: "reader", assume_role_policy: trust(), ...more });
const KEY = { user: "alice" };

const session: Principal = {
  kind: "assumed-role",
  arn: "arn:aws:sts::123456789012:assumed-role/reader/me",
  accountId: "123456789012",
  userId: "AROAX:me",
  roleArn: ROLE_ARN,
  tags: {},
};
const alice: Principal = {
  kind: "user",
  arn: USER_ARN,
  accountId: "123456789012",
  userId: "AIDAX",
  tags: {},
};

function read(resources: Readonly<Record<string, Arguments>>) {
  const problems = new Problems();
  const directory = new IamDirectory([deployment(resources)], problems);
  return { directory, problems: problems.all.map(describeProblem) };
}

/** The addresses of a caller's policies, with the attribute. */
function sources(directory: IamDirectory, principal: Principal): readonly string[] {
  return directory
    .policiesOf(principal)
    .map(({ source }) => `${source.address} ${source.attribute} ${source.name}`);
}

describe("a role's policies", () => {
  test.each<[string, Readonly<Record<string, Arguments>>, readonly string[]]>([
    ["none", { "aws_iam_role.reader": role() }, []],
    [
      "aws_iam_role_policy",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
        "aws_iam_role_policy.other": { name: "invoke", role: "other", policy: invoke() },
      },
      ["aws_iam_role_policy.p policy invoke"],
    ],
    [
      "inline_policy blocks",
      {
        "aws_iam_role.reader": role({
          inline_policy: [
            { name: "a", policy: invoke() },
            { name: "b", policy: invoke() },
          ],
        }),
      },
      ["aws_iam_role.reader inline_policy[0].policy a", "aws_iam_role.reader inline_policy[1].policy b"],
    ],
    [
      "aws_iam_role_policy_attachment, across stacks' resources by ARN",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_policy.p": { name: "invoke", policy: invoke() },
        "aws_iam_role_policy_attachment.a": { role: "reader", policy_arn: POLICY_ARN },
      },
      ["aws_iam_policy.p policy invoke"],
    ],
    [
      "aws_iam_policy_attachment",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_policy.p": { name: "invoke", policy: invoke() },
        "aws_iam_policy_attachment.a": { name: "a", roles: ["reader", "other"], policy_arn: POLICY_ARN },
      },
      ["aws_iam_policy.p policy invoke"],
    ],
    [
      "managed_policy_arns and aws_iam_role_policy_attachments_exclusive, each policy once",
      {
        "aws_iam_role.reader": role({ managed_policy_arns: [POLICY_ARN] }),
        "aws_iam_policy.p": { name: "invoke", policy: invoke() },
        "aws_iam_role_policy_attachment.a": { role: "reader", policy_arn: POLICY_ARN },
        "aws_iam_role_policy_attachments_exclusive.e": { role_name: "reader", policy_arns: [POLICY_ARN] },
      },
      ["aws_iam_policy.p policy invoke"],
    ],
    [
      "one of AWS's own",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy_attachment.a": { role: "reader", policy_arn: API_INVOKE },
      },
      ["aws_iam_role_policy_attachment.a policy_arn AmazonAPIGatewayInvokeFullAccess"],
    ],
    [
      "aws_iam_role_policies_exclusive that lists what is there",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
        "aws_iam_role_policies_exclusive.e": { role_name: "reader", policy_names: ["invoke"] },
      },
      ["aws_iam_role_policy.p policy invoke"],
    ],
  ])("%s", (_, resources, expected) => {
    const { directory, problems } = read(resources);
    expect(problems).toEqual([]);
    expect(sources(directory, session)).toEqual(expected);
  });
});

describe("a user's policies, when it has an access key", () => {
  test.each<[string, Readonly<Record<string, Arguments>>, readonly string[]]>([
    [
      "its own",
      {
        "aws_iam_policy.p": { name: "invoke", policy: invoke() },
        "aws_iam_user_policy.u": { name: "own", user: "alice", policy: invoke() },
        "aws_iam_user_policy_attachment.a": { user: "alice", policy_arn: POLICY_ARN },
      },
      ["aws_iam_user_policy.u policy own", "aws_iam_policy.p policy invoke"],
    ],
    [
      "its groups', by either kind of membership",
      {
        "aws_iam_group.a": { name: "a" },
        "aws_iam_group.b": { name: "b" },
        "aws_iam_group.c": { name: "c" },
        "aws_iam_group_policy.a": { name: "in-a", group: "a", policy: invoke() },
        "aws_iam_group_policy.c": { name: "in-c", group: "c", policy: invoke() },
        "aws_iam_group_policy_attachment.b": { group: "b", policy_arn: API_INVOKE },
        "aws_iam_user_group_membership.m": { user: "alice", groups: ["a"] },
        "aws_iam_group_membership.m": { name: "m", group: "b", users: ["alice"] },
      },
      [
        "aws_iam_group_policy.a policy in-a",
        "aws_iam_group_policy_attachment.b policy_arn AmazonAPIGatewayInvokeFullAccess",
      ],
    ],
  ])("%s", (_, resources, expected) => {
    const { directory, problems } = read({
      "aws_iam_user.alice": { name: "alice" },
      "aws_iam_access_key.alice": KEY,
      ...resources,
    });
    expect(problems).toEqual([]);
    expect(sources(directory, alice)).toEqual(expected);
    expect(directory.user(USER_ARN)?.accessKeys).toEqual([
      { accessKeyId: expect.stringMatching(/^AKIA/), secretAccessKey: expect.stringMatching(/^.{40}$/) },
    ]);
  });

  test.each<[string, Readonly<Record<string, Arguments>>]>([
    ["no key", {}],
    ["an inactive key", { "aws_iam_access_key.alice": { ...KEY, status: "Inactive" } }],
    ["an encrypted key", { "aws_iam_access_key.alice": { ...KEY, pgp_key: "keybase:alice" } }],
    ["another's key", { "aws_iam_access_key.bob": { ...KEY, user: "bob" } }],
  ])("with %s nobody can act as it, so its policies may be anything", (_, resources) => {
    const { directory, problems } = read({
      "aws_iam_user.alice": { name: "alice" },
      "aws_iam_user_policy.u": { name: "own", user: "alice", policy: "not JSON" },
      ...resources,
    });
    expect(problems).toEqual([]);
    expect(directory.policiesOf(alice)).toEqual([]);
    expect(directory.user(USER_ARN)?.accessKeys).toEqual([]);
  });
});

describe("refused, by address, attribute and reason", () => {
  const attachment = (policy_arn: string) => ({
    "aws_iam_role_policy_attachment.a": { role: "reader", policy_arn },
  });

  test.each<[string, Readonly<Record<string, Arguments>>, string]>([
    [
      "an AWS policy whose content the lab does not know",
      { "aws_iam_role.reader": role(), ...attachment("arn:aws:iam::aws:policy/ReadOnlyAccess") },
      "aws_iam_role_policy_attachment.a: policy_arn: the policy arn:aws:iam::aws:policy/ReadOnlyAccess cannot be evaluated: its content is not in the Terraform; known are AdministratorAccess, AmazonAPIGatewayInvokeFullAccess, AmazonAPIGatewayAdministrator, AWSXRayDaemonWriteAccess, service-role/AWSLambdaBasicExecutionRole, service-role/AWSLambdaVPCAccessExecutionRole, service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ],
    [
      "a policy that is not in the Terraform",
      { "aws_iam_role.reader": role({ managed_policy_arns: [POLICY_ARN] }) },
      `aws_iam_role.reader: managed_policy_arns: the policy ${POLICY_ARN} cannot be evaluated: it is not in the Terraform`,
    ],
    [
      "a boundary that is not in the Terraform",
      { "aws_iam_role.reader": role({ permissions_boundary: POLICY_ARN }) },
      `aws_iam_role.reader: permissions_boundary: the policy ${POLICY_ARN} cannot be evaluated: it is not in the Terraform`,
    ],
    [
      "a document that is no policy",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy.p": {
          name: "invoke",
          role: "reader",
          policy: document({ Effect: "allow", Action: "*", Resource: "*" }),
        },
      },
      'aws_iam_role_policy.p: policy: Statement.Effect: came "allow"; allowed: "Allow" or "Deny"',
    ],
    [
      "a trust policy that is none",
      { "aws_iam_role.reader": role({ assume_role_policy: "{}" }) },
      "aws_iam_role.reader: assume_role_policy: Statement: ",
    ],
    [
      "an attribute that is not resolved",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy.p": { name: "invoke", role: "${uuid()}", policy: invoke() },
      },
      "aws_iam_role_policy.p: role: cannot be resolved: ",
    ],
    [
      "inline_policy blocks beside a role policy",
      {
        "aws_iam_role.reader": role({ inline_policy: [{ name: "a", policy: invoke() }] }),
        "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
      },
      "aws_iam_role.reader: inline_policy: does not list the policy invoke, which aws_iam_role_policy.p adds: Terraform would take it away again",
    ],
    [
      "an empty inline_policy block beside a role policy",
      {
        "aws_iam_role.reader": role({ inline_policy: [{}] }),
        "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
      },
      "aws_iam_role.reader: inline_policy: does not list the policy invoke",
    ],
    [
      "an exclusive list that leaves a policy out",
      {
        "aws_iam_role.reader": role(),
        "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
        "aws_iam_role_policies_exclusive.e": { role_name: "reader", policy_names: [] },
      },
      "aws_iam_role_policies_exclusive.e: policy_names: does not list the policy invoke",
    ],
    [
      "an exclusive list that leaves an attachment out",
      {
        "aws_iam_role.reader": role(),
        ...attachment(API_INVOKE),
        "aws_iam_role_policy_attachments_exclusive.e": { role_name: "reader", policy_arns: [] },
      },
      `aws_iam_role_policy_attachments_exclusive.e: policy_arns: leaves out ${API_INVOKE}, which aws_iam_role_policy_attachment.a attaches`,
    ],
    [
      "an aws_iam_policy_attachment of the same policy that leaves the role out",
      {
        "aws_iam_role.reader": role(),
        ...attachment(API_INVOKE),
        "aws_iam_policy_attachment.b": { name: "b", roles: ["other"], policy_arn: API_INVOKE },
      },
      `aws_iam_policy_attachment.b: roles: leaves out ${API_INVOKE}, which aws_iam_role_policy_attachment.a attaches`,
    ],
    [
      "an exclusive list of a user's that leaves a policy out",
      {
        "aws_iam_user.alice": { name: "alice" },
        "aws_iam_access_key.alice": KEY,
        "aws_iam_user_policy.u": { name: "own", user: "alice", policy: invoke() },
        "aws_iam_user_policies_exclusive.e": { user_name: "alice", policy_names: [] },
      },
      "aws_iam_user_policies_exclusive.e: policy_names: does not list the policy own",
    ],
    [
      "a group that is not in the Terraform",
      {
        "aws_iam_user.alice": { name: "alice" },
        "aws_iam_access_key.alice": KEY,
        "aws_iam_user_group_membership.m": { user: "alice", groups: ["admins"] },
      },
      "aws_iam_user_group_membership.m: groups: the group admins is not in the Terraform: its permissions are not known",
    ],
  ])("%s", (_, resources, expected) => {
    const { problems } = read(resources);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, expected.length)).toBe(expected);
  });

  test("all at once", () => {
    const { problems } = read({
      "aws_iam_role.reader": role({ permissions_boundary: POLICY_ARN }),
      "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: "{" },
      ...attachment("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    });
    expect(problems).toHaveLength(3);
  });

  test("a boundary that cannot be read allows nothing", () => {
    const { directory } = read({ "aws_iam_role.reader": role({ permissions_boundary: POLICY_ARN }) });
    expect(directory.boundaryOf(session)?.statements).toEqual([]);
  });
});

test("a role that only services may assume may have any policy, and nobody becomes it", () => {
  const service = document({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "lambda.amazonaws.com" },
  });
  const { directory, problems } = read({
    "aws_iam_role.reader": role({
      assume_role_policy: service,
      managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    }),
  });
  expect(problems).toEqual([]);
  expect(directory.role(ROLE_ARN)).toMatchObject({ trust: undefined, policies: [] });
});

test("boundary, session length, path, tags and default tags", () => {
  const resources = {
    "aws_iam_role.reader": role({
      path: "/callers/",
      permissions_boundary: POLICY_ARN,
      max_session_duration: 7200,
      tags: { team: "a" },
    }),
    "aws_iam_policy.p": { name: "invoke", policy: invoke() },
  };
  const problems = new Problems();
  const provider = { default_tags: [{ tags: { stage: "dev", team: "b" } }] };
  const directory = new IamDirectory([deployment(resources, "iam", provider)], problems);
  const arn = "arn:aws:iam::123456789012:role/callers/reader";
  expect(problems.all).toEqual([]);
  expect(directory.role(arn)).toMatchObject({
    address: "aws_iam_role.reader",
    stack: "iam",
    name: "reader",
    maxSessionSeconds: 7200,
    tags: { team: "a", stage: "dev" },
  });
  const boundary = directory.boundaryOf({ ...session, roleArn: arn });
  expect(boundary?.source).toMatchObject({ kind: "boundary", address: "aws_iam_policy.p" });
  expect(directory.callerPolicies).toEqual([boundary]);
});

describe("the same ARN in two stacks", () => {
  const service = document({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "lambda.amazonaws.com" },
  });
  const two = (assume_role_policy: string) => {
    const problems = new Problems();
    const stacks = ["dev", "prod"].map((stack) =>
      deployment({ [`aws_iam_role.${stack}`]: role({ assume_role_policy }) }, stack),
    );
    new IamDirectory(stacks, problems);
    return problems.all.map(describeProblem);
  };

  test("is refused where somebody may act as it", () => {
    expect(two(trust())).toEqual([
      `aws_iam_role.prod: name: ${ROLE_ARN} is also aws_iam_role.dev of the stack dev`,
    ]);
  });

  test("is nobody's business where only services do", () => {
    expect(two(service)).toEqual([]);
  });
});

test("permissions that are taken away are gone for sessions that exist, until they are given back", () => {
  const { directory } = read({
    "aws_iam_role.reader": role(),
    "aws_iam_role_policy.p": { name: "invoke", role: "reader", policy: invoke() },
  });
  expect(directory.policiesOf(session)).toHaveLength(1);
  expect(directory.revoke(ROLE_ARN)).toBe(true);
  expect(directory.policiesOf(session)).toEqual([]);
  expect(directory.restore(ROLE_ARN)).toBe(true);
  expect(directory.policiesOf(session)).toHaveLength(1);
  expect(directory.restore(ROLE_ARN)).toBe(false);
  expect(directory.revoke("arn:aws:iam::123456789012:role/none")).toBe(false);
});

test("a caller that is not in the directory has no policies", () => {
  const { directory } = read({ "aws_iam_role.reader": role() });
  expect(directory.policiesOf(alice)).toEqual([]);
  expect(directory.policiesOf({ ...session, roleArn: "arn:aws:iam::123456789012:role/other" })).toEqual([]);
});

test("the lab's own user may assume roles and nothing else", () => {
  const user = deployingUser("arn:aws:iam::123456789012:user/path/deployer");
  expect(user).toMatchObject({ accountId: "123456789012", name: "deployer" });
  const directory = new IamDirectory([], new Problems(), [user]);
  const texts = directory
    .policiesOf({ ...alice, arn: user.arn })
    .flatMap(({ statements }) => statements.map(({ ref }) => ref.text));
  expect(texts).toEqual([
    '{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],"Resource":"*"}',
  ]);
  expect(() => deployingUser("arn:aws:iam::123456789012:role/x")).toThrow(TypeError);
});
