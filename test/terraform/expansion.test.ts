import { deploy, refusals } from "./support/stack.ts";

const role = { assume_role_policy: "{}" };
const addresses = (json: Readonly<Record<string, unknown>>) =>
  deploy(json).resources.map(({ address }) => address);

test("count makes that many, with their index", () => {
  const json = {
    resource: { aws_iam_role: { r: { ...role, count: "${1 + 1}", name: "r-${count.index}" } } },
    output: { names: { value: "${aws_iam_role.r[*].name}" }, second: { value: "${aws_iam_role.r[1].arn}" } },
  };
  const deployment = deploy(json);
  expect(deployment.resources.map(({ address }) => address)).toEqual([
    "aws_iam_role.r[0]",
    "aws_iam_role.r[1]",
  ]);
  expect(deployment.find("aws_iam_role.r[1]")?.string("name")).toBe("r-1");
  expect(deployment.outputs.map(({ value }) => value)).toEqual([
    ["r-0", "r-1"],
    "arn:aws:iam::123456789012:role/r-1",
  ]);
});

test.each([
  [0, 0],
  ["0", 0],
  ["3", 3],
  ["${true ? 1 : 0}", 1],
  [null, 1],
])("count %j makes %j", (count, expected) => {
  expect(addresses({ resource: { aws_iam_role: { r: { ...role, count } } } })).toHaveLength(expected);
});

test("for_each makes one for each key, in order, with key and value", () => {
  const json = {
    locals: { callers: { writer: ["w"], reader: ["r", "x"] } },
    resource: {
      aws_iam_role: {
        r: {
          ...role,
          for_each: "${local.callers}",
          name: "${each.key}",
          description: '${join(",", each.value)}',
        },
      },
    },
    output: {
      arns: { value: "${{ for k, r in aws_iam_role.r : k => r.arn }}" },
      one: { value: '${aws_iam_role.r["reader"].name}' },
    },
  };
  const deployment = deploy(json);
  expect(deployment.resources.map(({ address }) => address)).toEqual([
    'aws_iam_role.r["reader"]',
    'aws_iam_role.r["writer"]',
  ]);
  expect(deployment.find('aws_iam_role.r["reader"]')?.string("description")).toBe("r,x");
  expect(deployment.outputs.map(({ value }) => value)).toEqual([
    { reader: "arn:aws:iam::123456789012:role/reader", writer: "arn:aws:iam::123456789012:role/writer" },
    "reader",
  ]);
});

test.each<[unknown, readonly string[]]>([
  ['${toset(["b", "a"])}', ['["a"]', '["b"]']],
  [{ a: 1 }, ['["a"]']],
  ['${{"with \\"quotes\\"" = 1}}', ['["with \\"quotes\\""]']],
  ["${{}}", []],
])("for_each over %j", (for_each, suffixes) => {
  const json = { resource: { aws_iam_role: { r: { ...role, for_each } } } };
  expect(addresses(json)).toEqual(suffixes.map((suffix) => `aws_iam_role.r${suffix}`));
});

test("for_each goes through another resource's instances", () => {
  const json = {
    resource: {
      aws_iam_user: { u: { for_each: '${toset(["a", "b"])}', name: "${each.key}" } },
      aws_iam_access_key: { k: { for_each: "${aws_iam_user.u}", user: "${each.value.name}" } },
    },
  };
  expect(
    deploy(json)
      .ofType("aws_iam_access_key")
      .map((key) => key.string("user")),
  ).toEqual(["a", "b"]);
});

test("instances have ids of their own", () => {
  const json = { resource: { aws_cognito_user_pool: { p: { count: 3, name: "p" } } } };
  expect(new Set(deploy(json).resources.map((pool) => pool.string("id"))).size).toBe(3);
});

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{ count: -1 }, "count: must be a whole number from 0 to 10000"],
  [{ count: 1.5 }, "count: must be a whole number"],
  [{ count: "two" }, "count: must be a whole number"],
  [{ count: 1e9 }, "count: must be a whole number"],
  [{ count: "${timestamp()}" }, 'count: cannot be resolved: the function "timestamp" is not supported here'],
  [{ count: "${" }, "count: cannot be resolved: syntax"],
  [{ count: 1, for_each: {} }, "for_each: count is given too"],
  [{ for_each: ["a"] }, "for_each: must be a map or a set of text, not a tuple"],
  [{ for_each: "${toset([1])}" }, "for_each: every key must be text that is known"],
  [{ for_each: "${null}" }, "for_each: must not be null"],
  [{ for_each: "text" }, 'for_each: a "for" goes through lists and maps'],
  [{ for_each: "${jsondecode(timestamp())}" }, "for_each: cannot be resolved"],
])("%j is refused: how many there are is never guessed", (meta, message) => {
  const refused = refusals(() => deploy({ resource: { aws_iam_role: { r: { ...role, ...meta } } } }));
  expect(refused).toEqual([expect.stringContaining(`aws_iam_role.r: ${message}`)]);
});

test("a collection that is not there is an error only to whoever asks", () => {
  const json = {
    resource: { aws_iam_role: { r: { ...role, count: 0 } } },
    output: {
      o: { value: "${aws_iam_role.r[0].arn}" },
      tried: { value: '${try(aws_iam_role.r[0].arn, "none")}' },
      all: { value: "${aws_iam_role.r[*].arn}" },
    },
  };
  expect(deploy(json).outputs.map(({ value }) => value)).toEqual([
    expect.objectContaining({ reason: "there is no instance 0" }),
    "none",
    [],
  ]);
});
