import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { publish } from "../../compare/publish.ts";
import { run } from "../../compare/run.ts";
import { readEnv } from "../../compare/target/env.ts";
import { startLab } from "../../lab/lab.ts";
import { Workshop } from "./lab.ts";

const workshop = new Workshop();
let from: string;
beforeAll(() => {
  from = workshop.synthesize("declared");
}, 60_000);
afterAll(() => workshop.remove());

test("every scenario is green with all three methods, in the single stacks and in the comparison stack", async () => {
  const { cells } = await workshop.compare(from);
  expect(cells.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  expect(new Set(cells.map(({ stack }) => stack))).toEqual(
    new Set(["iam", "cognito-scopes", "custom-authorizer", "comparison"]),
  );
  const notRun = cells.filter(({ outcome }) => outcome === "not-run");
  expect(new Set(notRun.map(({ scenario }) => scenario))).toEqual(new Set(["denied-address"]));
}, 60_000);

test("a denied address is shut out of all three, whoever calls from it", async () => {
  const denying = workshop.synthesize("denying", { resourcePolicy: { denyCidrs: ["127.0.0.66/32"] } });
  const { cells } = await workshop.compare(denying, { deniedAddress: "127.0.0.66" });
  expect(cells.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  const denied = cells.filter(({ scenario }) => scenario === "denied-address");
  expect(denied.map(({ outcome }) => outcome)).toEqual(Array(6).fill("passed"));
}, 60_000);

test("outputs file and URLs alone are enough: what else is missing is said, cell by cell, and no secret is shown", async () => {
  const directory = path.join(workshop.directory, "lab");
  const elsewhere = path.join(workshop.directory, "elsewhere");
  mkdirSync(elsewhere);
  const lab = await startLab({ from, port: 0, directory, variables: {} });
  const {
    LAB_CONTROL_URL: _url,
    LAB_CONTROL_TOKEN: _token,
    ...environment
  } = readEnv(path.join(directory, "env"));
  const outputs = path.join(elsewhere, "outputs.json");
  copyFileSync(path.join(directory, "outputs.json"), outputs);
  const result = await run({ outputs, environment, samples: 2 }).finally(() => lab.close());
  expect(result.cells.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  const notRun = result.cells.filter(({ outcome }) => outcome === "not-run");
  expect([...new Set(notRun.map(({ scenario }) => scenario))].sort()).toEqual([
    "clean-logs",
    "denied-address",
    "expired",
    "expired-in-cache",
    "id-token",
    "not-yet-valid",
    "other-audience",
    "other-issuer",
    "permission-removed",
    "scope-lookalikes",
  ]);
  expect(notRun.filter(({ reason }) => !reason)).toEqual([]);

  let printed = "";
  expect(publish(result, { outputs, synthesized: from }, (text) => (printed = text))).toBe(0);
  const written = readdirSync(elsewhere).filter((file) => file.startsWith("report."));
  expect(written).toEqual(["report.json", "report.md"]);
  const shown = [printed, ...written.map((file) => readFileSync(path.join(elsewhere, file), "utf8"))].join(
    "\n",
  );
  const stacks = Object.values(
    JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Record<string, string>>,
  );
  const secrets = [...stacks, environment].flatMap((values) =>
    Object.entries(values).flatMap(([name, value]) => (/secret/i.test(name) ? [value] : [])),
  );
  expect(secrets.length).toBeGreaterThan(6);
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  expect(shown).not.toMatch(/eyJ[A-Za-z0-9_-]{10}|Signature=[0-9a-f]{64}|Basic [A-Za-z0-9+/]{20}/);
  expect(printed.split("\n").filter((line) => line.length > 100)).toEqual(
    ["report: ".concat(path.join(elsewhere, "report.md"))].filter((line) => line.length > 100),
  );
}, 60_000);
