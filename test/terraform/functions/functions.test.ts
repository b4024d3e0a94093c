import { callFunction, functionNames } from "../../../terraform/functions/call.ts";
import { Unresolved } from "../../../terraform/value.ts";
import { evaluateExpression, functionContext, plain } from "../support/expressions.ts";
import { deploy } from "../support/stack.ts";

test.each([
  "abs base64decode base64encode base64sha256 ceil chomp coalesce coalescelist compact concat contains distinct element endswith",
  "filebase64sha256 file flatten floor format formatlist indent index join jsondecode jsonencode keys length lookup lower max md5 merge",
  "min nonsensitive one parseint pathexpand range regex regexall replace reverse sensitive setintersection setproduct setsubtract setunion",
  "sha1 sha256 slice sort split startswith strcontains strrev substr sum title tobool tolist tomap tonumber toset tostring trim trimprefix",
  "trimspace trimsuffix upper urlencode values zipmap",
])("%s are there", (names) => expect(functionNames).toEqual(expect.arrayContaining(names.split(" "))));

test.each([
  "timestamp()",
  "uuid()",
  'bcrypt("a")',
  'provider::aws::arn_parse("x")',
  'yamldecode("a")',
  "constructor(1)",
  "__proto__(1)",
])("%s is named as not supported", (call) => {
  const value = evaluateExpression(call);
  const name = call.slice(0, call.indexOf("("));
  expect(value).toEqual(new Unresolved(`the function "${name}" is not supported here`, `\${${call}}`));
});

test("an error names the function", () => {
  expect(() => callFunction("upper", [null], functionContext())).toThrow(
    "upper: an argument must not be null",
  );
  expect(() => callFunction("upper", [], functionContext())).toThrow("upper: 0 arguments came");
  expect(() => callFunction("upper", ["a", "b"], functionContext())).toThrow("upper: 2 arguments came");
});

test("sensitive and nonsensitive give what they get", () => {
  expect(evaluateExpression("sensitive([1])")).toEqual([1]);
  expect(evaluateExpression('nonsensitive("a")')).toBe("a");
});

describe("what is unresolved", () => {
  const names = { later: new Unresolved("known later", "later") };
  const of = (expression: string) => evaluateExpression(expression, names);

  test.each([
    "later",
    "upper(later)",
    "[upper(later)][0]",
    'join(",", ["a", later])',
    "jsonencode({a = [later]})",
    "later ? 1 : 2",
    "later == 1",
    "1 + later",
    "!later",
    '"a${later}"',
    "later.x",
    "later[0]",
    "later[*].a",
    "[1][later]",
    "[for x in later : x]",
    "[for x in [1] : x if later]",
    "{(later) = 1}",
    '"%{ if later }a%{ endif }"',
    '"%{ for x in later }a%{ endfor }"',
    "try(later, 1)",
    "can(later)",
    "flatten([[later]])",
    "toset([later])",
    "element(later, 0)",
    "true ? later : 1",
  ])("makes %s unresolved", (expression) => expect(of(expression)).toMatchObject({ reason: "known later" }));

  test.each<[string, unknown]>([
    ["length([later, 1])", 2],
    ["keys({a = later})", ["a"]],
    ["concat([later], [1])[1]", 1],
    ["merge({a = later}, {b = 1}).b", 1],
    ["values({a = later, b = 2})[1]", 2],
    ["element([later, 1], 1)", 1],
    ["reverse([later, 1])[0]", 1],
    ["slice([later, 1, 2], 1, 3)", [1, 2]],
    ['lookup({a = later, b = 2}, "b")', 2],
    ["[later, 1][1]", 1],
    ["{a = later, b = 2}.b", 2],
    ["[for x in [later, 1] : 5]", [5, 5]],
    ["false ? later : 1", 1],
    ["sensitive({a = later, b = 1}).b", 1],
  ])("does not hide the rest in %s", (expression, expected) =>
    expect(plain(of(expression))).toEqual(expected),
  );
});

describe("files", () => {
  const output = (value: string, files: Readonly<Record<string, string>>) =>
    deploy({ output: { o: { value } } }, {}, files).outputs[0]?.value;
  const files = {
    "stacks/stack/a.txt": "hello\n",
    "stacks/stack/t.tpl": "Hi ${name}%{ for x in list }, ${x}%{ endfor }!",
    "stacks/stack/binary": "\ud800",
    "shared.txt": "shared",
  };

  test.each<[string, unknown]>([
    ['${file("a.txt")}', "hello\n"],
    ['${file("./a.txt")}', "hello\n"],
    ['${file("${path.module}/a.txt")}', "hello\n"],
    ['${file("../../shared.txt")}', "shared"],
    ['${filebase64("a.txt")}', "aGVsbG8K"],
    ['${filebase64sha256("a.txt")}', "WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM="],
    ['${filesha256("a.txt")}', "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"],
    ['${filemd5("a.txt")}', "b1946ac92492d2347c6235b4d2611184"],
    ['${templatefile("t.tpl", {name = "you", list = [1, 2]})}', "Hi you, 1, 2!"],
  ])("%s", (value, expected) => expect(output(value, files)).toBe(expected));

  test.each([
    ['${file("none.txt")}', "no such file"],
    ['${file("../../../outside.txt")}', "no such file or directory"],
    ['${file("/etc/hostname")}', "is outside of the output directory"],
    ['${templatefile("t.tpl", {})}', 'nothing here is called "name"'],
    ['${pathexpand("~/x")}', "a home directory is not read"],
  ])("%s is unresolved", (value, reason) => {
    expect(output(value, files)).toMatchObject({ reason: expect.stringContaining(reason) });
  });
});
