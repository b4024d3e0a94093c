import { Unresolved } from "../../../terraform/value.ts";
import { documentOf, source } from "../support/policy-document.ts";

const text = JSON.stringify;

// Every expectation was measured with Terraform 1.11.4 and the AWS provider 5.100.0, unless it says otherwise.

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["nothing", {}, '{"Version":"2012-10-17"}'],
  ["an empty statement", { statement: {} }, '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}'],
  [
    "the version",
    { version: "2008-10-17", statement: { actions: ["a:b"], resources: ["*"] } },
    '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]}',
  ],
  [
    "sets backwards, one element as text, &{ as ${, conditions merged, principals by type",
    {
      policy_id: "pid",
      statement: [
        {
          sid: "S1",
          actions: ["b:X", "a:Y", "c:Z", "b:X"],
          resources: ["arn:&{aws:username}", "b", "*"],
          principals: [
            { type: "AWS", identifiers: ["b", "a", "c"] },
            { type: "AWS", identifiers: ["z"] },
            { type: "Service", identifiers: ["lambda.amazonaws.com"] },
          ],
          condition: [
            { test: "StringEquals", variable: "aws:x", values: ["z", "a", "&{aws:q}"] },
            { test: "StringEquals", variable: "aws:x", values: ["m"] },
            { test: "StringLike", variable: "aws:y", values: ["one"] },
          ],
        },
        {
          effect: "Deny",
          not_actions: ["x:Y"],
          not_resources: ["a", "b"],
          not_principals: [{ type: "*", identifiers: ["*"] }],
        },
      ],
    },
    '{"Version":"2012-10-17","Id":"pid","Statement":[{"Sid":"S1","Effect":"Allow","Action":["c:Z","b:X","a:Y"],' +
      '"Resource":["b","arn:${aws:username}","*"],"Principal":{"AWS":["c","b","a","z"],"Service":"lambda.amazonaws.com"},' +
      '"Condition":{"StringEquals":{"aws:x":["z","a","${aws:q}","m"]},"StringLike":{"aws:y":"one"}}},' +
      '{"Effect":"Deny","NotAction":"x:Y","NotResource":["b","a"],"NotPrincipal":"*"}]}',
  ],
  [
    "what HTML would read, escaped; &{ in an action as it is",
    {
      statement: {
        actions: ['a&{x}<>&"\u2028é'],
        resources: ["<>&"],
        principals: { type: "*", identifiers: ["*"] },
      },
    },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a\\u0026{x}\\u003c\\u003e\\u0026\\"\\u2028é",' +
      '"Resource":"\\u003c\\u003e\\u0026","Principal":"*"}]}',
  ],
  [
    "AWS:* is not *",
    { statement: { actions: ["a:b"], principals: { type: "AWS", identifiers: ["*"] } } },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Principal":{"AWS":"*"}}]}',
  ],
  [
    "* beside another principal",
    {
      statement: {
        actions: ["a"],
        principals: [
          { type: "*", identifiers: ["*"] },
          { type: "AWS", identifiers: ["b"] },
        ],
      },
    },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a","Principal":{"*":"*","AWS":"b"}}]}',
  ],
  [
    "a principal of the type * that is not *",
    { statement: { actions: ["a"], principals: [{ type: "*", identifiers: ["x"] }] } },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a","Principal":{"*":"x"}}]}',
  ],
  [
    "principals of one type, added up",
    {
      statement: {
        actions: ["a"],
        principals: [
          { type: "AWS", identifiers: ["a"] },
          { type: "AWS", identifiers: ["b"] },
          { type: "AWS", identifiers: ["c", "d"] },
        ],
      },
    },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a","Principal":{"AWS":["a","b","d","c"]}}]}',
  ],
  [
    "no identifiers, no values, no actions",
    {
      statement: [
        {
          actions: ["a"],
          principals: [{ type: "AWS", identifiers: [] }],
          condition: { test: "S", variable: "v", values: [] },
        },
        { actions: [], resources: [] },
      ],
    },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a","Principal":{"AWS":[]},"Condition":{"S":{"v":[]}}},{"Effect":"Allow"}]}',
  ],
  [
    "&{ in identifiers and values, but not in a condition's key",
    {
      statement: {
        actions: ["a"],
        principals: [{ type: "AWS", identifiers: ["&{aws:x}"] }],
        condition: [{ test: "T", variable: "&{v}", values: ["&{x} &{y}"] }],
      },
    },
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a","Principal":{"AWS":"${aws:x}"},"Condition":{"T":{"\\u0026{v}":"${x} ${y}"}}}]}',
  ],
  [
    "a sid that IAM would refuse",
    { statement: { sid: "bad sid!", actions: ["a"] } },
    '{"Version":"2012-10-17","Statement":[{"Sid":"bad sid!","Effect":"Allow","Action":"a"}]}',
  ],
])("%s", (_, body, expected) => expect(documentOf(body)).toBe(expected));

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    "a sid twice",
    { statement: [{ sid: "A" }, { sid: "A" }] },
    'two statements of statement have the sid "A"',
  ],
  [
    "a sid in two sources",
    {
      source_policy_documents: [
        ...source({ Sid: "A", Effect: "Allow" }),
        ...source({ Sid: "A", Effect: "Deny" }),
      ],
    },
    'two statements of source_policy_documents have the sid "A"',
  ],
  [
    "&{ in the old version",
    { version: "2008-10-17", statement: { resources: ["&{x}"] } },
    '"&{" has no meaning in the version 2008-10-17',
  ],
  ["another version", { version: "2020" }, "the version 2020 does not exist"],
  ["another effect", { statement: { effect: "allow" } }, 'the effect "allow" does not exist'],
  ["malformed JSON", { source_policy_documents: ["{bad"] }, "source_policy_documents: malformed JSON"],
  ["JSON with something behind it", { source_policy_documents: ["{} x"] }, "malformed JSON"],
  ["a list", { source_policy_documents: ["[]"] }, "a policy document must be a JSON object"],
  [
    "text",
    { override_policy_documents: ['"x"'] },
    "override_policy_documents: a policy document must be a JSON object",
  ],
  [
    "one statement without its list",
    { source_policy_documents: [text({ Statement: {} })] },
    "Statement must be a list",
  ],
  ["a number for the version", { source_policy_documents: [text({ Version: 5 })] }, "Version must be text"],
  [
    "a list as the principal",
    { source_policy_documents: source({ Principal: ["x"] }) },
    'a principal must be "*" or an object',
  ],
  [
    "a number as a principal",
    { source_policy_documents: source({ Principal: { AWS: 5 } }) },
    "a principal of the type AWS must be text",
  ],
  [
    "a null principal",
    { source_policy_documents: source({ Principal: null }) },
    "Principal must not be null",
  ],
  ["the arguments of old", { source_json: "{}" }, "source_json is no longer an argument"],
  // Here the provider would silently write "*", or no condition at all: safer to stop.
  [
    "any text as the principal",
    { source_policy_documents: source({ Principal: "x" }) },
    'a principal must be "*" or an object',
  ],
  [
    "a number as a condition's value",
    { source_policy_documents: source({ Condition: { NumericEquals: { k: 5 } } }) },
    "must be text, a bool or a list of text: the AWS provider loses anything else",
  ],
  [
    "a bool in a list of values",
    { source_policy_documents: source({ Condition: { Bool: { k: ["x", true] } } }) },
    "must be text, a bool or a list of text",
  ],
])("%s is refused", (_, body, reason) => {
  const value = documentOf(body);
  expect(value).toBeInstanceOf(Unresolved);
  expect((value as Unresolved).reason).toContain(reason);
});

test("what is not known in a statement leaves the document unresolved", () => {
  expect(documentOf({ statement: { resources: ["a", "${timestamp()}"] } })).toBeInstanceOf(Unresolved);
});

test("json is indented by two, and id is its checksum", () => {
  const body = {
    policy_id: "pid",
    statement: [
      { actions: ["c:Z", "b:X"], condition: { test: "StringLike", variable: "aws:y", values: ["one"] } },
      { principals: { type: "AWS", identifiers: [] } },
    ],
  };
  expect(documentOf(body, "json")).toBe(
    JSON.stringify(
      {
        Version: "2012-10-17",
        Id: "pid",
        Statement: [
          { Effect: "Allow", Action: ["c:Z", "b:X"], Condition: { StringLike: { "aws:y": "one" } } },
          { Effect: "Allow", Principal: { AWS: [] } },
        ],
      },
      null,
      2,
    ),
  );
  expect(documentOf({}, "id")).toBe("1132004489");
  expect(
    documentOf({ statement: { actions: ["a:b"], principals: { type: "AWS", identifiers: ["*"] } } }, "id"),
  ).toBe("1604881763");
});
