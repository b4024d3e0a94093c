import fc from "fast-check";
import { TerraformError } from "../../terraform/errors.ts";
import { listStacks, listVariables, readDeployment } from "../../terraform/resolve.ts";
import { deploy, directoryWith, options, refusals, synthesized } from "./support/stack.ts";

const role = { assume_role_policy: "{}", name: "r" };

test("a deployment tells where it is and what is in it", () => {
  const directory = synthesized({
    one: {
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: { aws_iam_user: { u: { name: "u" } }, aws_iam_role: { b: role, a: role } },
      output: {
        plain: { value: "${aws_iam_user.u.name}", description: "who" },
        secret: { value: 1, sensitive: true },
      },
    },
  });
  const deployment = readDeployment(directory, "one", options);
  expect(deployment).toMatchObject({
    stack: "one",
    directory: `${directory}/stacks/one`,
    accountId: "123456789012",
    region: "eu-west-1",
    partition: "aws",
  });
  expect(deployment.resources.map(({ address }) => address)).toEqual([
    "aws_iam_user.u",
    "aws_iam_role.b",
    "aws_iam_role.a",
  ]);
  expect(deployment.ofType("aws_iam_role").map(({ name }) => name)).toEqual(["b", "a"]);
  expect(deployment.ofType("aws_lambda_function")).toEqual([]);
  expect(deployment.find("aws_iam_role.a")).toMatchObject({
    type: "aws_iam_role",
    name: "a",
    region: "eu-west-1",
  });
  expect(deployment.find("aws_iam_role.c")).toBeUndefined();
  expect(deployment.outputs).toEqual([
    { name: "plain", value: "u", sensitive: false, description: "who" },
    { name: "secret", value: 1, sensitive: true, description: undefined },
  ]);
});

test("stacks and their variables are listed", () => {
  const directory = synthesized({ b: { variable: { x: {}, y: {} } }, a: {} });
  expect(listStacks(directory)).toEqual(["b", "a"]);
  expect(listVariables(directory, "b")).toEqual(["x", "y"]);
  expect(listVariables(directory, "a")).toEqual([]);
});

test("references go through locals, variables, data sources and resources", () => {
  const deployment = deploy(
    {
      variable: { names: { type: "list(string)", default: ["a"] } },
      data: { aws_caller_identity: { me: {} } },
      locals: { account: "${data.aws_caller_identity.me.account_id}", first: "${var.names[0]}" },
      resource: {
        aws_iam_role: { r: { ...role, name: "${local.first}-${local.account}" } },
        aws_iam_role_policy: {
          p: {
            role: "${aws_iam_role.r.id}",
            policy: '${jsonencode({Resource = aws_iam_role.r.arn, "a<b" = null})}',
          },
        },
      },
    },
    { variables: { names: '["x", "y"]' } },
  );
  expect(deployment.find("aws_iam_role_policy.p")?.string("role")).toBe("x-123456789012");
  expect(deployment.find("aws_iam_role_policy.p")?.string("policy")).toBe(
    '{"Resource":"arn:aws:iam::123456789012:role/x-123456789012","a\\u003cb":null}',
  );
});

test("a whole resource is the object of its attributes", () => {
  const json = {
    resource: { aws_iam_user: { u: { name: "u", tags: { a: "b" } } } },
    output: {
      name: { value: '${{ for k, v in aws_iam_user.u : k => v if k == "name" || k == "tags" }}' },
      hash: { value: "${sha1(jsonencode([aws_iam_user.u.name, aws_iam_user.u.arn]))}" },
    },
  };
  const [name, hash] = deploy(json).outputs;
  expect(name?.value).toEqual({ name: "u", tags: { a: "b" } });
  expect(hash?.value).toMatch(/^[0-9a-f]{40}$/);
});

test.each([
  ["${aws_iam_user.u.nam}", 'aws_iam_user has no attribute "nam"'],
  [
    "${aws_iam_access_key.k.encrypted_secret}",
    "encrypted_secret of aws_iam_access_key is known only after it is deployed",
  ],
  [
    "${aws_dynamodb_table.t.stream_arn}",
    "stream_arn of aws_dynamodb_table is known only after it is deployed",
  ],
  ["${aws_iam_user.u.name.x}", "string has no attributes and no elements"],
  ["${var}", "a name must follow"],
  ["${path.nowhere}", 'there is no attribute "nowhere"'],
])("%s is unresolved", (value, reason) => {
  const json = {
    resource: {
      aws_iam_user: { u: { name: "u" } },
      aws_iam_access_key: { k: { user: "u" } },
      aws_dynamodb_table: { t: { name: "t" } },
    },
    output: { o: { value } },
  };
  expect(deploy(json).outputs[0]?.value).toMatchObject({
    reason: expect.stringContaining(reason),
    expression: value,
  });
});

test("an optional attribute that is absent is null", () => {
  const json = {
    resource: { aws_iam_user: { u: { name: "u" } } },
    output: { o: { value: "${aws_iam_user.u.permissions_boundary == null}" } },
  };
  expect(deploy(json).outputs[0]?.value).toBe(true);
});

test("everything that is wrong is told at once", () => {
  const json = {
    module: {},
    variable: { x: {} },
    resource: { aws_iam_role: { r: { nam: 1 } } },
    output: { o: { value: "${local.x}" }, empty: {} },
  };
  expect(refusals(() => deploy(json))).toEqual([
    expect.stringContaining("cdk.tf.json: module: modules are not read"),
    expect.stringContaining("cdk.tf.json: variable.x: no value is given"),
    "aws_iam_role.r: assume_role_policy: it is required",
    "aws_iam_role.r: nam: the provider knows no such attribute or block",
    "output.empty: value: it is required",
    "output.o: value: it refers to local.x, which is not declared",
  ]);
});

describe("malformed input is refused with a sentence", () => {
  test.each([
    ["", "malformed JSON"],
    ["{", "malformed JSON"],
    ["[1]", "must be a JSON object"],
    ["null", "must be a JSON object"],
    ["[".repeat(100_000), "nested deeper than 200 levels"],
    ["\ufeff{}", "malformed JSON"],
    ["\u0000", "malformed JSON"],
  ])("%j", (text, message) => {
    const directory = synthesized({ stack: text });
    const read = () => readDeployment(directory, "stack", options);
    expect(refusals(read)).toEqual([expect.stringContaining(message)]);
  });

  test("a stack that is not in the manifest", () => {
    const directory = synthesized({ a: {} });
    expect(() => readDeployment(directory, "b", options)).toThrow(
      'there is no stack "b" in its manifest.json',
    );
    expect(() => readDeployment(directory, "__proto__", options)).toThrow(TerraformError);
  });

  test("a stack whose file is not there", () => {
    const directory = directoryWith({ "manifest.json": '{"stacks":{"a":{}}}' });
    expect(() => readDeployment(directory, "a", options)).toThrow("stacks/a/cdk.tf.json: cannot be read");
  });
});

test("nested values as deep as JSON may be are read, and those that are too deep for the stack are not", () => {
  const deep = (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`;
  const directory = synthesized({
    ok: `{"output":{"o":{"value":${deep(190)}}}}`,
    bad: `{"output":{"o":{"value":${deep(250)}}}}`,
  });
  expect(readDeployment(directory, "ok", options).outputs).toHaveLength(1);
  expect(() => readDeployment(directory, "bad", options)).toThrow("nested deeper");
});

test("names that are special elsewhere are names like any other", () => {
  const text = `{
    "variable": {"__proto__": {"default": "v"}},
    "locals": {"constructor": "l", "toString": "\${var.__proto__}"},
    "resource": {"aws_dynamodb_table": {"__proto__": {"name": "t", "constructor": "c"}}},
    "output": {"__proto__": {"value": {"__proto__": "\${local.toString}", "a": "\${local.constructor}\${aws_dynamodb_table.__proto__.constructor}"}}}
  }`;
  const deployment = readDeployment(synthesized({ stack: text }), "stack", options);
  expect(deployment.find("aws_dynamodb_table.__proto__")?.string("constructor")).toBe("c");
  expect(deployment.find("constructor")).toBeUndefined();
  expect(Object.entries(deployment.outputs[0]?.value as object)).toEqual([
    ["__proto__", "v"],
    ["a", "lc"],
  ]);
  expect(({} as Record<string, unknown>).a).toBeUndefined();
});

test("whatever the JSON is, reading it gives a deployment or a TerraformError", () => {
  const names = fc.constantFrom(
    "a",
    "b",
    "__proto__",
    "//",
    "aws_iam_role",
    "aws_cognito_user_pool",
    "dynamic",
    "count",
    "for_each",
    "value",
    "name",
    "assume_role_policy",
    "lifecycle",
    "provider",
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      "${a.b}",
      "${local.a}",
      "${var.a}",
      "${aws_iam_role.a.arn}",
      "${each.key}",
      "${",
      "aws",
      1,
      true,
      null,
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(names, tie("node"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const kinds = fc.constantFrom(
    "resource",
    "data",
    "variable",
    "output",
    "provider",
    "locals",
    "terraform",
    "other",
  );
  fc.assert(
    fc.property(fc.dictionary(kinds, node, { noNullPrototype: true }), (json) => {
      const directory = synthesized({ stack: JSON.stringify(json) });
      try {
        const deployment = readDeployment(directory, "stack", { ...options, variables: { a: "1" } });
        for (const resource of deployment.resources) {
          expect(typeof resource.address).toBe("string");
          try {
            Object.keys(resource.attributes);
          } catch (error) {
            expect(error).toBeInstanceOf(TerraformError);
          }
        }
        expect(Array.isArray(deployment.outputs)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(TerraformError);
      }
    }),
    { numRuns: 300 },
  );
});
