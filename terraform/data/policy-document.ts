import type { BlockValues, ComputeContext } from "../computed/context.ts";
import { ExpressionError } from "../expression/error.ts";
import { compareText, type Value } from "../value.ts";
import {
  type Document,
  type PolicyJson,
  type Statement,
  type StatementElement,
  sortedObject,
} from "./policy-model.ts";
import { parseSource } from "./policy-source.ts";

/**
 * What `data.aws_iam_policy_document` makes of its arguments: the source documents, then its own statements, then the
 * overriding documents, where a later statement with the same sid takes the place of the earlier one. Measured with
 * the AWS provider 5.100.0.
 *
 * @throws {ExpressionError} where the provider fails.
 */
export function policyDocument(data: ComputeContext): Document {
  const version = String(data.value("version") ?? "2012-10-17");
  if (version !== "2012-10-17" && version !== "2008-10-17")
    throw new ExpressionError(`the version ${version} does not exist`);
  for (const name of ["source_json", "override_json"]) {
    if ((data.value(name) ?? "") !== "")
      throw new ExpressionError(`${name} is no longer an argument of the AWS provider`);
  }
  const id = String(data.value("policy_id") ?? "");
  const own: Document = {
    version,
    id,
    statements: data.blocks("statement").map((block) => statement(block, version)),
  };
  unique(own.statements, "statement");
  const sources = documents(data, "source_policy_documents");
  unique(
    sources.flatMap(({ statements }) => statements),
    "source_policy_documents",
  );
  const empty: Document = { version: "", id: "", statements: [] };
  return [...sources, own, ...documents(data, "override_policy_documents")].reduce(merge, empty);
}

function documents(data: ComputeContext, attribute: string): readonly Document[] {
  const texts = (data.value(attribute) ?? []) as readonly Value[];
  return texts
    .filter((text) => text !== null && text !== "")
    .map((text) => parseSource(text as string, attribute));
}

function unique(statements: readonly Statement[], attribute: string): void {
  const seen = new Set<PolicyJson>();
  for (const one of statements) {
    const sid = one.get("Sid");
    if (sid === undefined) continue;
    if (seen.has(sid))
      throw new ExpressionError(`two statements of ${attribute} have the sid ${JSON.stringify(sid)}`);
    seen.add(sid);
  }
}

function merge(into: Document, next: Document): Document {
  const statements = [...into.statements];
  for (const one of next.statements) {
    const sid = one.get("Sid");
    const index = sid === undefined ? -1 : statements.findIndex((other) => other.get("Sid") === sid);
    if (index < 0) statements.push(one);
    else statements[index] = one;
  }
  const version = compareText(next.version, into.version) > 0 ? next.version : into.version;
  return { version, id: next.id || into.id, statements };
}

function statement(block: BlockValues, version: string): Statement {
  const result: Statement = new Map();
  const put = (name: StatementElement, value: PolicyJson | undefined) => {
    if (value !== undefined && value !== "") result.set(name, value);
  };
  const effect = block.value("effect") ?? "Allow";
  if (effect !== "Allow" && effect !== "Deny")
    throw new ExpressionError(`the effect ${JSON.stringify(effect)} does not exist`);
  put("Sid", String(block.value("sid") ?? ""));
  put("Effect", effect);
  put("Action", oneOrMany(texts(block, "actions")));
  put("NotAction", oneOrMany(texts(block, "not_actions")));
  put("Resource", oneOrMany(unescaped(texts(block, "resources"), version)));
  put("NotResource", oneOrMany(unescaped(texts(block, "not_resources"), version)));
  put("Principal", principals(block.blocks("principals"), version));
  put("NotPrincipal", principals(block.blocks("not_principals"), version));
  put("Condition", conditions(block.blocks("condition"), version));
  return result;
}

/** Sets are written backwards. */
function texts(block: BlockValues, attribute: string): readonly string[] {
  return [...((block.value(attribute) ?? []) as readonly string[])].sort(compareText).reverse();
}

function oneOrMany(values: readonly string[]): PolicyJson | undefined {
  return values.length === 0 ? undefined : values.length === 1 ? values[0] : values;
}

/** `&{aws:username}` stands for the policy variable `${aws:username}`, which Terraform would take for its own. */
function unescaped(values: readonly string[], version: string): readonly string[] {
  return values.map((value) => {
    if (!value.includes("&{")) return value;
    if (version === "2008-10-17")
      throw new ExpressionError(`"&{" has no meaning in the version ${version}: ${value}`);
    return value.replaceAll("&{", "${");
  });
}

function principals(blocks: readonly BlockValues[], version: string): PolicyJson | undefined {
  if (blocks.length === 0) return undefined;
  const byType = new Map<string, PolicyJson>();
  for (const block of blocks) {
    const type = String(block.value("type"));
    const identifiers = unescaped(texts(block, "identifiers"), version);
    const before = byType.get(type);
    const all = before === undefined ? identifiers : [before, identifiers].flat(2);
    byType.set(
      type,
      before === undefined && identifiers.length === 1 ? identifiers[0]! : (all as readonly string[]),
    );
  }
  if (byType.size === 1 && byType.get("*") === "*") return "*";
  return sortedObject(byType);
}

function conditions(blocks: readonly BlockValues[], version: string): PolicyJson | undefined {
  if (blocks.length === 0) return undefined;
  const byTest = new Map<string, Map<string, string[]>>();
  for (const block of blocks) {
    const test = String(block.value("test"));
    const variable = String(block.value("variable"));
    const values = unescaped((block.value("values") ?? []) as readonly string[], version);
    const variables = byTest.get(test) ?? new Map<string, string[]>();
    byTest.set(test, variables.set(variable, [...(variables.get(variable) ?? []), ...values]));
  }
  return sortedObject(
    [...byTest].map(([test, variables]) => {
      const written = [...variables].map(
        ([name, values]) => [name, values.length === 1 ? values[0]! : values] as const,
      );
      return [test, sortedObject(written)] as const;
    }),
  );
}
