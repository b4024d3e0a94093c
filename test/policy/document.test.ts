import fc from "fast-check";
import { conditionKeys, PolicyError, type PolicyKind, parsePolicy } from "../../policy/document.ts";
import { evaluate } from "../../policy/evaluate.ts";
import { API, request, source } from "./support.ts";

const KINDS: readonly PolicyKind[] = ["identity", "resource", "trust", "session", "boundary", "authorizer"];
const allow = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };

function errorOf(document: unknown, kind: PolicyKind = "identity"): PolicyError {
  try {
    parsePolicy(document, source(kind));
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("the policy was accepted");
}

describe("the policy document (IAM policy grammar [D])", () => {
  test.each<[string, unknown]>([
    ["a list of statements", { Version: "2012-10-17", Statement: [allow, allow] }],
    ["one statement", { Version: "2008-10-17", Statement: allow }],
    ["no version", { Id: "an id with spaces", Statement: [allow] }],
    ["text", JSON.stringify({ Statement: [allow] })],
    ["D.1 [R] an empty Condition", { Statement: { ...allow, Condition: {} } }],
    ["D.1 [R] an empty list of resources", { Statement: { ...allow, Resource: [] } }],
    ["an empty Sid", { Statement: { ...allow, Sid: "" } }],
    [
      "every element",
      { Statement: { Sid: "a b", Effect: "Deny", NotAction: ["s3:Get*", "*:*"], NotResource: ["*"] } },
    ],
  ])("accepted: %s", (_name, document) => {
    expect(parsePolicy(document, source("identity")).source.address).toBe("aws_thing.identity");
  });

  test.each<[string, unknown, string, RegExp]>([
    ["no JSON", "{", "", /^came "{"; allowed: a JSON document$/],
    ["null", null, "", /^came null; allowed: a policy document/],
    ["a list", [allow], "", /^came a list/],
    ["JSON of a string", '"Allow"', "", /^came "Allow"/],
    ["a name twice", '{"Statement":[],"Statement":[]}', "", /appears twice/],
    ["an unknown element", { Statements: [allow] }, "Statements", /allowed: Version, Id, Statement$/],
    ["an element in lower case", { version: "2012-10-17", Statement: [allow] }, "version", /came "version"/],
    ["an unknown version", { Version: "2012-10-18", Statement: [allow] }, "Version", /came "2012-10-18"/],
    ["a version of null", { Version: null, Statement: [allow] }, "Version", /came null/],
    ["an Id that is no text", { Id: 1, Statement: [allow] }, "Id", /came 1; allowed: a string/],
    ["no statement", { Version: "2012-10-17" }, "Statement", /came nothing/],
    ["a null statement", { Statement: null }, "Statement", /came null/],
    ["no statements", { Statement: [] }, "Statement", /came an empty list; allowed: at least one/],
    ["a list in a list", { Statement: [[allow]] }, "Statement[0]", /came a list/],
    [
      "an unknown element",
      { Statement: [{ ...allow, Scope: 1 }] },
      "Statement[0].Scope",
      /allowed: Sid, Effect/,
    ],
    [
      "an inherited name",
      { Statement: JSON.parse('{"__proto__":{}}') },
      "Statement.__proto__",
      /came "__proto__"/,
    ],
    ["no effect", { Statement: [{ Action: "*", Resource: "*" }] }, "Statement[0].Effect", /came nothing/],
    [
      "an effect in lower case",
      { Statement: { ...allow, Effect: "allow" } },
      "Statement.Effect",
      /came "allow"/,
    ],
    ["a Sid of null", { Statement: { ...allow, Sid: null } }, "Statement.Sid", /came null/],
    [
      "no action",
      { Statement: [allow, { Effect: "Allow", Resource: "*" }] },
      "Statement[1]",
      /neither; allowed: either/,
    ],
    ["both actions", { Statement: { ...allow, NotAction: "*" } }, "Statement", /came both/],
    [
      "an empty list of actions",
      { Statement: { ...allow, Action: [] } },
      "Statement.Action",
      /at least one action/,
    ],
    [
      "an action without service",
      { Statement: { ...allow, Action: "Invoke" } },
      "Statement.Action",
      /came "Invoke"/,
    ],
    [
      "an action with a variable",
      { Statement: { ...allow, Action: "a:${b}" } },
      "Statement.Action",
      /came "a:/,
    ],
    [
      "an action of null",
      { Statement: { ...allow, Action: ["*", null] } },
      "Statement.Action[1]",
      /came null/,
    ],
    [
      "no resource",
      { Statement: { Effect: "Allow", Action: "*" } },
      "Statement",
      /either Resource or NotResource/,
    ],
    ["both resources", { Statement: { ...allow, NotResource: "*" } }, "Statement", /came both/],
    ["a resource of null", { Statement: { ...allow, Resource: null } }, "Statement.Resource", /came null/],
    [
      "all but nothing",
      { Statement: { Effect: "Deny", Action: "*", NotResource: [] } },
      "Statement.NotResource",
      /one/,
    ],
    [
      "D.1 [R] Condition: null",
      { Statement: { ...allow, Condition: null } },
      "Statement.Condition",
      /came null/,
    ],
    [
      "a shorthand elsewhere",
      { Statement: { ...allow, Resource: "execute-api:/*" } },
      "Statement.Resource",
      /ARN/,
    ],
  ])("refused: %s", (_name, document, path, reason) => {
    const error = errorOf(document);
    expect([error.path, error.reason]).toEqual([path, expect.stringMatching(reason)]);
  });

  test("the error names address, attribute, path and reason", () => {
    const error = errorOf({ Statement: { ...allow, Effect: "Permit" } });
    expect(error.message).toBe(
      'aws_thing.identity: policy: Statement.Effect: came "Permit"; allowed: "Allow" or "Deny"',
    );
    expect(error.source).toEqual(source("identity"));
    expect(error.name).toBe("PolicyError");
  });

  test("a long value is cut in the error", () => {
    expect(errorOf({ Statement: { ...allow, Effect: "x".repeat(5000) } }).message.length).toBeLessThan(300);
  });

  test("variables are text before 2012-10-17", () => {
    const statement = { ...allow, Resource: `${API}/\${aws:username` };
    expect(errorOf({ Version: "2012-10-17", Statement: statement }).reason).toMatch(/closing brace/);
    expect(parsePolicy({ Statement: statement }, source("identity")).statements).toHaveLength(1);
  });

  test("throws nothing but PolicyError, whatever comes", () => {
    const name = fc.constantFrom(
      "Version",
      "Statement",
      "Effect",
      "Action",
      "Resource",
      "Principal",
      "Condition",
      "x",
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(
          null,
          true,
          1,
          "",
          "*",
          "Allow",
          "Deny",
          "2012-10-17",
          "a:b",
          "${",
          "${a}",
          "arn:aws:s:::x",
        ),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(name, fc.constantFrom("StringLike", "IpAddress", "Null", "AWS", "__proto__")),
          tie("any"),
        ),
      ),
    })).any;
    const kind = fc.constantFrom(...KINDS);
    const document = fc.oneof(
      value,
      fc.jsonValue(),
      fc.json(),
      fc.string(),
      value.map((any) => ({ Statement: any })),
    );
    fc.assert(
      fc.property(document, kind, (document, kind) => {
        try {
          const policy = parsePolicy(document, source(kind));
          expect(policy.statements.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["Sid", "Effect", "Action", "Resource", "Condition", "Scope"])(
    "endless nesting in %s is refused",
    (name) => {
      const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
      const elements = { Effect: "Allow", Action: "*", Resource: "*", [name]: "deep" };
      const text = JSON.stringify({ Statement: elements }).replace('"deep"', deep);
      expect(errorOf(text).path).toMatch(`Statement.${name}`);
    },
  );
});

describe("what each kind of policy may say", () => {
  const deny = { Effect: "Deny", Action: "*" };

  test.each<[PolicyKind, unknown, string, RegExp]>([
    ["identity", { ...allow, Principal: "*" }, "Statement.Principal", /not allowed here/],
    ["boundary", { ...allow, Principal: "*" }, "Statement.Principal", /not allowed here/],
    ["session", { ...allow, NotPrincipal: "*" }, "Statement.NotPrincipal", /not allowed here/],
    ["authorizer", { ...allow, Principal: "*" }, "Statement.Principal", /not allowed here/],
    ["resource", allow, "Statement", /came neither; allowed: either Principal or NotPrincipal/],
    [
      "resource",
      { ...allow, NotPrincipal: "*" },
      "Statement.NotPrincipal",
      /does not support NotPrincipal with Allow/,
    ],
    ["trust", deny, "Statement", /came neither; allowed: either Principal/],
    ["trust", { ...deny, NotPrincipal: "*" }, "Statement.NotPrincipal", /cannot have NotPrincipal/],
    ["trust", { ...deny, Principal: "*", Resource: "*" }, "Statement.Resource", /its own role/],
    ["trust", { ...deny, Principal: "*", NotResource: "*" }, "Statement.NotResource", /its own role/],
    [
      "authorizer",
      { ...allow, Resource: `${API}/${"a".repeat(512)}` },
      "Statement.Resource",
      /at most 512 characters/,
    ],
  ])("%s: %j is refused", (kind, statement, path, reason) => {
    const error = errorOf({ Statement: statement }, kind);
    expect([error.path, error.reason]).toEqual([path, expect.stringMatching(reason)]);
  });

  test.each<[PolicyKind, unknown]>([
    ["resource", { ...allow, Principal: "*" }],
    ["resource", { ...deny, Resource: "*", NotPrincipal: { AWS: "123456789012" } }],
    ["trust", { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
    ["identity", { ...allow, Resource: `${API}/${"a".repeat(512)}` }],
    ["authorizer", { ...allow, Resource: `${API}/${"a".repeat(511 - API.length)}` }],
  ])("%s: %j is accepted", (kind, statement) => {
    expect(parsePolicy({ Statement: statement }, source(kind)).statements).toHaveLength(1);
  });

  test("B.3 [D] the shorthand of a resource policy is read back as ARNs", () => {
    const api = {
      partition: "aws",
      region: "ap-northeast-2",
      accountId: "123456789012",
      apiId: "a1b2c3d4e5",
    };
    const text = JSON.stringify({
      Statement: { ...allow, Principal: "*", Resource: "execute-api:/dev/GET/*" },
    });
    const policy = parsePolicy(text, source("resource"), api);
    expect(evaluate([policy], request()).statement?.text).toBe(
      `{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"${API}/dev/GET/*","Principal":"*"}`,
    );
    expect(evaluate([policy], request({ resource: `${API}/dev/POST/tests` })).verdict).toBe("neither");
  });
});

test("conditionKeys names each key once, those of variables too", () => {
  const Condition = { StringEquals: { "AWS:Referer": "${aws:UserName}" }, Null: { "aws:referer": "false" } };
  const statement = { ...allow, Resource: `${API}/\${aws:PrincipalTag/Team, 'x'}`, Condition };
  const policy = parsePolicy(
    { Version: "2012-10-17", Statement: [statement, statement] },
    source("identity"),
  );
  expect(conditionKeys(policy)).toEqual(["aws:referer", "aws:username", "aws:principaltag/team"]);
});
