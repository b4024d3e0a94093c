import { deploy, refusals } from "../support/stack.ts";

function refused(type: string, body: Readonly<Record<string, unknown>>): readonly string[] {
  return refusals(() => deploy({ resource: { [type]: { r: body } } }));
}

const role = { assume_role_policy: "{}" };
const stage = { rest_api_id: "a", deployment_id: "d", stage_name: "s" };

test("what the provider knows passes", () => {
  expect(refused("aws_iam_role", { ...role, inline_policy: [{ name: "x" }], tags: {}, "//": {} })).toEqual(
    [],
  );
  expect(
    refused("aws_api_gateway_stage", {
      ...stage,
      access_log_settings: { "//": "x", destination_arn: "a", format: "f" },
    }),
  ).toEqual([]);
});

test("a type that is not known here may have any attribute", () => {
  expect(refused("aws_dynamodb_table", { anything: 1 })).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    "aws_iam_role",
    { ...role, policy: "{}" },
    "aws_iam_role.r: policy: the provider knows no such attribute or block",
  ],
  [
    "aws_iam_role",
    JSON.parse('{"assume_role_policy":"{}","__proto__":1}'),
    "aws_iam_role.r: __proto__: the provider knows no such",
  ],
  ["aws_iam_role", {}, "aws_iam_role.r: assume_role_policy: it is required"],
  ["aws_iam_role", { assume_role_policy: null }, "aws_iam_role.r: assume_role_policy: it is required"],
  [
    "aws_iam_role",
    { ...role, arn: "arn:aws:iam::1:role/x" },
    "aws_iam_role.r: arn: it is given by AWS and cannot be configured",
  ],
  [
    "aws_api_gateway_stage",
    { ...stage, access_log_settings: { destination_arn: "a", formatt: "f" } },
    "aws_api_gateway_stage.r: access_log_settings[0].formatt: the provider knows no such attribute or block",
  ],
  [
    "aws_api_gateway_stage",
    { ...stage, access_log_settings: [{}, {}] },
    "aws_api_gateway_stage.r: access_log_settings: at most one is allowed, 2 came",
  ],
  [
    "aws_api_gateway_stage",
    { ...stage, access_log_settings: "${x}" },
    "access_log_settings[0]: a block must be a JSON object",
  ],
  [
    "aws_api_gateway_method_settings",
    { rest_api_id: "a", stage_name: "s", method_path: "*/*" },
    "settings: it is required",
  ],
  [
    "aws_api_gateway_method_settings",
    { rest_api_id: "a", stage_name: "s", method_path: "*/*", settings: [] },
    "settings: it is required",
  ],
  [
    "aws_iam_role",
    { ...role, dynamic: { inline: { for_each: [], content: {} } } },
    "aws_iam_role.r: dynamic.inline: the provider knows no such block",
  ],
  [
    "aws_iam_role",
    { ...role, dynamic: { inline_policy: { content: { polcy: "x" } } } },
    "aws_iam_role.r: dynamic.inline_policy.for_each: it is required",
  ],
  [
    "aws_iam_role",
    { ...role, dynamic: { inline_policy: { for_each: [], content: { polcy: "x" } } } },
    "aws_iam_role.r: dynamic.inline_policy.content[0].polcy: the provider knows no such attribute or block",
  ],
])("%s %j is refused", (type, body, message) => {
  expect(refused(type, body)).toContainEqual(expect.stringContaining(message));
});

test("a required block may be a dynamic one", () => {
  const dynamic = { settings: { for_each: [1], content: { metrics_enabled: true } } };
  expect(
    refused("aws_api_gateway_method_settings", {
      rest_api_id: "a",
      stage_name: "s",
      method_path: "*/*",
      dynamic,
    }),
  ).toEqual([]);
});

test("everything that is wrong is told at once, sorted", () => {
  expect(refused("aws_api_gateway_stage", { stage_nam: "s", rest_api_id: "a" })).toEqual([
    "aws_api_gateway_stage.r: deployment_id: it is required",
    "aws_api_gateway_stage.r: stage_nam: the provider knows no such attribute or block",
    "aws_api_gateway_stage.r: stage_name: it is required",
  ]);
});
