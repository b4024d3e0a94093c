import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { Aspects, Testing } from "cdktf";
import type { ApiStack } from "../../../stacks/api-stack.ts";
import { makeStacks } from "../../../stacks/app.ts";
import { openMethods } from "../../../stacks/constructs/require-authorization.ts";
import { contextWith } from "../../support/context.ts";
import { stacksOf } from "../../support/synthesized.ts";

const method = (attributes: Record<string, unknown>) => ({
  restApiId: "api",
  resourceId: "resource",
  httpMethod: "GET",
  authorization: "NONE",
  ...attributes,
});

test.each(["iam", "cognito-scopes", "custom-authorizer", "comparison"] as const)(
  "%s has no open method",
  (name) => {
    expect(openMethods(stacksOf()[name])).toEqual([]);
  },
);

test("a preflight that API Gateway answers itself is no open method", () => {
  expect(openMethods(stacksOf({ cors: { allowOrigin: "https://app.example.com" } }).iam)).toEqual([]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["NONE", {}, /^aws_api_gateway_method\.open: authorization: "NONE" leaves GET open to everybody$/],
  ["an unknown type", { authorization: "MAYBE" }, /authorization: "MAYBE"/],
  ["CUSTOM without authorizer", { authorization: "CUSTOM" }, /authorizer_id: CUSTOM needs an authorizer/],
  ["Cognito without authorizer", { authorization: "COGNITO_USER_POOLS" }, /authorizer_id/],
  [
    "Cognito without scopes",
    { authorization: "COGNITO_USER_POOLS", authorizerId: "a" },
    /authorization_scopes/,
  ],
  ["OPTIONS that is no MOCK", { httpMethod: "OPTIONS" }, /leaves OPTIONS open/],
])("a method added by hand with %s stops synthesis", (_, attributes, expected) => {
  const { iam } = stacksOf();
  new ApiGatewayMethod(iam, "open", method(attributes) as never);
  expect(openMethods(iam)[0]).toMatch(expected);
  expect(() => iam.runAllValidations()).toThrow(expected.source.startsWith("^") ? /open/ : expected);
});

test("an escape hatch does not get round the check", () => {
  const { iam } = stacksOf();
  const [first] = iam.node
    .findAll()
    .filter((node): node is ApiGatewayMethod => node instanceof ApiGatewayMethod);
  first?.addOverride("authorization", "NONE");
  expect(openMethods(iam)).toEqual([expect.stringContaining('authorization: "NONE"')]);
});

test("an Aspect that opens a method stops the synthesis, though it comes after the first validation", () => {
  const app = Testing.app();
  const [iam] = makeStacks(app, contextWith()) as [ApiStack];
  Aspects.of(iam).add({
    visit: (node) => {
      if (node instanceof ApiGatewayMethod) node.addOverride("authorization", "NONE");
    },
  });
  expect(() => iam.runAllValidations()).not.toThrow();
  expect(() => app.synth()).toThrow(/leaves GET open to everybody/);
});
