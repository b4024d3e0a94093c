import { readDeployment } from "../../terraform/resolve.ts";
import { deploy, options, refusals, synthesized } from "./support/stack.ts";

const pool = (provider?: string) => ({
  aws_cognito_user_pool: { p: { name: "p", ...(provider ? { provider } : {}) } },
});

test("a resource is in the region of its provider", () => {
  const aws = [{ region: "eu-west-1" }, { alias: "west", region: "us-west-2" }];
  const here = deploy({ provider: { aws }, resource: pool() });
  expect(here.region).toBe("eu-west-1");
  expect(here.resources[0]?.string("id")).toMatch(/^eu-west-1_/);
  const there = deploy({ provider: { aws }, resource: pool("aws.west") });
  expect(there.region).toBe("eu-west-1");
  expect(there.resources[0]?.region).toBe("us-west-2");
  expect(there.resources[0]?.string("arn")).toMatch(
    /^arn:aws:cognito-idp:us-west-2:123456789012:userpool\/us-west-2_/,
  );
});

test.each([
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["ap-northeast-2", "aws", "amazonaws.com"],
])("the region %s is in the partition %s", (region, partition, suffix) => {
  const deployment = deploy({ provider: { aws: { region } }, resource: pool() });
  expect(deployment.partition).toBe(partition);
  expect(deployment.resources[0]?.string("arn")).toMatch(new RegExp(`^arn:${partition}:cognito-idp:`));
  expect(deployment.resources[0]?.string("endpoint")).toContain(`cognito-idp.${region}.${suffix}/`);
});

test("a region may come from a variable or local", () => {
  const json = {
    provider: { aws: [{ region: "${local.region}" }] },
    locals: { region: "${var.region}" },
    variable: { region: { type: "string" } },
  };
  expect(deploy(json, { variables: { region: "eu-north-1" } }).region).toBe("eu-north-1");
});

test("a provider without region deploys to the one that the options name", () => {
  const directory = synthesized({ stack: {} });
  expect(readDeployment(directory, "stack", options).region).toBe("us-east-1");
  expect(readDeployment(directory, "stack", { ...options, region: "eu-west-3" }).region).toBe("eu-west-3");
});

test("default tags are in tags_all, under the resource's own", () => {
  const provider = { aws: [{ region: "eu-west-1", default_tags: [{ tags: { a: "1", b: "2" } }] }] };
  const resource = { aws_cognito_user_pool: { p: { name: "p", tags: { b: "3" } } } };
  const found = deploy({ provider, resource }).resources[0];
  expect(found?.map("tags_all")).toEqual({ a: "1", b: "3" });
  expect(found?.map("tags")).toEqual({ b: "3" });
});

test.each<[unknown, string | undefined, string]>([
  [[{ region: "nowhere" }], undefined, 'provider.aws: region: "nowhere" is not a region'],
  [[{ region: "${timestamp()}" }], undefined, "provider.aws: region: cannot be resolved"],
  [[{ region: "eu-west-1" }], "aws.west", "aws_cognito_user_pool.p: provider: aws.west is not declared"],
  [[{ region: "eu-west-1" }], "google", "aws_cognito_user_pool.p: provider: google is not an AWS provider"],
  [
    [
      { region: "eu-west-1" },
      { alias: "b", region: "eu-west-1", assume_role: [{ role_arn: "arn:aws:iam::999999999999:role/x" }] },
    ],
    "aws.b",
    "provider.aws.b: assume_role: it may act in another account than the default provider",
  ],
  [
    [
      { region: "eu-west-1", profile: "a" },
      { alias: "b", region: "eu-west-1", profile: "c" },
    ],
    "aws.b",
    "provider.aws.b: profile: it may act in another account",
  ],
])("the providers %j are refused", (aws, provider, message) => {
  expect(refusals(() => deploy({ provider: { aws }, resource: pool(provider) }))).toContainEqual(
    expect.stringContaining(message),
  );
});

test("a provider of something else than AWS needs no region", () => {
  const json = { resource: { random_pet: { p: { provider: "random.other" } } } };
  expect(deploy(json).resources[0]?.string("id")).toMatch(/^[a-z]+-[a-z]+$/);
});
