import { type FunctionAttributes, unsupported } from "../../../lab/lambda/unsupported.ts";

const supported: FunctionAttributes = { runtime: "nodejs22.x", handler: "index.handler", filename: "a.zip" };

test.each<[string, FunctionAttributes]>([
  ["a zip", supported],
  ["a zip that says so", { ...supported, package_type: "Zip" }],
  ["an older runtime", { ...supported, runtime: "nodejs14.x" }],
  ["a newer runtime", { ...supported, runtime: "nodejs24.x" }],
  ["nothing in lists", { ...supported, layers: [], file_system_config: [] }],
  ["reserved concurrency", { ...supported, reserved_concurrent_executions: 5 }],
  ["unreserved concurrency", { ...supported, reserved_concurrent_executions: -1 }],
])("runs %s", (_what, attributes) => {
  expect(unsupported(attributes)).toEqual([]);
});

test.each<[string, FunctionAttributes, readonly string[]]>([
  ["an image", { package_type: "Image", image_uri: "1.dkr.ecr/a" }, ["package_type"]],
  ["an image without the type", { ...supported, image_uri: "1.dkr.ecr/a" }, ["image_uri"]],
  ["Python", { ...supported, runtime: "python3.12" }, ["runtime"]],
  ["a custom runtime", { ...supported, runtime: "provided.al2023" }, ["runtime"]],
  ["a name that only begins so", { ...supported, runtime: "nodejs" }, ["runtime"]],
  ["no runtime", { ...supported, runtime: undefined }, ["runtime"]],
  ["no handler", { ...supported, handler: undefined }, ["handler"]],
  ["code in S3", { ...supported, filename: undefined, s3_bucket: "b" }, ["s3_bucket"]],
  ["no code", { ...supported, filename: undefined }, ["filename"]],
  ["layers", { ...supported, layers: ["arn"] }, ["layers"]],
  ["EFS", { ...supported, file_system_config: [{}] }, ["file_system_config"]],
  ["no concurrency", { ...supported, reserved_concurrent_executions: 0 }, ["reserved_concurrent_executions"]],
  [
    "all of it",
    { runtime: "java21", s3_bucket: "b", layers: ["a"] },
    ["runtime", "handler", "s3_bucket", "layers"],
  ],
])("refuses %s", (_what, attributes, names) => {
  const found = unsupported(attributes);
  expect(found.map(({ attribute }) => attribute)).toEqual(names);
  for (const { reason } of found) expect(reason).not.toBe("");
});
