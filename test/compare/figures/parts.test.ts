import { count } from "../../../compare/figures/parts.ts";
import { STACKS, stackOf } from "./stacks.ts";

describe("count", () => {
  test.each([
    ["iam", ["API Gateway stage", "IAM: signature, role policy", "backend function"]],
    ["cognito-scopes", ["API Gateway stage", "Cognito authorizer", "user pool's keys", "backend function"]],
    [
      "custom-authorizer",
      [
        "API Gateway stage",
        "Lambda authorizer",
        "authorizer function",
        "outside issuer's keys",
        "backend function",
      ],
    ],
  ] as const)("the parts that a request of %s passes", (method, parts) => {
    expect(count(STACKS.get(method)!).parts).toEqual(parts);
  });

  test.each([
    ["iam", { lambdaCalls: 1, signatureChecks: 1 }, { lambdaCalls: 1, signatureChecks: 1 }],
    ["cognito-scopes", { lambdaCalls: 1, signatureChecks: 1 }, { lambdaCalls: 1, signatureChecks: 1 }],
    ["custom-authorizer", { lambdaCalls: 2, signatureChecks: 1 }, { lambdaCalls: 1, signatureChecks: 0 }],
  ] as const)("Lambda calls and signature checks of %s", (method, cold, warm) => {
    expect(count(STACKS.get(method)!)).toMatchObject({ cold, warm });
  });

  test("D.2 [D] a TTL of 0 makes every request a cold one", () => {
    const stack = stackOf({
      aws_api_gateway_method: { get: { authorization: "CUSTOM" } },
      aws_api_gateway_authorizer: { a: { type: "TOKEN", authorizer_result_ttl_in_seconds: 0 } },
    });
    expect(count(stack).warm).toEqual({ lambdaCalls: 2, signatureChecks: 1 });
  });

  test.each([
    ["iam", 0],
    ["cognito-scopes", 2],
    ["custom-authorizer", 0],
  ] as const)("the secrets that %s makes", (method, secrets) => {
    expect(count(STACKS.get(method)!).secrets).toBe(secrets);
  });

  test("a resource policy is a part, an access key a secret, and every resource counts", () => {
    const stack = stackOf({ aws_api_gateway_rest_api_policy: { p: {} }, aws_iam_access_key: { k: {} } });
    expect(count(stack)).toMatchObject({ resources: 2, secrets: 1, byType: { aws_iam_access_key: 1 } });
    expect(count(stack).parts).toContain("resource policy");
  });
});
