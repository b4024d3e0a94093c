import { deploy } from "./stack.ts";

/** What `data.aws_iam_policy_document` gives for its arguments. */
export function documentOf(body: Readonly<Record<string, unknown>>, attribute = "minified_json"): unknown {
  const data = { aws_iam_policy_document: { d: body } };
  const output = { o: { value: `\${data.aws_iam_policy_document.d.${attribute}}` } };
  return deploy({ data, output }).outputs[0]?.value;
}

/** A document of these statements, as text in a list. */
export function source(...statements: readonly unknown[]): readonly string[] {
  return [JSON.stringify({ Statement: statements })];
}
