import { resources, synthesized } from "../../support/synthesized.ts";

const stage = (name: "iam" | "cognito-scopes" | "custom-authorizer", changes: object = {}) =>
  Object.values(resources(synthesized(name, changes as never), "aws_api_gateway_stage"))[0] as unknown as {
    stage_name: string;
    xray_tracing_enabled: boolean;
    access_log_settings: { format: string };
    depends_on: string[];
  };

test.each([
  ["iam", "$context.identity.userArn"],
  ["cognito-scopes", "$context.authorizer.claims.client_id"],
  ["custom-authorizer", "$context.authorizer.principalId"],
] as const)(
  "%s: the access log is one line of JSON that names the caller and the authorizer's error and latency",
  (name, caller) => {
    const { format } = stage(name).access_log_settings;
    expect(format).not.toContain("\n");
    expect(JSON.parse(format)).toMatchObject({
      requestId: "$context.requestId",
      caller,
      authorizerError: "$context.authorizer.error",
      authorizerLatency: "$context.authorizer.latency",
    });
    expect(format).not.toMatch(/\$input|header|token/i);
  },
);

test("X-Ray is on, and the stage waits for the account's logging role", () => {
  expect(stage("iam")).toMatchObject({
    stage_name: "dev",
    xray_tracing_enabled: true,
    depends_on: ["aws_api_gateway_account.account-logging_account"],
  });
});

test("an account that has a logging role is left alone when the context says so", () => {
  const stack = synthesized("iam", { logs: { accountRole: "existing" } });
  expect(resources(stack, "aws_api_gateway_account")).toEqual({});
  expect(stage("iam", { logs: { accountRole: "existing" } }).depends_on).toEqual([]);
});

test("throttling: the stage's default, and a route's own", () => {
  const routes = [
    { method: "GET", path: "/items/{id}", permission: "p", throttling: { rateLimit: 1, burstLimit: 2 } },
    { method: "GET", path: "/", permission: "p", throttling: { rateLimit: 3, burstLimit: 4 } },
    { method: "GET", path: "/other", permission: "p" },
  ];
  const settings = Object.values(
    resources(synthesized("iam", { routes, callers: { one: ["p"] } }), "aws_api_gateway_method_settings"),
  );
  const limits = settings.map(({ method_path, settings: values }) => [
    method_path,
    ...Object.values(values ?? {}),
  ]);
  expect(limits).toEqual([
    ["*/*", true, 200, 100],
    ["items/{id}/GET", true, 2, 1],
    ["~1/GET", true, 4, 3],
  ]);
});
