import type { DeploymentOptions } from "../../terraform/resolve.ts";
import { cpuTime } from "../support/cpu-time.ts";
import { deploy, refusals } from "./support/stack.ts";

function value(variable: unknown, given?: string): unknown {
  const variables: DeploymentOptions["variables"] = given === undefined ? {} : { v: given };
  return deploy({ variable: { v: variable }, output: { o: { value: "${var.v}" } } }, { variables }).outputs[0]
    ?.value;
}

test.each<[unknown, string | undefined, unknown]>([
  [{ default: "a" }, undefined, "a"],
  [{ default: "a" }, "b", "b"],
  [{ default: null }, undefined, null],
  [{ type: "string" }, "5", "5"],
  [{ type: "string" }, "${local.x}", "${local.x}"],
  [{ type: "${string}" }, "x", "x"],
  [{ type: "number" }, "5", 5],
  [{ type: "bool" }, "true", true],
  [{ type: "any" }, "5", 5],
  [{ type: "any" }, '["a"]', ["a"]],
  [{}, "5", "5"],
  [{}, "x", "x"],
  [{ type: "list(string)" }, '["a","b"]', ["a", "b"]],
  [{ type: "list(string)" }, "[1]", ["1"]],
  [{ type: "set(string)" }, '["b","a","b"]', ["a", "b"]],
  [{ type: "map(number)" }, '{a = "1"}', { a: 1 }],
  [{ type: "map(string)" }, '{"a": 1}', { a: "1" }],
  [{ type: "object({a=string, b=optional(number, 3)})" }, '{a="x"}', { a: "x", b: 3 }],
  [{ type: "object({a=string, b=optional(number)})" }, '{a="x", c=1}', { a: "x", b: null }],
  [{ type: "tuple([string, bool])" }, '["x", "true"]', ["x", true]],
  [{ type: "list(string)", default: [1, 2] }, undefined, ["1", "2"]],
  [{ type: "string", default: "a", nullable: false }, undefined, "a"],
])("%j given %j is %j", (variable, given, expected) => {
  expect(value(variable, given)).toEqual(expected);
});

test.each<[unknown, string, string]>([
  [{ type: "number" }, "x", "variable.v: number is required, string came"],
  [{ type: "bool" }, "maybe", "variable.v: bool is required, string came"],
  [{ type: "list(string)" }, "a", '"a" is not a list(string): nothing here is called "a"'],
  [{ type: "list(string)" }, '["a"', "syntax:"],
  [{ type: "list(string)" }, '"a"', "list(string) is required, string came"],
  [{ type: "object({a=string})" }, "{}", 'the attribute "a" is required'],
  [{ type: "map(string)" }, '{a="${file("/etc/passwd")}"}', "is outside of the output directory"],
  [{ type: "strings" }, "x", "variable.v: type: this is not a type that Terraform knows"],
  [{ type: 5 }, "x", "variable.v: type: a type must be text"],
  [{ type: "number", default: "x" }, "5", "variable.v: default: number is required, string came"],
  [{ default: "${var.other}" }, "5", "variable.v: default: cannot be resolved"],
])("%j given %j is refused", (variable, given, message) => {
  expect(refusals(() => value(variable, given))).toEqual([expect.stringContaining(message)]);
});

test("every variable without a value is named, with how to give one", () => {
  const variable = {
    token_issuer: { type: "string" },
    token_audience: { type: "string" },
    other: { default: 1 },
  };
  expect(refusals(() => deploy({ variable }))).toEqual([
    expect.stringMatching(
      /cdk\.tf\.json: variable\.token_issuer, variable\.token_audience: no value is given and there is no default: give --var token_issuer=value --var token_audience=value$/,
    ),
  ]);
});

test("a value for a variable that the stack does not declare is ignored", () => {
  expect(refusals(() => deploy({}, { variables: { other: "x" } }))).toEqual([]);
});

test("a stand-in takes the place of a value that is not given, and is not validated", () => {
  const variable = {
    v: { type: "number", validation: { condition: "${var.v > 5}", error_message: "too small" } },
  };
  const output = { o: { value: "${var.v}" } };
  const read = (given: Readonly<Record<string, string>>) =>
    deploy({ variable, output }, { variables: given, standIns: { v: "1", other: "x" } }).outputs[0]?.value;
  expect(read({})).toBe(1);
  expect(read({ v: "7" })).toBe(7);
  expect(refusals(() => read({ v: "2" }))).toEqual(["variable.v: too small"]);
});

describe("validation", () => {
  const variable = {
    v: {
      type: "string",
      default: "bad default",
      validation: [
        {
          condition: '${can(regex("^https://", var.v))}',
          error_message: "v must be an https URL, not ${var.v}",
        },
        { condition: "${length(var.v) < 20}", error_message: "v is too long" },
      ],
    },
  };

  test("a value that every condition allows passes", () => {
    expect(refusals(() => deploy({ variable }, { variables: { v: "https://a.b" } }))).toEqual([]);
  });

  test("a value that a condition forbids is refused with its message", () => {
    expect(refusals(() => deploy({ variable }, { variables: { v: "http://a.b" } }))).toEqual([
      "variable.v: v must be an https URL, not http://a.b",
    ]);
  });

  test("every condition that fails is told", () => {
    const given = { v: "this is far too long to be any URL" };
    expect(refusals(() => deploy({ variable }, { variables: given }))).toHaveLength(2);
  });

  test("a default is the author's own business", () => {
    expect(refusals(() => deploy({ variable }))).toEqual([]);
  });

  test.each([
    ["${timestamp() != var.v}", "validation[0].condition: cannot be resolved"],
    ["${var.v}", "validation[0].condition: must be true or false"],
  ])("a condition that cannot be decided, %s, is refused", (condition, message) => {
    const undecided = { v: { type: "string", validation: { condition, error_message: "m" } } };
    expect(refusals(() => deploy({ variable: undecided }, { variables: { v: "x" } }))).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test("a hostile pattern takes no time", () => {
    const hostile = {
      v: { validation: { condition: '${can(regex("^(a+)+$", var.v))}', error_message: "no" } },
    };
    const start = cpuTime();
    expect(
      refusals(() => deploy({ variable: hostile }, { variables: { v: `${"a".repeat(5000)}!` } })),
    ).toHaveLength(1);
    expect(cpuTime() - start).toBeLessThan(5000);
  });
});
