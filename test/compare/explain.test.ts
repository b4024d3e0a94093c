import { explain, parseQuestion } from "../../compare/explain.ts";
import { explanationJson, explanationText } from "../../compare/report/explanation.ts";
import { type Fake, startFake } from "./fake.ts";
import { type FakeTarget, startFakeTarget } from "./fake-target.ts";

let target: FakeTarget;
let control: Fake;
beforeAll(async () => {
  target = await startFakeTarget();
  control = await startFake(({ target: path }) => ({
    status: 200,
    body: JSON.stringify(path.endsWith("/clock") ? { now: 0, offset: 0 } : DECISION),
  }));
});
afterAll(async () => {
  await target.close();
  await control.close();
});

const DECISION = {
  requestId: "r-1",
  status: 401,
  responseType: "UNAUTHORIZED",
  steps: [
    { step: "route", outcome: "pass", why: "POST /tests", address: "aws_api_gateway_method.post_tests" },
    {
      step: "authorize",
      outcome: "stop",
      why: "the token has none of the scopes com.test.test/test.write",
      address: "aws_api_gateway_method.post_tests",
      attribute: "authorization_scopes",
      statement: {
        source: { address: "aws_iam_role_policy.p", attribute: "policy" },
        index: 2,
        sid: "Routes",
        effect: "Deny",
        text: '{"Effect":"Deny"}',
      },
    },
  ],
};

const question = parseQuestion("cognito-scopes reader POST /tests");

test("against AWS it names what AWS does not tell, and where to look", async () => {
  const text = explanationText(await explain(question, { outputs: target.outputs, environment: {} }));
  expect(text).toContain("401 UnauthorizedException");
  expect(text).toMatch(/\$context\.authorizer\.error/);
  expect(text).toMatch(/CloudTrail/);
  expect(text).not.toMatch(/eyJ/);
  expect(text.split("\n").filter((line) => line.length > 100 && !line.includes("http://"))).toEqual([]);
});

test("with a decision it tells each step, the statement and the Terraform address", async () => {
  const explanation = await explain(question, { outputs: target.outputs, environment: {} });
  const text = explanationText({ ...explanation, decision: DECISION });
  expect(text).toContain("✓ route");
  expect(text).toMatch(/✗ authorize +the token has none of the scopes/);
  expect(text).toContain("in aws_api_gateway_method.post_tests, authorization_scopes");
  expect(text).toContain('statement "Routes", Deny: {"Effect":"Deny"}');
  expect(text).toMatch(/Stopped at authorize as UNAUTHORIZED/);
});

test("asks the control endpoint for the decision under the request's id", async () => {
  const api = await startFake(() => ({ status: 401, headers: { "x-amzn-RequestId": "r-1" }, body: "{}" }));
  const { writeFileSync, readFileSync } = await import("node:fs");
  const described = JSON.parse(readFileSync(target.outputs, "utf8")) as {
    "cognito-scopes": Record<string, string>;
  };
  described["cognito-scopes"].api_url = api.url;
  writeFileSync(target.outputs, JSON.stringify(described));
  const environment = { LAB_CONTROL_URL: `${control.url}/_lab`, LAB_CONTROL_TOKEN: "t" };
  const explanation = await explain(question, { outputs: target.outputs, environment });
  await api.close();
  expect(control.received.at(-1)?.target).toBe("/_lab/decisions/r-1");
  expect(explanation.decision?.responseType).toBe("UNAUTHORIZED");
  expect(explanationJson(explanation)).toMatchObject({
    version: 1,
    method: "cognito-scopes",
    requestId: "r-1",
    decision: DECISION,
  });
});
