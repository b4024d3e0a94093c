import { readConfig } from "../../terraform/config.ts";
import { Problems } from "../../terraform/errors.ts";
import { refusals } from "./support/stack.ts";

function read(json: unknown) {
  const problems = new Problems();
  const config = readConfig(json, "cdk.tf.json", problems);
  return { config, refused: refusals(() => problems.throwIfAny()) };
}

test("takes a file apart by kind, without its comments", () => {
  const { config, refused } = read({
    "//": { metadata: {} },
    terraform: { backend: { local: {} } },
    resource: { aws_iam_role: { "//": "x", a: { name: "a" } } },
    data: { aws_region: { r: {} } },
    variable: { v: { type: "string" } },
    output: { o: { value: 1 } },
    provider: { aws: [{ region: "eu-west-1" }, { alias: "b" }], random: {} },
    locals: { "//": "x", l: 1 },
    moved: { from: "a", to: "b" },
    import: [],
    removed: {},
    check: {},
  });
  expect(refused).toEqual([]);
  expect(config.resources).toEqual([
    { address: "aws_iam_role.a", type: "aws_iam_role", name: "a", body: { name: "a" } },
  ]);
  expect(config.dataSources.map(({ address }) => address)).toEqual(["data.aws_region.r"]);
  expect(config.variables.map(({ address }) => address)).toEqual(["variable.v"]);
  expect(config.outputs.map(({ address }) => address)).toEqual(["output.o"]);
  expect(config.providers.map(({ address }) => address)).toEqual([
    "provider.aws",
    "provider.aws.b",
    "provider.random",
  ]);
  expect([...config.locals]).toEqual([["l", 1]]);
});

test("a list of objects is as good as an object, at every level", () => {
  const { config, refused } = read([
    { resource: [{ aws_iam_role: [{ a: [{ name: "a" }] }] }] },
    { resource: { aws_iam_role: { b: { name: "b" } } }, locals: [{ x: 1 }, { y: 2 }] },
  ]);
  expect(refused).toEqual([]);
  expect(config.resources.map(({ address }) => address)).toEqual(["aws_iam_role.a", "aws_iam_role.b"]);
  expect([...config.locals.keys()]).toEqual(["x", "y"]);
});

test.each([
  [null, ["cdk.tf.json: must be a JSON object"]],
  ["text", ["cdk.tf.json: must be a JSON object"]],
  [{ resource: 1 }, ["cdk.tf.json: resource: must be a JSON object"]],
  [{ resource: { aws_iam_role: "x" } }, ["cdk.tf.json: resource.aws_iam_role: must be a JSON object"]],
  [{ resource: { aws_iam_role: { a: "x" } } }, ["aws_iam_role.a: must be a JSON object"]],
  [{ module: { m: {} } }, ["cdk.tf.json: module: modules are not read: what they declare is not known"]],
  [{ ephemeral: {} }, ["cdk.tf.json: ephemeral: this kind of block is not understood"]],
  [{ resources: {} }, ["cdk.tf.json: resources: this kind of block is not understood"]],
  [
    { ["__proto__" as string]: {}, constructor: {} },
    [
      "cdk.tf.json: __proto__: this kind of block is not understood",
      "cdk.tf.json: constructor: this kind of block is not understood",
    ],
  ],
  [{ resource: { t: { a: [{}, {}] } } }, ["t.a: is declared twice"]],
  [[{ output: { o: { value: 1 } } }, { output: { o: { value: 1 } } }], ["output.o: is declared twice"]],
  [{ locals: [{ a: 1 }, { a: 2 }] }, ["local.a: is declared twice"]],
])("refuses %j", (json, expected) => {
  expect(read(json).refused).toEqual(expected);
});

test("a key that is a special name elsewhere is a name like any other", () => {
  const { config } = read(
    JSON.parse('{"resource":{"__proto__":{"constructor":{"toString":1}}},"locals":{"__proto__":1}}'),
  );
  expect(config.resources.map(({ address }) => address)).toEqual(["__proto__.constructor"]);
  expect([...config.locals]).toEqual([["__proto__", 1]]);
});
