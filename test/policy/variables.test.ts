import { literal } from "../../policy/operators/operator.ts";
import { readWildcards } from "../../policy/pattern.ts";
import { readTemplate, substitute, variableKeys } from "../../policy/variables.ts";
import { context } from "./support.ts";

const read = (text: string, wildcards = false) =>
  readTemplate(text, { wildcards, variables: true }, "Resource");
const text = (template: string, values: Parameters<typeof context>[0] = {}) => {
  const tokens = substitute(read(template), context(values));
  return tokens && literal(tokens);
};

describe("policy variables (IAM policy elements: Variables and tags [D])", () => {
  test.each([
    ["a/${aws:username}/b", { "aws:username": "bob" }, "a/bob/b"],
    ["names in any case", {}, "names in any case"],
    ["${AWS:UserName}", { "aws:username": "bob" }, "bob"],
    [
      "${aws:PrincipalTag/team}-${aws:username}",
      { "aws:principaltag/team": "a", "aws:username": "b" },
      "a-b",
    ],
    ["${aws:PrincipalTag/team, 'company-wide'}", { "aws:PrincipalTag/team": "a" }, "a"],
    ["${aws:PrincipalTag/team, 'company-wide'}", {}, "company-wide"],
    ["${aws:PrincipalTag/team, ''}", {}, ""],
    ["${*}${?}${$}", {}, "*?$"],
    ["$5 and $ {x}", {}, "$5 and $ {x}"],
    ["{x}", {}, "{x}"],
  ])("%s with %j: %p", (template, values, expected) => {
    expect(text(template, values)).toBe(expected);
  });

  test("a key without value and default gives nothing to match", () => {
    expect(text("a/${aws:username}")).toBe(false);
  });

  test("a key with several values is in doubt", () => {
    expect(text("${aws:TagKeys}", { "aws:TagKeys": ["a", "b"] })).toBeUndefined();
    expect(text("${aws:TagKeys, 'x'}", { "aws:TagKeys": ["a", "b"] })).toBeUndefined();
  });

  test("wildcards in a value are text; those of the policy are wildcards", () => {
    const tokens = substitute(read("*/${aws:username}/${*}?", true), context({ "aws:username": "b*" }));
    expect(tokens).toEqual([...readWildcards("*/"), "b*", "/", "*", ...readWildcards("?")]);
  });

  test.each([
    "${aws:username",
    "${}",
    "${aws: username}",
    "${aws:username, default}",
    "${a, 'b}",
    "${a,b,'c'}",
  ])("%s is refused", (template) => {
    expect(() => read(template)).toThrow(/allowed/);
  });

  test("an older policy version has no variables", () => {
    const parts = readTemplate("${aws:username}${", { wildcards: false, variables: false }, "Resource");
    expect(parts).toEqual(["${aws:username}${"]);
    expect(variableKeys(parts)).toEqual([]);
  });
});
