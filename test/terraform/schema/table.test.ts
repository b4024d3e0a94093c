import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  dataSourceSchema,
  knownResourceTypes,
  resourceSchema,
  type Schema,
} from "../../../terraform/schema/table.ts";

/** What the installed bindings of the AWS provider, which were made from its schema, say that can be configured. */
function bindings(folder: string): {
  readonly top: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
} {
  const file = createRequire(__filename).resolve(`@cdktf/provider-aws/lib/${folder}/index.js`);
  const names = (source: string) =>
    [...source.matchAll(/^\s+(\w+): \{\s+value: /gm)].map(([, name]) => name!);
  const [structs, top] = readFileSync(file, "utf8").split("synthesizeHclAttributes() {") as [string, string];
  return { top: new Set(names(top)), nested: new Set(names(structs)) };
}

function configurable({ attributes, blocks }: Schema): string[] {
  return [
    ...[...attributes].flatMap(([name, { configurable: can }]) => (can ? [name] : [])),
    ...blocks.keys(),
  ];
}

function nested({ blocks }: Schema): string[] {
  return [...blocks.values()].flatMap(({ schema }) => [...configurable(schema), ...nested(schema)]);
}

const folder = (type: string) => type.replace(/^aws_/, "").replaceAll("_", "-");
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

// `id` is in every binding, and the provider lets nobody choose it.
const withoutId = (names: ReadonlySet<string>) => sorted([...names].filter((name) => name !== "id"));

test.each(knownResourceTypes)("the attributes and blocks of %s are the provider's", (type) => {
  const schema = resourceSchema(type)!;
  const expected = bindings(folder(type));
  expect(sorted(configurable(schema))).toEqual(withoutId(expected.top));
  expect(sorted(nested(schema))).toEqual(sorted(expected.nested));
});

test.each([
  "aws_iam_policy_document",
  "aws_caller_identity",
  "aws_region",
  "aws_partition",
  "aws_service_principal",
])("the arguments of the data source %s are the provider's", (type) => {
  const schema = dataSourceSchema(type)!;
  const expected = bindings(`data-aws-${folder(type)}`);
  expect(sorted(configurable(schema))).toEqual(withoutId(expected.top));
  expect(sorted(nested(schema))).toEqual(sorted(expected.nested));
});

test.each<[string, string, unknown]>([
  ["aws_api_gateway_authorizer", "type", "TOKEN"],
  ["aws_api_gateway_authorizer", "authorizer_result_ttl_in_seconds", 300],
  ["aws_api_gateway_authorizer", "identity_source", "method.request.header.Authorization"],
  ["aws_api_gateway_integration", "timeout_milliseconds", 29000],
  ["aws_api_gateway_integration", "passthrough_behavior", "WHEN_NO_MATCH"],
  ["aws_api_gateway_method", "api_key_required", false],
  ["aws_api_gateway_rest_api", "disable_execute_api_endpoint", false],
  ["aws_lambda_function", "timeout", 3],
  ["aws_lambda_function", "memory_size", 128],
  ["aws_lambda_function", "package_type", "Zip"],
  ["aws_iam_role", "path", "/"],
  ["aws_iam_role", "max_session_duration", 3600],
  ["aws_iam_access_key", "status", "Active"],
  ["aws_cognito_user_pool_client", "enable_token_revocation", true],
])("the default of %s.%s is %j", (type, attribute, expected) => {
  expect(resourceSchema(type)?.attributes.get(attribute)?.fallback).toBe(expected);
});

test("defaults of nested blocks are those of the provider", () => {
  const units = resourceSchema("aws_cognito_user_pool_client")?.blocks.get("token_validity_units")?.schema
    .attributes;
  expect([...units!].map(([name, { fallback }]) => [name, fallback])).toEqual([
    ["access_token", "hours"],
    ["id_token", "hours"],
    ["refresh_token", "days"],
  ]);
});

test("a type that is not known has no schema, whatever its name", () => {
  for (const type of ["aws_s3_bucket", "constructor", "__proto__", ""]) {
    expect(resourceSchema(type)).toBeUndefined();
    expect(dataSourceSchema(type)).toBeUndefined();
  }
});
