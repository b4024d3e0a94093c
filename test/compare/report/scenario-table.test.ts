import { METHODS } from "../../../compare/method.ts";
import { answers, Remarks, summary } from "../../../compare/report/cells.ts";
import { scenarioTable, tally } from "../../../compare/report/scenario-table.ts";
import { SCENARIOS } from "../../../compare/scenarios/catalogue.ts";
import { cell, resultOf, step } from "../result.ts";

const refused = step(403, { actual: { status: 403, errorType: "MissingAuthenticationTokenException" } });

describe("summary", () => {
  test.each([
    ["one answer", [cell("x", "iam", [step(200)])], "✓ 200"],
    ["an error", [cell("x", "iam", [refused])], "✓ 403 MissingAuthToken"],
    [
      "two stacks",
      [cell("x", "iam", [step(200)]), cell("x", "iam", [step(200)], { stack: "comparison" })],
      "✓✓ 200",
    ],
    [
      "another status",
      [
        cell("x", "iam", [{ ...step(401), actual: { status: 200 }, mismatches: ["status"] }], {
          outcome: "failed",
        }),
      ],
      "✗ 200, not 401",
    ],
    [
      "another body",
      [cell("x", "iam", [{ ...step(401), mismatches: ["body differs"] }], { outcome: "failed" })],
      "✗ 401, other body",
    ],
    [
      "another error",
      [cell("x", "iam", [{ ...step(401), mismatches: ["error type X"] }], { outcome: "failed" })],
      "✗ 401, other error",
    ],
    ["no answer", [cell("x", "iam", [], { outcome: "failed", reason: "r" })], "✗ [1]"],
    ["a reason", [cell("x", "iam", [], { outcome: "not-run", reason: "why" })], "· [1]"],
    [
      "one stack without what it takes",
      [
        cell("x", "iam", [step(200)]),
        cell("x", "iam", [], { outcome: "not-run", reason: "why", stack: "comparison" }),
      ],
      "✓· 200 [1]",
    ],
    ["nothing", [], ""],
  ] as const)("%s", (_, cells, expected) => {
    expect(summary(cells, new Remarks())).toBe(expected);
  });

  test("several answers are counted", () => {
    expect(answers([step(200), step(200), step(401), step(200)])).toBe("200×2 401 200");
  });
});

test("the same remark has the same number", () => {
  const remarks = new Remarks();
  expect([remarks.of("a"), remarks.of("b"), remarks.of("a")]).toEqual(["[1]", "[2]", "[1]"]);
  expect(remarks.list()).toEqual(["[1] a", "[2] b"]);
});

test("the table of every scenario fits 100 columns, with the longest error types there are", () => {
  const error = step(403, { actual: { status: 403, errorType: "MissingAuthenticationTokenException" } });
  const cells = SCENARIOS.flatMap(({ id }) =>
    METHODS.flatMap((method) => [
      cell(id, method, [error]),
      cell(id, method, [], {
        stack: "comparison",
        outcome: "not-run",
        reason: `a reason that is rather long, and says why ${id} cannot be run against this target at all`,
      }),
    ]),
  );
  const lines = scenarioTable(resultOf(cells)).split("\n");
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(lines.length).toBeGreaterThan(SCENARIOS.length);
});

test("the tally counts every outcome", () => {
  const result = resultOf([
    cell("whoami", "iam", [step(200)]),
    cell("expired", "iam", [], { outcome: "not-run", reason: "x" }),
    cell("id-token", "iam", [], { outcome: "inexpressible", reason: "x" }),
    cell("basic", "iam", [], { outcome: "failed", reason: "x" }),
  ]);
  expect(tally(result)).toBe("1 as expected, 1 failed, 1 not run here, 1 without a meaning for the method");
});
