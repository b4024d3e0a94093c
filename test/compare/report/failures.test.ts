import { failures } from "../../../compare/report/failures.ts";
import { cell, resultOf, step } from "../result.ts";

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZWFkZXIifQ.c2lnbmF0dXJl";

test("a failure shows the request, and expected and actual side by side, without secrets", () => {
  const failed = step(401, {
    shows: "with a stranger's token",
    request: {
      verb: "POST",
      url: "http://127.0.0.1/dev/tests?X-Amz-Security-Token=IQoJsession",
      headers: [
        ["Host", "127.0.0.1"],
        ["Authorization", `Bearer ${TOKEN}`],
      ],
      body: '{"secret":"top-secret-word"}',
    },
    expected: { status: 401, errorType: "UnauthorizedException", body: '{"message":"Unauthorized"}' },
    actual: { status: 200, body: `{"token":"${TOKEN}"}` },
    mismatches: ["status 200, expected 401"],
  });
  const result = resultOf([cell("self-signed", "cognito-scopes", [failed], { outcome: "failed" })]);
  result.mask.add("top-secret-word", "a secret");
  const text = failures(result);
  expect(text).toContain("✗ self-signed: cognito-scopes");
  expect(text).toContain("step: with a stranger's token");
  expect(text).toContain("POST http://127.0.0.1/dev/tests?X-Amz-Security-Token=***");
  expect(text).toContain("Authorization: Bearer ***");
  expect(text).toContain("<a secret>");
  expect(text).toMatch(/status +401 +200/);
  expect(text).toMatch(/error type +UnauthorizedException/);
  expect(text).not.toMatch(/eyJ|IQoJ|top-secret/);
  expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
});

test("a failure without an answer says why", () => {
  const reason = "token endpoint http://x, client c: 400 invalid_client";
  const result = resultOf([
    cell("reader-reads", "cognito-scopes", [], { outcome: "failed", reason, stack: "comparison" }),
  ]);
  expect(failures(result)).toContain(reason);
  expect(failures(result)).toContain("cognito-scopes in the comparison stack");
});

test("what passed is not there", () => {
  expect(failures(resultOf([cell("whoami", "iam", [step(200)])]))).toBe("");
});

test("cells that failed for one reason before anything was sent are told once", () => {
  const refused = { outcome: "failed", reason: "400 invalid_client" } as const;
  const text = failures(
    resultOf([
      cell("whoami", "iam", [], refused),
      cell("expired", "iam", [], refused),
      cell("expired", "cognito-scopes", [], refused),
    ]),
  );
  expect(text).toBe(
    "✗ whoami, expired: iam\n  400 invalid_client\n\n✗ expired: cognito-scopes\n  400 invalid_client",
  );
});
