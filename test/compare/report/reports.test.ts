import type { Exchange } from "../../../compare/client/exchange.ts";
import { estimate } from "../../../compare/cost/estimate.ts";
import { DEFAULT_PARAMETERS } from "../../../compare/cost/parameters.ts";
import { comparison } from "../../../compare/figures/comparison.ts";
import { costChart } from "../../../compare/report/chart.ts";
import { costTables, findings } from "../../../compare/report/cost-table.ts";
import { figureTable } from "../../../compare/report/figure-table.ts";
import { jsonReport, succeeded } from "../../../compare/report/json.ts";
import { markdownReport } from "../../../compare/report/markdown.ts";
import { printed } from "../../../compare/report/printed.ts";
import { sequence } from "../../../compare/report/sequence.ts";
import { STACKS } from "../figures/stacks.ts";
import { cell, resultOf, step } from "../result.ts";

const SECRET = "the-clients-secret";
const exchanges: readonly Exchange[] = [
  {
    with: "token endpoint",
    request: "POST /oauth2/token, client_credentials; HTTP Basic",
    answer: "200, access token",
    milliseconds: 2,
  },
  { with: "API Gateway", request: "GET /tests, Bearer token", answer: "200", milliseconds: 1.25 },
];
const decision = {
  requestId: "r",
  steps: [{ step: "authorize", outcome: "pass", why: "scope com.test.test/test.read #1; in the token" }],
};
const cells = [
  cell("reader-reads", "cognito-scopes", [step(200, { requestId: "r" })], { exchanges, decision }),
  cell("no-credential", "cognito-scopes", [
    step(401, {
      actual: { status: 401, errorType: "UnauthorizedException", body: '{"message":"Unauthorized"}' },
    }),
  ]),
  cell("whoami", "iam", [
    step(200, { actual: { status: 200, body: '{"code":"00000","message":"success","caller":{"arn":"a"}}' } }),
  ]),
  cell("basic", "iam", [], { outcome: "failed", reason: `refused ${SECRET}` }),
];
const result = resultOf(cells);
result.mask.add(SECRET, "client secret");
const figures = comparison(result, STACKS);
const costs = estimate(DEFAULT_PARAMETERS);

describe("what is printed", () => {
  const text = printed(result, figures);
  test("fits 100 columns", () => {
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
  test("has no secret", () => {
    expect(text).not.toContain(SECRET);
    expect(text).toContain("<client secret>");
  });
  test("says of every figure whether it was measured, counted or computed", () => {
    const words = figures.filter(({ origin }) => origin === undefined);
    expect(words.map(({ id }) => id)).toEqual(["fits", "authenticates-by"]);
    for (const origin of ["measured", "counted", "computed"])
      expect(figureTable(figures)).toContain(`(${origin})`);
  });
  test("says that an interrupted run is not complete", () => {
    expect(printed({ ...result, interrupted: true }, figures)).toContain("Interrupted");
  });
});

describe("report.md", () => {
  const text = markdownReport(result, figures, costs);
  test("has every section, a diagram and a chart, and no secret", () => {
    for (const section of [
      "Comparison",
      "Scenarios",
      "Failures",
      "Exchanges",
      "What a failure looks like",
      "Cost",
    ]) {
      expect(text).toContain(`## ${section}`);
    }
    expect(text.match(/^```mermaid$/gm)).toHaveLength(2);
    expect(text.match(/^```/gm)!.length % 2).toBe(0);
    expect(text).not.toContain(SECRET);
  });
  test("has tables whose rows are as wide as their headers", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    const width = (row: string): number => row.replaceAll("\\|", "").split("|").length;
    let header = 0;
    for (const row of rows) {
      if (/^\|(---\|)+$/.test(row)) expect(width(row)).toBe(header);
      header = width(row);
    }
    expect(rows.length).toBeGreaterThan(20);
  });
  test("shows what a refusal looks like to the client", () => {
    expect(text).toContain(
      '| no-credential | Cognito scopes | 401 | UnauthorizedException | `{"message":"Unauthorized"}` |',
    );
  });
});

test("a sequence diagram has the real exchanges and the steps of the decision, safe for Mermaid", () => {
  const text = sequence(cells[0]!, "cognito-scopes");
  expect(text.split("\n")).toEqual([
    "sequenceDiagram",
    "  participant C as reader",
    "  participant I as Cognito token endpoint",
    "  participant G as API Gateway",
    "  C->>I: POST /oauth2/token, client_credentials, HTTP Basic",
    "  I-->>C: 200, access token (2.0 ms)",
    "  C->>G: GET /tests, Bearer token",
    "  Note over G: authorize: scope com.test.test/test.read ,1, in the token",
    "  G-->>C: 200 (1.3 ms)",
  ]);
});

test("the chart's lines have a point for each volume", () => {
  const text = costChart(costs);
  const lines = [...text.matchAll(/^ {2}(?:bar|line) \[(.*)\]$/gm)];
  expect(lines).toHaveLength(5);
  for (const [, points] of lines)
    expect(points!.split(",").map(Number).filter(Number.isFinite)).toHaveLength(costs.volumes.length);
});

describe("report.json", () => {
  const report = jsonReport(result, figures, costs);
  test("is versioned, and as it is after writing and reading", () => {
    expect(report.version).toBe(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(Object.keys(report)).toEqual([
      "version",
      "startedAt",
      "seconds",
      "interrupted",
      "ok",
      "targets",
      "scenarios",
      "cells",
      "figures",
      "latencies",
      "cost",
    ]);
  });
  test("has no secret", () => {
    expect(JSON.stringify(report)).not.toContain(SECRET);
  });
  test("is ok only when nothing failed and nothing is missing", () => {
    expect(report.ok).toBe(false);
    const passed = resultOf(cells.slice(0, 3));
    expect(succeeded(passed)).toBe(true);
    expect(succeeded({ ...passed, interrupted: true })).toBe(false);
  });
});

describe("the cost tables", () => {
  test.each([["us-east-1"], ["ap-northeast-2"]] as const)("fit 100 columns in %s", (region) => {
    const text = costTables(estimate({ ...DEFAULT_PARAMETERS, region }), 1e7);
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
  test("in Seoul say of every total that it is unverified", () => {
    const text = costTables(
      estimate({ ...DEFAULT_PARAMETERS, region: "ap-northeast-2" }, [1e7]),
      1e7,
    ).replace(/\s+/g, " ");
    expect(text.match(/\(unverified\)/g)!.length).toBeGreaterThan(5);
  });
  test("say who is cheapest, where that changes, and what the trap costs", () => {
    const text = findings(costs).join("\n");
    expect(text).toContain("Cheapest of all: IAM, from a thousand to a billion requests.");
    expect(text).toMatch(/Without a policy cache: from [\d,]+ requests Cognito scopes is cheaper/);
    expect(text).toMatch(
      /Token trap: .* a token a call is 1 billion tokens and \$1,127,062\.50 \(one source\)/,
    );
  });
});
