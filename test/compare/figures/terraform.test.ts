import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ofType, readStacks, readSynthesized, references } from "../../../compare/figures/terraform.ts";

const directory = mkdtempSync(path.join(tmpdir(), "synth-"));
afterAll(() => rmSync(directory, { recursive: true }));

function put(stack: string, text: string): void {
  mkdirSync(path.join(directory, "stacks", stack), { recursive: true });
  writeFileSync(path.join(directory, "stacks", stack, "cdk.tf.json"), text);
}

test("reads the stacks that were synthesized", () => {
  put("iam", JSON.stringify({ resource: { aws_x: { a: { k: 1 }, b: {} } }, data: { aws_y: { c: {} } } }));
  put("cognito-scopes", JSON.stringify({}));
  const stacks = readStacks(directory);
  expect([...stacks.keys()]).toEqual(["iam", "cognito-scopes"]);
  const iam = stacks.get("iam")!;
  expect(ofType(iam, "aws_x").map(({ name }) => name)).toEqual(["a", "b"]);
  expect(iam.data).toEqual([{ type: "aws_y", name: "c", config: {} }]);
  expect(readSynthesized(directory, "comparison")).toBeUndefined();
});

test("names a file that is not JSON", () => {
  put("custom-authorizer", "{");
  expect(() => readStacks(directory)).toThrow(/custom-authorizer.cdk\.tf\.json: is not JSON/);
});

test.each([
  ["${aws_lambda_function.backend.arn}", ["aws_lambda_function.backend"]],
  ["x ${aws_a.b.id}/${aws_a.c.id} y", ["aws_a.b", "aws_a.c"]],
  ["${data.aws_iam_policy_document.doc.json}", ["data.aws_iam_policy_document.doc"]],
  ['${format("%s/%s", aws_a.b.id, aws_a.c.id)}', ["aws_a.b", "aws_a.c"]],
  ["${var.token_issuer}", []],
  ["aws_a.b without braces", []],
])("references of %s", (text, expected) => {
  expect(references({ deep: [{ text }] })).toEqual(expected);
});
