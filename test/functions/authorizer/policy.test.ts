import { answerFor } from "../../../functions/authorizer/policy.ts";
import { routeTable } from "../../../routes/table.ts";

const TABLE = routeTable([
  { method: "GET", path: "/tests", permission: "test.read" },
  { method: "POST", path: "/tests", permission: "test.write" },
  { method: "GET", path: "/items/{id}", permission: "test.read" },
  { method: "GET", path: "/items/{id}/secrets", permission: "secrets" },
]);
const STAGE = "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev";
const answer = (permissions: string[], methodArn = `${STAGE}/GET/tests`, claims = {}) =>
  answerFor({ sub: "reader", ...claims }, permissions, TABLE, methodArn);

test("D.2 [D, R] the policy covers every route of the caller, because API Gateway keeps it for all of them", () => {
  expect(answer(["test.read", "openid"])).toEqual({
    principalId: "reader",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "execute-api:Invoke",
          Resource: [`${STAGE}/GET/items/*`, `${STAGE}/GET/tests`],
        },
        { Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE}/GET/items/*/*`] },
      ],
    },
    context: { sub: "reader", scope: "test.read openid" },
  });
});

test("D.2 it is the same whatever route was asked for first", () => {
  const policies = ["GET/", "GET/tests", "POST/tests", "GET/items/a:b", "DELETE/items/1/secrets"].map(
    (path) => answer(["test.read"], `${STAGE}/${path}`),
  );
  for (const policy of policies) expect(policy).toEqual(policies[0]);
});

test.each<[string, string[]]>([
  ["no permission", []],
  ["others", ["openid", "com.test.test/test.read", "test.rea", "TEST.READ", "*"]],
])("a valid token with %s is denied everything, and not a 401", (_, permissions) => {
  expect(answer(permissions).policyDocument.Statement).toEqual([
    { Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE}/*`] },
  ]);
});

test.each([
  "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/dev",
  "arn:aws-cn:execute-api:cn-north-1:123456789012:abcdefghij/dev",
  "arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abcdefghij/test_stage-2",
])("G [R] API and stage are those of the request, whatever its path holds: %s", (stage) => {
  const [statement] = answer(["test.write"], `${stage}/GET/a:b/arn:aws:execute-api:x:y:z/dev/GET`)
    .policyDocument.Statement;
  expect(statement).toMatchObject({ Effect: "Allow", Resource: [`${stage}/POST/tests`] });
});

test.each([
  "",
  "*",
  "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij",
  "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/dev",
  "arn:aws:execute-api:ap-northeast-2:123456789012:*/dev/GET/",
  "arn:aws:execute-api:ap-northeast-2:123456789012:abcdefghij/*/GET/",
  "arn:aws:execute-api:ap-northeast-2:*:abcdefghij/dev/GET/",
  "arn:aws:lambda:ap-northeast-2:123456789012:abcdefghij/dev/GET/",
])("%j is no method's ARN: an error, not a policy", (methodArn) => {
  expect(() => answer(["test.read"], methodArn)).toThrow("methodArn: came no ARN of an execute-api method");
});

test("D.3 [D] a resource longer than 512 characters is an error, not a policy that API Gateway cuts or refuses", () => {
  const table = routeTable([
    { method: "GET", path: `/${"a".repeat(512 - STAGE.length - 5)}`, permission: "p" },
  ]);
  const longer = routeTable([
    { method: "GET", path: `/${"a".repeat(513 - STAGE.length - 5)}`, permission: "p" },
  ]);
  expect(answerFor({ sub: "s" }, ["p"], table, `${STAGE}/GET/`).policyDocument.Statement).toHaveLength(1);
  expect(() => answerFor({ sub: "s" }, ["p"], longer, `${STAGE}/GET/`)).toThrow(
    "came 513 characters; allowed: 512",
  );
});

test.each<[object, string | undefined]>([
  [{ client_id: "one" }, "one"],
  [{ azp: "two" }, "two"],
  [{ client_id: "one", azp: "two" }, "one"],
  [{ client_id: { id: 1 }, azp: "two" }, "two"],
  [{ client_id: ["one"] }, undefined],
  [{}, undefined],
])("D.1 [R, D] context holds strings alone: the client of %j is %j", (claims, expected) => {
  const { context } = answer(["test.read"], `${STAGE}/GET/tests`, claims);
  expect(context?.clientId).toBe(expected);
  for (const value of Object.values(context ?? {})) expect(typeof value).toBe("string");
});
