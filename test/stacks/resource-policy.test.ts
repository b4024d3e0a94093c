import type { Method } from "../../stacks/names.ts";
import { resourcePolicyStatements } from "../../stacks/resource-policy.ts";
import { contextWith } from "../support/context.ts";
import { resources, synthesized } from "../support/synthesized.ts";

const ARN = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij";
const statements = (method: Method, resourcePolicy: object, more: object = {}) =>
  resourcePolicyStatements(method, contextWith({ resourcePolicy, ...more }), ARN).map(
    ({ sid, effect, principal, resources: arns, condition }) =>
      [
        sid,
        effect,
        principal,
        arns.map((arn) => arn.slice(ARN.length)).join(" "),
        condition && `${condition.test} ${condition.variable} ${condition.values}`,
      ].join("|"),
  );

const DENY = "DenyAddresses|Deny|*|/*|IpAddress aws:SourceIp 192.0.2.0/24";
const ONLY = "DenyOtherAddresses|Deny|*|/*|NotIpAddress aws:SourceIp 203.0.113.0/24";
const ENDPOINT = "DenyOtherVpcEndpoints|Deny|*|/*|StringNotEquals aws:SourceVpce vpce-0123456789abcdef0";
const ACCOUNT =
  "AllowAccount111122223333|Allow|arn:aws:iam::111122223333:root|/dev/GET/tests /dev/GET/whoami|";
const deny = { denyCidrs: ["192.0.2.0/24"] };
const only = { allowCidrs: ["203.0.113.0/24"] };
const endpoint = { allowVpcEndpoints: ["vpce-0123456789abcdef0"] };
const account = { allowAccounts: { "111122223333": ["test.read"] } };

test.each<[string, Method, object, string[]]>([
  ["nothing asked for", "iam", {}, []],
  ["deny addresses", "iam", deny, [DENY]],
  ["allow addresses: every other one is denied, none is granted anything", "iam", only, [ONLY]],
  ["another account: its root, exactly its routes", "iam", account, [ACCOUNT]],
  ["a VPC endpoint", "iam", endpoint, [ENDPOINT]],
  [
    "all of them",
    "iam",
    { ...deny, ...only, ...endpoint, ...account },
    [ACCOUNT, ...[DENY, ONLY].map((line) => line.replace("aws:SourceIp", "aws:VpcSourceIp")), ENDPOINT],
  ],
  [
    "B.1 Cognito: the policy decides alone, so it allows",
    "cognito-scopes",
    deny,
    ["AllowTokens|Allow|*|/dev/*|", DENY],
  ],
  [
    "B.1 Table A: beside a Lambda authorizer an Allow would let in what it does not deny",
    "custom-authorizer",
    only,
    [ONLY],
  ],
  ["accounts and endpoints mean nothing to a token", "custom-authorizer", { ...account, ...endpoint }, []],
  ["accounts and endpoints mean nothing to a token", "cognito-scopes", { ...account, ...endpoint }, []],
])("%s (%s)", (_, method, policy, expected) => expect(statements(method, policy)).toEqual(expected));

test("B.2 with CORS the preflight needs an Allow of its own", () => {
  expect(statements("iam", deny, { cors: { allowOrigin: "*" } })).toEqual([
    "AllowPreflight|Allow|*|/dev/OPTIONS/*|",
    DENY,
  ]);
});

test("a VPC endpoint makes the API private; without one it is regional", () => {
  const endpointOf = (changes: object) =>
    Object.values(resources(synthesized("iam", { resourcePolicy: changes }), "aws_api_gateway_rest_api"))[0]
      ?.endpoint_configuration;
  expect(endpointOf(endpoint)).toEqual({ types: ["PRIVATE"], vpc_endpoint_ids: ["vpce-0123456789abcdef0"] });
  expect(endpointOf(deny)).toEqual({ types: ["REGIONAL"] });
});

test("the policy is a data source that a reviewer can read, and part of the deployment", () => {
  const stack = synthesized("iam", { resourcePolicy: deny });
  const policy = Object.values(resources(stack, "aws_api_gateway_rest_api_policy"))[0];
  expect(policy?.policy).toMatch(/^\$\{data\.aws_iam_policy_document\./);
  const deployment = Object.values(resources(stack, "aws_api_gateway_deployment"))[0];
  expect(deployment?.depends_on).toContainEqual(expect.stringContaining("aws_api_gateway_rest_api_policy."));
  expect(resources(synthesized("iam"), "aws_api_gateway_rest_api_policy")).toEqual({});
});
