import { JsonExpressions } from "../../../terraform/expression/json.ts";
import { Budget } from "../../../terraform/expression/limits.ts";
import { findUnresolved, Unresolved } from "../../../terraform/value.ts";
import { cpuTime } from "../../support/cpu-time.ts";
import { evaluateExpression, evaluateJson, functionContext, scope } from "../support/expressions.ts";
import { deploy } from "../support/stack.ts";

function reasonOf(json: unknown): string {
  const value = evaluateJson(json);
  return value instanceof Unresolved ? value.reason : "";
}

test.each([
  ["parentheses", `\${${"(".repeat(100_000)}1${")".repeat(100_000)}}`],
  ["lists", `\${${"[".repeat(100_000)}`],
  ["objects", `\${${"{a=".repeat(100_000)}`],
  ["negations", `\${${"!".repeat(100_000)}true}`],
  ["minus signs", `\${${"-".repeat(100_000)}1}`],
  ["conditionals", `\${${"true ? 1 : ".repeat(100_000)}1}`],
  ["calls", `\${${"abs(".repeat(100_000)}1`],
  ["templates in templates", `\${${'"${'.repeat(100_000)}`],
  ["operators in a row", `\${1${"+1".repeat(100_000)}}`],
  ["directives", "%{ if true }".repeat(10_000) + "%{ endif }".repeat(10_000)],
  ["for directives", "%{ for x in [1] }".repeat(10_000)],
  ["splats", `\${[1]${"[*]".repeat(100_000)}}`],
  ["for expressions", `\${${"[for x in [1] : ".repeat(100_000)}`],
])("%s without end are refused, and quickly", (_, source) => {
  const start = cpuTime();
  expect(reasonOf(source)).toMatch(/syntax|deep/);
  expect(cpuTime() - start).toBeLessThan(3000);
});

test("a very long text without anything in it is read at once", () => {
  const text = "$ ".repeat(1_000_000);
  expect(evaluateJson(text) === text).toBe(true);
  expect(evaluateJson(`${text}\${1}`) === `${text}1`).toBe(true);
});

test("a very long identifier, number or text is no trouble", () => {
  expect(evaluateExpression(`length("${"a".repeat(1_000_000)}")`)).toBe(1_000_000);
  expect(reasonOf(`\${${"a".repeat(1_000_000)}}`)).toContain("nothing here is called");
  expect(reasonOf(`\${${"9".repeat(100_000)}}`)).toContain("not a finite number");
});

test.each([
  "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]",
  'join("", [for a in range(1000) : join("", [for b in range(1000) : "${a}${b} a long text that is repeated quite often"])])',
  "setproduct(range(1000), range(1000))",
  'format("%9999s%9999s", "a", "b", "c")',
  "pow(10, 400)",
  'replace(replace("aaaaaaaaaaaaaaaaaaaa", "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "a", join("", [for x in range(1024) : "0123456789012345678901234567890123456789"]))',
])("%s does not get the machine", (expression) => {
  const start = cpuTime();
  expect(evaluateExpression(expression) instanceof Unresolved).toBe(true);
  expect(cpuTime() - start).toBeLessThan(20_000);
});

test("locals that double each other do not fill the memory", () => {
  const doubling = (make: (before: string) => string) => {
    const locals = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`l${i + 1}`, make(`local.l${i}`)]),
    );
    const json = { locals: { l0: "0123456789", ...locals }, output: { o: { value: "${local.l60}" } } };
    return deploy(json).outputs[0]?.value;
  };
  const start = cpuTime();
  const text = doubling((before) => `\${${before}}\${${before}}`);
  const list = doubling((before) => `\${[${before}, ${before}]}`);
  expect(text).toMatchObject({ reason: expect.stringContaining("longer than") });
  expect(findUnresolved(list!)?.reason).toContain("elements");
  expect(cpuTime() - start).toBeLessThan(20_000);
});

test("the budget is spent once, also by those who try again", () => {
  const expressions = new JsonExpressions(functionContext({ budget: new Budget(100) }));
  const value = expressions.value("${try([for x in range(1000) : x], [for x in range(1000) : x])}", scope());
  expect(value).toMatchObject({ reason: expect.stringContaining("more work than is allowed") });
});
