import { METHODS } from "../../../compare/method.ts";
import { SCENARIOS, scenarioOf } from "../../../compare/scenarios/catalogue.ts";
import type { Expected, Plan, Step } from "../../../compare/scenarios/scenario.ts";

const plans = SCENARIOS.flatMap((scenario) =>
  METHODS.map((method): [string, Plan] => [`${scenario.id} / ${method}`, scenario.plans[method]]),
);
const steps = plans.flatMap(([, plan]) => ("steps" in plan ? plan.steps : []));
const expectations = steps.flatMap((step): Expected[] => ("expect" in step ? [step.expect] : []));

describe("the catalogue", () => {
  test.each([
    ["no credential", "no-credential"],
    ["malformed credential", "malformed"],
    ["reader reads", "reader-reads"],
    ["reader writes", "reader-writes"],
    ["writer writes", "writer-writes"],
    ["expired", "expired"],
    ["tampered: the credential", "tampered-credential"],
    ["tampered: body", "tampered-body"],
    ["tampered: query", "tampered-query"],
    ["tampered: path", "tampered-path"],
    ["another audience, region or pool", "other-audience"],
    ["unknown caller", "unknown-caller"],
    ["ID token", "id-token"],
    ["Basic", "basic"],
    ["another service", "other-service"],
    ["scope lookalikes", "scope-lookalikes"],
    ["unknown route", "unknown-route"],
    ["wrong verb", "wrong-verb"],
    ["who the backend thinks is calling", "whoami"],
    ["a second route within the policy cache's TTL", "second-route"],
    ["a caller whose permission was just removed", "permission-removed"],
    ["the same request replayed", "replayed"],
    ["a denied address", "denied-address"],
  ])("shows %s", (_, id) => {
    const scenario = scenarioOf(id);
    expect(scenario).toBeDefined();
    expect(METHODS.some((method) => "steps" in scenario!.plans[method])).toBe(true);
  });

  test("is data: it survives JSON", () => {
    expect(JSON.parse(JSON.stringify(SCENARIOS))).toEqual(
      SCENARIOS.map((one) => JSON.parse(JSON.stringify(one))),
    );
    const functions = JSON.stringify(SCENARIOS, (_, value: unknown) => {
      if (typeof value === "function" || value instanceof RegExp) throw new Error("not data");
      return value;
    });
    expect(functions.length).toBeGreaterThan(1000);
  });

  test("has unique ids that fit the table's first column", () => {
    const ids = SCENARIOS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.length > 19 || !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  test("teaches something with each, in one sentence", () => {
    expect(SCENARIOS.filter(({ teaches }) => !/^[A-Z].*[.]$/.test(teaches)).map(({ id }) => id)).toEqual([]);
  });

  test("says of every expected answer where it is known from", () => {
    const ungraded = expectations.filter(
      ({ source }) => !/aws-behaviour .*\[.+\]|the API's contract|RFC/.test(source),
    );
    expect(ungraded).toEqual([]);
  });

  test("expects something of every answer, and only patterns that are regular expressions", () => {
    for (const { status, bodyMatches = "" } of expectations) {
      expect(status).toBeGreaterThanOrEqual(200);
      expect(() => new RegExp(bodyMatches, "s")).not.toThrow();
    }
  });

  test("an error type is asserted only where its header is recorded or documented", () => {
    const typed = expectations.filter(({ errorType }) => typeof errorType === "string");
    expect(typed.filter(({ source }) => /error type not recorded|\bI here\b/.test(source))).toEqual([]);
  });

  test.each(plans)("%s: each step can be taken by the method", (name, plan) => {
    if (!("steps" in plan)) {
      expect(plan.inexpressible.length).toBeGreaterThan(10);
      return;
    }
    expect(plan.steps.length).toBeGreaterThan(0);
    const iam = name.endsWith("/ iam");
    const wrong = plan.steps.filter((step: Step) => {
      if (step.do === "ask-token") return iam;
      if (step.do !== "send") return false;
      return step.credential.kind === (iam ? "bearer" : "signature");
    });
    expect(wrong).toEqual([]);
    expect(plan.steps[0]?.do).not.toBe("repeat");
  });
});
