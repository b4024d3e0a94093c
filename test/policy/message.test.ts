import type { Decision } from "../../policy/decide.ts";
import type { PolicyKind } from "../../policy/document.ts";
import { denialText, maskAccount } from "../../policy/message.ts";
import { ANONYMOUS, API, ROOT, request, SERVICE, SESSION, TESTS } from "./support.ts";

const MASKED = "arn:aws:execute-api:ap-northeast-2:********9012:a1b2c3d4e5";
const implicit = (by: PolicyKind): Decision => ({ verdict: "implicit-deny", by });
const explicit = (by: PolicyKind): Decision => ({ verdict: "explicit-deny", by });

describe("the text of a denial", () => {
  const who = "User: arn:aws:sts::123456789012:assumed-role/reader/alice is not authorized to perform: ";
  const what = `${who}execute-api:Invoke on resource: ${MASKED}/dev/GET/tests `;

  test.each<[string, Decision, string]>([
    [
      "A.3 [R] no identity policy allows",
      implicit("identity"),
      "because no identity-based policy allows the execute-api:Invoke action",
    ],
    [
      "A.3 [I] an identity policy denies",
      explicit("identity"),
      "with an explicit deny in an identity-based policy",
    ],
    [
      "A.3 [D] no resource policy allows",
      implicit("resource"),
      "because no resource-based policy allows the execute-api:Invoke action",
    ],
    [
      "B.2 [I] a resource policy denies",
      explicit("resource"),
      "with an explicit deny in a resource-based policy",
    ],
    [
      "A.3 [D] no session policy allows",
      implicit("session"),
      "because no session policy allows the execute-api:Invoke action",
    ],
    ["A.3 [D] a session policy denies", explicit("session"), "with an explicit deny in a session policy"],
    [
      "A.3 [D] no permissions boundary allows",
      implicit("boundary"),
      "because no permissions boundary allows the execute-api:Invoke action",
    ],
    [
      "A.3 [D] a permissions boundary denies",
      explicit("boundary"),
      "with an explicit deny in a permissions boundary",
    ],
  ])("%s", (_name, decision, suffix) => {
    expect(denialText(decision, request())).toBe(what + suffix);
  });

  test("0.2 [R] a Lambda authorizer's policy: its length too", () => {
    const explicitly = denialText(explicit("authorizer"), request({ principal: ANONYMOUS }));
    const implicitly = denialText(implicit("authorizer"), request({ principal: ANONYMOUS }));
    expect(explicitly).toBe(
      "User is not authorized to access this resource with an explicit deny in an identity-based policy",
    );
    expect(implicitly).toBe(
      "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
    );
    const length = (Message: string) => JSON.stringify({ Message }).length;
    expect([length(explicitly), length(implicitly)]).toEqual([110, 130]);
  });

  test("B.2 [R] the anonymous caller of a resource policy", () => {
    const asked = request({ principal: ANONYMOUS, resource: `${API}/dev/GET/` });
    expect(denialText(implicit("resource"), asked)).toBe(
      `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${MASKED}/dev/GET/ ` +
        "because no resource-based policy allows the execute-api:Invoke action",
    );
  });

  test("[D] sts:AssumeRole names the trust policy and prints the role in full", () => {
    const asked = request({ action: "sts:AssumeRole", resource: SESSION.roleArn as string });
    expect(denialText(implicit("trust"), asked)).toBe(
      `${who}sts:AssumeRole on resource: ${SESSION.roleArn} because no role trust policy allows the sts:AssumeRole action`,
    );
    expect(denialText(explicit("trust"), asked)).toMatch(/with an explicit deny in the role trust policy$/);
  });

  test("other callers", () => {
    const named = [ROOT, SERVICE].map((principal) =>
      denialText(implicit("identity"), request({ principal })),
    );
    expect(named.map((text) => text.split(" is not")[0])).toEqual([
      "User: arn:aws:iam::123456789012:root",
      "User: apigateway.amazonaws.com",
    ]);
  });

  test("an allowed request has none", () => {
    expect(() => denialText({ verdict: "allow", by: "identity" }, request())).toThrow(TypeError);
  });
});

test.each([
  ["A.3 [R] the resource's account", TESTS, `${MASKED}/dev/GET/tests`],
  ["a path with colons", `${API}/dev/GET/a:b`, `${MASKED}/dev/GET/a:b`],
  ["another service", "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/a"],
  ["no ARN", "arn:aws:execute-api", "arn:aws:execute-api"],
])("masked: %s", (_name, arn, expected) => {
  expect(maskAccount(arn)).toBe(expected);
});
