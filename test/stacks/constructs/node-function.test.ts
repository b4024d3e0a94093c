import { resources, synthesized } from "../../support/synthesized.ts";

const stack = synthesized("iam", { logs: { retentionDays: 7 } });

test("Node 22 on arm64, out of the zip in the stack's directory", () => {
  expect(resources(stack, "aws_lambda_function")["backend-function_function"]).toMatchObject({
    runtime: "nodejs22.x",
    architectures: ["arm64"],
    filename: "assets/backend-function.zip",
    source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
  });
});

test("its log group is its own, with retention", () => {
  expect(resources(stack, "aws_cloudwatch_log_group")["backend-function_logs"]).toMatchObject({
    name: "/aws/lambda/api-auth-iam-dev-backend",
    retention_in_days: 7,
  });
});

test("its role may write to that log group and to X-Ray, and nothing else", () => {
  const document = stack.data.aws_iam_policy_document?.["backend-function_permissions"];
  expect(document?.statement).toEqual([
    {
      sid: "Logs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: ["${aws_cloudwatch_log_group.backend-function_logs.arn}:*"],
    },
    { sid: "Traces", actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
  ]);
  const attached = Object.values(resources(stack, "aws_iam_role_policy")).filter(({ role }) =>
    String(role).includes("backend-function_role"),
  );
  expect(attached).toHaveLength(1);
});

describe("no API depends on a function, so that a function can be replaced", () => {
  test.each(["iam", "custom-authorizer"] as const)("%s", (name) => {
    const terraform = synthesized(name);
    const functions = resources(terraform, "aws_lambda_function");
    const uris = ["aws_api_gateway_integration", "aws_api_gateway_authorizer"].flatMap((type) =>
      Object.values(resources(terraform, type)).map(({ uri, authorizer_uri }) => uri ?? authorizer_uri),
    );
    const named = Object.values(functions).map(
      ({ function_name }) =>
        `arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-2:\${data.aws_caller_identity.current.account_id}:function:${function_name}/invocations`,
    );
    expect([...new Set(uris)].sort()).toEqual(named.sort());
  });
});
