import { readFileSync } from "node:fs";
import { estimate } from "../../compare/cost/estimate.ts";
import { DEFAULT_PARAMETERS } from "../../compare/cost/parameters.ts";
import { comparison } from "../../compare/figures/comparison.ts";
import { HELP } from "../../compare/help.ts";
import { jsonReport } from "../../compare/report/json.ts";
import { STACKS } from "./figures/stacks.ts";
import { cell, resultOf, step } from "./result.ts";

const documentation = readFileSync("docs/report.md", "utf8");
const latency = {
  method: "iam",
  stack: "iam",
  cache: "warm",
  samples: 1,
  p50: 1,
  p99: 1,
  local: true,
} as const;
const steps = [
  step(200, {
    shows: "s",
    requestId: "r",
    actual: { status: 200, errorType: "e", body: '{"caller":{"a":"b"}}' },
  }),
];
const result = resultOf(
  [
    cell("whoami", "iam", steps, {
      reason: "r",
      exchanges: [{ with: "STS", request: "r", answer: "a", milliseconds: 1 }],
    }),
    cell("replayed", "iam", [step(200)]),
    cell("tampered-path", "iam", [step(200)]),
    cell("permission-removed", "iam", [step(200), step(403)]),
  ],
  { latencies: [latency, { ...latency, cache: "cold" }] },
);
const report = jsonReport(
  result,
  comparison(result, STACKS),
  estimate({ ...DEFAULT_PARAMETERS, cacheHitRate: 0.5 }),
);

function keysOf(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const part of value) keysOf(part, found);
  else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      found.add(key);
      keysOf(part, found);
    }
  }
  return found;
}

test("docs/report.md names every field of report.json", () => {
  // Methods, and the members of a decision and of a Terraform type count, are data, no fields.
  const data = new Set(["iam", "cognito-scopes", "custom-authorizer"]);
  const undocumented = [...keysOf(report)].filter(
    (key) => !data.has(key) && !documentation.includes(`\`${key}\``),
  );
  expect(undocumented).toEqual([]);
});

test("docs/report.md names every figure", () => {
  const ids = report.figures.map(({ id }) => (/^cost-\d/.test(id) ? "cost-<requests>" : id));
  expect(ids.length).toBeGreaterThan(14);
  expect(ids.filter((id) => !documentation.includes(`\`${id}\``))).toEqual([]);
});

test("docs/report.md has the version that is written", () => {
  expect(documentation).toContain(`\`version\` is ${report.version}.`);
});

test("--help fits 100 columns", () => {
  expect(HELP.split("\n").filter((line) => line.length > 100)).toEqual([]);
});
