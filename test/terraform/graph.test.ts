import { deploy, refusals } from "./support/stack.ts";

const role = { assume_role_policy: "{}" };

test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ["a local", { locals: { a: "${local.b}" } }, ["local.a: it refers to local.b, which is not declared"]],
  [
    "a variable",
    { output: { o: { value: "${var.x}" } } },
    ["output.o: value: it refers to variable.x, which is not declared"],
  ],
  [
    "a resource",
    { resource: { aws_iam_role: { r: { ...role, name: "${aws_iam_user.u.name}" } } } },
    ["aws_iam_role.r: name: it refers to aws_iam_user.u, which is not declared"],
  ],
  [
    "a data source",
    { resource: { aws_iam_role: { r: { ...role, name: "${data.aws_region.x.name}" } } } },
    ["aws_iam_role.r: name: it refers to data.aws_region.x, which is not declared"],
  ],
  [
    "a dependency",
    { resource: { aws_iam_role: { r: { ...role, depends_on: ["aws_iam_user.u"] } } } },
    ["aws_iam_role.r: depends_on: it refers to aws_iam_user.u, which is not declared"],
  ],
  [
    "a module",
    { output: { o: { value: "${module.m.x}" } } },
    ["output.o: value: it refers to module.m, which is not declared"],
  ],
  [
    "a bare name",
    { output: { o: { value: "${nothing}" } } },
    ["output.o: value: it refers to nothing, which is not declared"],
  ],
  [
    "a key of a map",
    { output: { o: { value: { "${local.k}": 1 } } } },
    ["output.o: value: it refers to local.k, which is not declared"],
  ],
])("%s that is not declared is refused", (_, json, expected) => {
  expect(refusals(() => deploy(json))).toEqual(expected);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    "locals",
    { locals: { a: "${local.b}", b: "${local.c}", c: "${local.a}" } },
    "local.a: it depends on itself: local.a → local.b → local.c → local.a",
  ],
  ["a local and itself", { locals: { a: "${local.a}" } }, "local.a: it depends on itself: local.a → local.a"],
  [
    "resources, also through different attributes",
    {
      resource: {
        aws_iam_role: {
          a: { ...role, name: "${aws_iam_role.b.arn}" },
          b: { ...role, description: "${aws_iam_role.a.id}" },
        },
      },
    },
    "aws_iam_role.a: it depends on itself: aws_iam_role.a → aws_iam_role.b → aws_iam_role.a",
  ],
  [
    "resources through depends_on",
    { resource: { aws_iam_role: { a: { ...role, depends_on: ["aws_iam_role.a"] } } } },
    "aws_iam_role.a: it depends on itself: aws_iam_role.a → aws_iam_role.a",
  ],
])("a circle of %s is refused", (_, json, expected) => {
  expect(refusals(() => deploy(json))).toEqual([expected]);
});

test("names that an expression or a dynamic block binds are no references", () => {
  const json = {
    resource: {
      aws_cognito_resource_server: {
        s: {
          identifier: '${join("", [for k, v in {a = 1} : "${k}${v}"])}',
          name: '%{ for part in ["a"] }${part}%{ endfor }',
          user_pool_id: "p",
          dynamic: {
            scope: {
              for_each: ["a"],
              iterator: "one",
              content: { scope_name: "${one.value}", scope_description: "${one.key}" },
            },
          },
        },
      },
    },
  };
  expect(refusals(() => deploy(json))).toEqual([]);
});

test("a dynamic block's iterator is bound inside of it alone", () => {
  const dynamic = {
    scope: { for_each: "${scope.value}", content: { scope_name: "a", scope_description: "b" } },
  };
  const server = { identifier: "i", name: "n", user_pool_id: "p", dynamic };
  expect(refusals(() => deploy({ resource: { aws_cognito_resource_server: { s: server } } }))).toEqual([
    "aws_cognito_resource_server.s: dynamic: it refers to scope.value, which is not declared",
  ]);
});

test("a chain of ten thousand locals is followed without falling over", () => {
  const locals = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}`]),
  );
  const json = { locals: { ...locals, l10000: "end" }, output: { o: { value: "${local.l0}" } } };
  const [output] = deploy(json).outputs;
  expect(output?.value).toMatchObject({ reason: expect.stringContaining("a chain of more than") });
});
