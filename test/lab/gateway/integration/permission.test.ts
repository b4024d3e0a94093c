import {
  type FunctionArn,
  invokeGrant,
  type LambdaPermission,
  methodSourceArn,
  parseFunctionArn,
} from "../../../../lab/gateway/integration/permission.ts";
import { ACCOUNT, API_ARN, BACKEND_ARN } from "../support/api.ts";

const target = parseFunctionArn(BACKEND_ARN) as FunctionArn;
const SOURCE = methodSourceArn(`${API_ARN}/dev/`, "GET", "/items/{id}");

const permission = (overrides: Partial<LambdaPermission> = {}): LambdaPermission => ({
  address: "aws_lambda_permission.test",
  functionName: "backend",
  qualifier: undefined,
  action: "lambda:InvokeFunction",
  principal: "apigateway.amazonaws.com",
  sourceArn: undefined,
  sourceAccount: undefined,
  otherCondition: undefined,
  ...overrides,
});

describe("aws_lambda_permission", () => {
  test.each<[string, Partial<LambdaPermission>, boolean]>([
    ["without a source ARN", {}, true],
    ["/*/*/*", { sourceArn: `${API_ARN}/*/*/*` }, true],
    ["/*", { sourceArn: `${API_ARN}/*` }, true],
    ["the method, * for the path variable", { sourceArn: `${API_ARN}/dev/GET/items/*` }, true],
    ["[R] a literal {id} never matches", { sourceArn: `${API_ARN}/dev/GET/items/{id}` }, false],
    ["[R] ANY never matches", { sourceArn: `${API_ARN}/dev/ANY/items/*` }, false],
    ["another verb", { sourceArn: `${API_ARN}/dev/POST/items/*` }, false],
    ["another stage", { sourceArn: `${API_ARN}/prod/*/*` }, false],
    ["another API", { sourceArn: API_ARN.replace(/[^:]+$/, "zzzzz99999/*") }, false],
    ["an ARN of another account", { sourceArn: `${API_ARN}/*`.replace(ACCOUNT, "999999999999") }, false],
    ["the API's account", { sourceAccount: ACCOUNT }, true],
    ["another account", { sourceAccount: "999999999999" }, false],
    ["another function", { functionName: "other" }, false],
    ["another service", { principal: "events.amazonaws.com" }, false],
    ["everyone", { principal: "*" }, true],
    ["an account", { principal: ACCOUNT }, false],
    ["another action", { action: "lambda:GetFunction" }, false],
    ["every action", { action: "lambda:*" }, true],
    ["a qualifier that the integration does not have", { qualifier: "live" }, false],
    ["an organisation, which API Gateway does not belong to", { otherCondition: "principal_org_id" }, false],
  ])("%s", (_, overrides, allowed) => {
    const grant = invokeGrant([permission(overrides)], target, SOURCE, ACCOUNT);
    expect(grant.allowed).toBe(allowed);
    expect(grant.address).toBe(allowed ? "aws_lambda_permission.test" : undefined);
  });

  test("an alias needs a permission for the alias", () => {
    const alias = parseFunctionArn(`${BACKEND_ARN}:live`) as FunctionArn;
    expect(invokeGrant([permission()], alias, SOURCE, ACCOUNT).allowed).toBe(false);
    expect(invokeGrant([permission({ qualifier: "live" })], alias, SOURCE, ACCOUNT).allowed).toBe(true);
  });

  test("a refusal says of each permission why it does not help", () => {
    const grant = invokeGrant([permission({ principal: "events.amazonaws.com" })], target, SOURCE, ACCOUNT);
    expect(grant.why).toContain("aws_lambda_permission.test: principal is events.amazonaws.com");
  });

  test("no permission at all", () => {
    expect(invokeGrant([], target, SOURCE, ACCOUNT).allowed).toBe(false);
  });
});
