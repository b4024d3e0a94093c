import { QUOTAS, quotaUses, rateQuota } from "../../../compare/figures/quotas.ts";
import { METHODS } from "../../../compare/method.ts";
import { STACKS } from "./stacks.ts";

test("each quota has a confidence and a source", () => {
  expect(QUOTAS.filter(({ source }) => !/^limits-and-prices 2\.\d/.test(source))).toEqual([]);
});

test.each(METHODS.map((method) => [method]))("the fullest quota of %s comes first", (method) => {
  const ratios = quotaUses(method, STACKS.get(method)!).map(({ used, quota }) => used / quota.limit);
  expect(ratios.length).toBeGreaterThan(1);
  expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
});

test.each([
  ["iam", "routes in a role's inline policies (10,240 characters)", 1],
  ["cognito-scopes", "scopes of an app client", 2],
  ["cognito-scopes", "scopes of a resource server", 2],
  ["cognito-scopes", "app clients of a pool", 2],
  ["custom-authorizer", "invoke permissions of a function (20 KB)", 2],
  ["custom-authorizer", "resources of an API", 2],
] as const)("%s uses %s: %i", (method, name, used) => {
  const uses = quotaUses(method, STACKS.get(method)!);
  expect(uses.find(({ quota }) => quota.name === name)?.used).toBe(used);
});

test.each([
  ["iam", 10_000],
  ["cognito-scopes", 150],
  ["custom-authorizer", 10_000],
] as const)("the rate that binds %s first is %i a second", (method, limit) => {
  expect(rateQuota(method).limit).toBe(limit);
});
