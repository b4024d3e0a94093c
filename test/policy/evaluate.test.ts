import fc from "fast-check";
import type { Policy } from "../../policy/document.ts";
import { type Evaluation, evaluate } from "../../policy/evaluate.ts";
import {
  ACCOUNT,
  ANONYMOUS,
  API,
  context,
  policy,
  request,
  SESSION,
  source,
  statement,
  TESTS,
} from "./support.ts";

const verdict = (policies: readonly Policy[], changes = {}): Evaluation["verdict"] =>
  evaluate(policies, request(changes)).verdict;

describe("a statement applies when action, resource and conditions match", () => {
  test.each<[string, Record<string, unknown>, Evaluation["verdict"]]>([
    ["everything", {}, "allow"],
    ["G [D] the action in another case", { Action: "EXECUTE-API:invoke" }, "allow"],
    ["G [D] a wildcard action", { Action: "execute-api:*" }, "allow"],
    ["a wildcard in the action's name", { Action: ["s3:Get*", "execute-api:In?oke"] }, "allow"],
    ["another action", { Action: "execute-api:InvalidateCache" }, "neither"],
    ["G [D] NotAction of another", { Action: undefined, NotAction: "s3:*" }, "allow"],
    ["G [D] NotAction of this", { Action: undefined, NotAction: ["s3:*", "execute-api:*"] }, "neither"],
    ["this resource", { Resource: ["arn:aws:s3:::a", TESTS] }, "allow"],
    ["another resource", { Resource: `${API}/dev/POST/tests` }, "neither"],
    ["D.1 no resource", { Resource: [] }, "neither"],
    ["G [D] NotResource of another", { Resource: undefined, NotResource: `${API}/dev/POST/*` }, "allow"],
    ["G [D] NotResource of this", { Resource: undefined, NotResource: ["arn:aws:s3:::a", TESTS] }, "neither"],
    ["a condition that holds", { Condition: { StringEquals: { "aws:username": "bob" } } }, "allow"],
    ["a condition that does not", { Condition: { StringEquals: { "aws:username": "eve" } } }, "neither"],
    [
      "two conditions, one that does not",
      { Condition: { StringEquals: { "aws:username": "bob" }, Bool: { "aws:SecureTransport": "true" } } },
      "neither",
    ],
  ])("%s: %j", (_name, changes, expected) => {
    const values = { context: context({ "aws:username": "bob" }) };
    expect(verdict([policy("identity", statement("Allow", changes))], values)).toBe(expected);
    const deny = [policy("identity", statement("Allow"), statement("Deny", changes))];
    expect(verdict(deny, values)).toBe(expected === "allow" ? "deny" : "allow");
  });

  test("no policies say nothing", () => {
    expect(evaluate([], request())).toEqual({ verdict: "neither" });
  });

  test("in a trust policy the resource is the role", () => {
    const trust = policy("trust", { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } });
    const role = { action: "sts:AssumeRole", resource: "arn:aws:iam::123456789012:role/other" };
    expect(evaluate([trust], request(role))).toMatchObject({ verdict: "allow", grant: "account" });
  });
});

describe("where a statement cannot be evaluated with certainty, an Allow does not apply and a Deny does", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "several values without a set operator",
      { Condition: { StringEquals: { "aws:TagKeys": "a" } } },
      { context: context({ "aws:TagKeys": ["a", "b"] }) },
    ],
    [
      "the same, negated",
      { Condition: { StringNotEquals: { "aws:TagKeys": "c" } } },
      { context: context({ "aws:TagKeys": ["a", "b"] }) },
    ],
    [
      "no number",
      { Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } } },
      { context: context({ "aws:MultiFactorAuthAge": "soon" }) },
    ],
    [
      "no address",
      { Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
      { context: context({ "aws:SourceIp": "unknown" }) },
    ],
    [
      "no ARN",
      { Condition: { ArnNotLike: { "aws:SourceArn": "arn:aws:s3:::a" } } },
      { context: context({ "aws:SourceArn": "a" }) },
    ],
    [
      "an empty string under Null",
      { Condition: { Null: { "aws:Referer": "false" } } },
      { context: context({ "aws:Referer": "" }) },
    ],
    [
      "a variable with several values",
      { Resource: `${API}/\${aws:TagKeys}` },
      { context: context({ "aws:TagKeys": ["a", "b"] }) },
    ],
    [
      "NotResource with a variable without value",
      { Resource: undefined, NotResource: `${API}/\${aws:username}` },
      {},
    ],
    [
      "a * that may cross a colon",
      { Resource: "arn:aws:execute-api:*:123456789012:a/b" },
      { resource: "arn:aws:execute-api:r:2:z/:123456789012:a/b" },
    ],
  ])("%s", (_name, changes, asked) => {
    expect(verdict([policy("identity", statement("Allow", changes))], asked)).toBe("neither");
    const denied = evaluate(
      [policy("identity", statement("Allow"), statement("Deny", changes))],
      request(asked),
    );
    expect(denied).toMatchObject({ verdict: "deny", statement: { index: 1, doubt: true } });
  });

  test("a canonical user id may be the caller's account", () => {
    const named = { Principal: { CanonicalUser: "79a5" } };
    expect(verdict([policy("resource", statement("Allow", named))])).toBe("neither");
    expect(verdict([policy("resource", statement("Deny", named))])).toBe("deny");
    expect(verdict([policy("resource", statement("Deny", named))], { principal: ANONYMOUS })).toBe("neither");
  });

  test("what is certainly not met is not met, whatever else is in doubt", () => {
    const Condition = { StringEquals: { "aws:TagKeys": "a", "aws:username": "eve" } };
    const values = { context: context({ "aws:TagKeys": ["a", "b"], "aws:username": "bob" }) };
    expect(verdict([policy("identity", statement("Deny", { Condition }))], values)).toBe("neither");
  });

  test("a variable without a value matches no resource: documented, so certain", () => {
    const changes = { Resource: `${API}/dev/GET/\${aws:username}` };
    expect(verdict([policy("identity", statement("Allow", changes), statement("Deny", changes))])).toBe(
      "neither",
    );
  });
});

describe("the statement that decided", () => {
  test("a Deny, before every Allow", () => {
    const allow = policy("identity", statement("Allow", { Sid: "all" }));
    const deny = policy("identity", statement("Allow"), statement("Deny", { Sid: "none" }));
    expect(evaluate([allow, deny], request())).toEqual({
      verdict: "deny",
      statement: {
        source: source("identity"),
        index: 1,
        sid: "none",
        effect: "Deny",
        text: '{"Effect":"Deny","Action":"*","Resource":"*","Sid":"none"}',
      },
    });
  });

  test("else the first Allow", () => {
    const none = statement("Allow", { Action: "s3:*" });
    const policies = [
      policy("identity", none),
      policy("identity", none, statement("Allow"), statement("Allow")),
    ];
    expect(evaluate(policies, request())).toMatchObject({
      verdict: "allow",
      statement: { index: 1 },
      grant: "direct",
    });
  });

  test("in a resource policy, the Allow that names the caller most closely", () => {
    const named = (AWS: unknown) => statement("Allow", { Principal: { AWS } });
    const statements = [named(ACCOUNT), named(SESSION.roleArn), named(SESSION.arn), named("*")];
    const found = [1, 2, 3, 4].map((count) =>
      evaluate([policy("resource", ...statements.slice(0, count))], request()),
    );
    expect(found.map(({ grant, statement }) => [grant, statement?.index])).toEqual([
      ["account", 0],
      ["role", 1],
      ["direct", 2],
      ["direct", 2],
    ]);
  });

  test("NotPrincipal denies all but the named", () => {
    const NotPrincipal = { AWS: [ACCOUNT, SESSION.roleArn, SESSION.arn] };
    const policies = [policy("resource", statement("Deny", { NotPrincipal }))];
    expect(verdict(policies)).toBe("neither");
    expect(verdict(policies, { principal: ANONYMOUS })).toBe("deny");
    expect(verdict(policies, { principal: { ...SESSION, bounded: true } })).toBe("deny");
  });
});

describe("properties", () => {
  const actions = fc.subarray(["execute-api:*", "execute-api:Invoke", "s3:*", "*"], { minLength: 1 });
  const resources = fc.subarray(["*", TESTS, `${API}/dev/*`, "arn:aws:s3:::a", `${API}/\${aws:username}`], {
    minLength: 1,
  });
  const conditions = fc.constantFrom(
    {},
    { StringEquals: { "aws:username": "bob" } },
    { StringNotLike: { "aws:username": "b*" } },
    { NumericLessThan: { "aws:EpochTime": "5" } },
    { Null: { "aws:username": "true" } },
    { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } },
  );
  const statements = fc
    .tuple(
      fc.constantFrom("Allow" as const, "Deny" as const),
      actions,
      resources,
      conditions,
      fc.boolean(),
      fc.boolean(),
    )
    .map(([effect, actions, resources, Condition, notAction, notResource]) => ({
      Effect: effect,
      [notAction ? "NotAction" : "Action"]: actions,
      [notResource ? "NotResource" : "Resource"]: resources,
      Condition,
    }));
  const asked = fc
    .record({
      action: fc.constantFrom("execute-api:Invoke", "execute-api:InvalidateCache"),
      resource: fc.constantFrom(TESTS, `${API}/bob`, `${API}/prod/GET/`),
      username: fc.constantFrom([], ["bob"], ["eve"], ["bob", "eve"], [""]),
      time: fc.constantFrom([], ["4"], ["6"], ["soon"]),
      tags: fc.constantFrom([], ["a", "b"], ["b"]),
    })
    .map(({ action, resource, username, time, tags }) =>
      request({
        action,
        resource,
        context: context({ "aws:username": username, "aws:EpochTime": time, "aws:TagKeys": tags }),
      }),
    );
  const list = fc.array(statements, { minLength: 1, maxLength: 6 });

  test("the order of statements and of policies does not matter", () => {
    const shuffled = list.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, asked, ([all, shuffled], asked) => {
        const { verdict } = evaluate([policy("identity", ...all)], asked);
        expect(evaluate([policy("identity", ...shuffled)], asked).verdict).toBe(verdict);
        const each = shuffled.map((one) => policy("identity", one));
        expect(evaluate(each, asked).verdict).toBe(verdict);
      }),
    );
  });

  test("one more Deny never turns a deny into an allow, nor neither into an allow", () => {
    const deny = statements.map((statement) => ({ ...statement, Effect: "Deny" as const }));
    fc.assert(
      fc.property(list, deny, asked, (all, deny, asked) => {
        const before = evaluate([policy("identity", ...all)], asked).verdict;
        const after = evaluate([policy("identity", ...all, deny)], asked).verdict;
        expect(after === "allow" && before !== "allow").toBe(false);
        expect(before === "deny" && after !== "deny").toBe(false);
      }),
    );
  });

  test("one more Allow never turns an allow into anything else, nor a deny into an allow", () => {
    const allow = statements.map((statement) => ({ ...statement, Effect: "Allow" as const }));
    fc.assert(
      fc.property(list, allow, asked, (all, allow, asked) => {
        const before = evaluate([policy("identity", ...all)], asked).verdict;
        const after = evaluate([policy("identity", ...all, allow)], asked).verdict;
        expect(before === "neither" ? ["neither", "allow"] : [before]).toContain(after);
      }),
    );
  });

  test("the same statement denies wherever it would allow", () => {
    fc.assert(
      fc.property(statements, asked, (one, asked) => {
        const allowed =
          evaluate([policy("identity", { ...one, Effect: "Allow" })], asked).verdict === "allow";
        const denied = evaluate([policy("identity", { ...one, Effect: "Deny" })], asked);
        if (allowed) expect(denied).toMatchObject({ verdict: "deny" });
        else expect(denied.verdict === "neither" || denied.statement?.doubt === true).toBe(true);
      }),
    );
  });
});
