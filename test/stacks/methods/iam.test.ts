import { resources, synthesized } from "../../support/synthesized.ts";

const stack = synthesized("iam");
const documents = stack.data.aws_iam_policy_document ?? {};

test("AWS_IAM is on every route", () => {
  const methods = Object.values(resources(stack, "aws_api_gateway_method"));
  expect(methods).toHaveLength(3);
  for (const method of methods) expect(method).toMatchObject({ authorization: "AWS_IAM" });
});

test.each([
  ["reader", ["GET/tests", "GET/whoami"]],
  ["writer", ["GET/tests", "GET/whoami", "POST/tests"]],
])("%s may invoke exactly its routes in this stage", (caller, expected) => {
  const [statement, ...more] = (
    documents[`iam_caller-${caller}-routes`] as {
      statement: { effect: string; actions: string[]; resources: string[] }[];
    }
  ).statement;
  expect(more).toEqual([]);
  expect(statement).toMatchObject({ effect: "Allow", actions: ["execute-api:Invoke"] });
  const stageArn = "${aws_api_gateway_rest_api.iam_api.execution_arn}/dev/";
  expect(statement?.resources.map((arn) => arn.replace(stageArn, "")).sort()).toEqual(expected);
});

test("who may assume a caller's role is a variable, by default the deploying account", () => {
  expect(stack.variable.trusted_principals).toMatchObject({ type: "list(string)", default: [] });
  expect(JSON.stringify(documents["caller-trust"])).toContain(
    'length(var.trusted_principals) > 0 ? var.trusted_principals : [\\"arn:aws:iam::${data.aws_caller_identity.current.account_id}:root\\"]',
  );
});

test("outputs are the contract's", () => {
  expect(Object.keys(stack.output).sort()).toEqual(["api_url", "reader_role_arn", "writer_role_arn"]);
});

test("a caller of 250 routes gets managed policies", () => {
  const routes = Array.from({ length: 250 }, (_, index) => ({
    method: "GET",
    path: `/r${index}`,
    permission: "p",
  }));
  const many = synthesized("iam", { routes, callers: { reader: ["p"] } });
  const count = Object.keys(resources(many, "aws_iam_policy")).length;
  expect(count).toBeGreaterThan(1);
  expect(Object.keys(resources(many, "aws_iam_role_policy_attachment"))).toHaveLength(count);
});

test("the other partitions' ARNs", () => {
  const text = JSON.stringify(synthesized("iam", { region: "cn-north-1" }).data);
  expect(text).toContain("arn:aws-cn:iam::");
  expect(text).not.toContain("arn:aws:");
});
