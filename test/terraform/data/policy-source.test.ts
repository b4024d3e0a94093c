import { documentOf, source } from "../support/policy-document.ts";

const text = JSON.stringify;

// Every expectation was measured with Terraform 1.11.4 and the AWS provider 5.100.0.

test("merge by sid: source, then own, then overriding", () => {
  const document = documentOf({
    source_policy_documents: [
      text({
        Version: "2008-10-17",
        Id: "src",
        Statement: [
          { Sid: "A", Effect: "Allow", Action: ["b", "a"], Resource: "*" },
          { Effect: "Allow", Action: "q", Principal: "*", Unknown: 1 },
        ],
      }),
      text({ Statement: [{ Sid: "B", Effect: "Deny", Action: "x", NotPrincipal: { AWS: "5" } }] }),
    ],
    statement: [
      { sid: "A", actions: ["new:x"] },
      { sid: "", actions: ["nosid:x"], effect: "Deny" },
    ],
    override_policy_documents: [
      text({
        Version: "2012-10-17",
        Statement: [
          { Sid: "B", Effect: "Allow", Action: "over:x", Resource: ["single"] },
          { Sid: "N", Effect: "Allow", Action: [], Resource: "*" },
        ],
      }),
    ],
  });
  expect(document).toBe(
    '{"Version":"2012-10-17","Id":"src","Statement":[{"Sid":"A","Effect":"Allow","Action":"new:x"},' +
      '{"Effect":"Allow","Action":"q","Principal":"*"},{"Sid":"B","Effect":"Allow","Action":"over:x","Resource":["single"]},' +
      '{"Effect":"Deny","Action":"nosid:x"},{"Sid":"N","Effect":"Allow","Action":[],"Resource":"*"}]}',
  );
});

test.each<[string, readonly string[], string]>([
  [
    "lists as they are, principals backwards, one value as text",
    source({
      Sid: "A",
      Effect: "Allow",
      Action: ["b", "a"],
      Resource: ["z", "a"],
      Principal: { AWS: ["1", "3", "2"], Service: "x", Federated: ["b"] },
      Condition: { StringEquals: { k: ["b", "a"], one: ["x"] }, Bool: { "aws:s": "true" } },
    }),
    '[{"Sid":"A","Effect":"Allow","Action":["b","a"],"Resource":["z","a"],"Principal":{"AWS":["3","2","1"],"Federated":["b"],"Service":"x"},' +
      '"Condition":{"Bool":{"aws:s":"true"},"StringEquals":{"k":["b","a"],"one":"x"}}}]',
  ],
  [
    "a bool as a condition's value",
    source({ Effect: "Allow", Action: "x", Condition: { Bool: { "aws:s": true } } }),
    '[{"Effect":"Allow","Action":"x","Condition":{"Bool":{"aws:s":"true"}}}]',
  ],
  [
    "the forms of everybody",
    source(
      { Effect: "Allow", Principal: { "*": "*" } },
      { Effect: "Allow", Principal: { AWS: "*" } },
      { Effect: "Allow", Principal: { AWS: ["*"] } },
    ),
    '[{"Effect":"Allow","Principal":"*"},{"Effect":"Allow","Principal":{"AWS":"*"}},{"Effect":"Allow","Principal":{"AWS":["*"]}}]',
  ],
  [
    "names in any case",
    ['{"statement":[{"effect":"Allow","ACTION":"x"}]}'],
    '[{"Effect":"Allow","Action":"x"}]',
  ],
  ["an empty condition", source({ Effect: "Allow", Condition: {} }), '[{"Effect":"Allow"}]'],
  [
    "other JSON as it is",
    source({ Effect: "Allow", Action: { a: 1 }, Resource: 5 }),
    '[{"Effect":"Allow","Action":{"a":1},"Resource":5}]',
  ],
])("%s", (_, source_policy_documents, statements) => {
  expect(documentOf({ source_policy_documents })).toBe(`{"Version":"2012-10-17","Statement":${statements}}`);
});

test.each([[[""]], [["null"]], [[]], [["", "null"]]])(
  "%j is no document at all",
  (source_policy_documents) => {
    expect(documentOf({ source_policy_documents })).toBe('{"Version":"2012-10-17"}');
  },
);

test("two statements with one sid in an overriding document: the last one", () => {
  const override_policy_documents = source({ Sid: "A", Effect: "Allow" }, { Sid: "A", Effect: "Deny" });
  expect(documentOf({ override_policy_documents })).toBe(
    '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny"}]}',
  );
});
