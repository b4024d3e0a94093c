import { ExpressionError } from "../expression/error.ts";
import { parseJson } from "../json.ts";
import { isJsonObject, type JsonObject } from "../manifest.ts";
import { compareText } from "../value.ts";
import {
  type Document,
  type PolicyJson,
  type Statement,
  sortedObject,
  statementElements,
} from "./policy-model.ts";

/**
 * Reads a document of `source_policy_documents` or `override_policy_documents` as the AWS provider does: names in any
 * case, anything else it does not know left out. Where the provider would silently drop or widen something (a condition
 * that is a number, a principal that is other text than `*`), it is refused.
 *
 * @throws {ExpressionError} when it is no policy document.
 */
export function parseSource(text: string, attribute: string): Document {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new ExpressionError(`${attribute}: malformed JSON: ${(error as Error).message}`);
  }
  if (json === null) return { version: "", id: "", statements: [] };
  if (!isJsonObject(json)) throw new ExpressionError(`${attribute}: a policy document must be a JSON object`);
  const statements = field(json, "Statement") ?? [];
  if (!Array.isArray(statements)) throw new ExpressionError(`${attribute}: Statement must be a list`);
  return {
    version: textField(json, "Version", attribute),
    id: textField(json, "Id", attribute),
    statements: statements.map((one: unknown) => parseStatement(one, attribute)),
  };
}

/** A member by its name, in this case or any other; the last one wins. */
function field(json: JsonObject, name: string): unknown {
  return Object.entries(json).findLast(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function textField(json: JsonObject, name: string, attribute: string): string {
  const value = field(json, name) ?? "";
  if (typeof value !== "string") throw new ExpressionError(`${attribute}: ${name} must be text`);
  return value;
}

function parseStatement(json: unknown, attribute: string): Statement {
  if (!isJsonObject(json)) throw new ExpressionError(`${attribute}: a statement must be a JSON object`);
  const statement: Statement = new Map();
  for (const name of statementElements) {
    const value = field(json, name);
    if (value === undefined || value === "") continue;
    if (value === null) {
      // The provider fails on a null principal, and leaves out any other null.
      if (name.endsWith("Principal")) throw new ExpressionError(`${attribute}: ${name} must not be null`);
      continue;
    }
    if (name === "Sid" || name === "Effect") statement.set(name, textField(json, name, attribute));
    else if (name === "Principal" || name === "NotPrincipal")
      statement.set(name, parsePrincipal(value, attribute));
    else if (name === "Condition") {
      const condition = parseCondition(value, attribute);
      if (condition !== undefined) statement.set(name, condition);
    } else statement.set(name, value as PolicyJson);
  }
  return statement;
}

function parsePrincipal(value: unknown, attribute: string): PolicyJson {
  if (value === "*") return "*";
  if (!isJsonObject(value)) throw new ExpressionError(`${attribute}: a principal must be "*" or an object`);
  const entries = Object.entries(value).map(([type, identifiers]): [string, PolicyJson] => {
    if (typeof identifiers === "string") return [type, identifiers];
    if (Array.isArray(identifiers) && identifiers.every((one) => typeof one === "string")) {
      return [type, [...identifiers].sort(compareText).reverse()];
    }
    throw new ExpressionError(`${attribute}: a principal of the type ${type} must be text or a list of it`);
  });
  return entries.length === 1 && entries[0]![0] === "*" && entries[0]![1] === "*"
    ? "*"
    : sortedObject(entries);
}

function parseCondition(value: unknown, attribute: string): PolicyJson | undefined {
  if (!isJsonObject(value)) throw new ExpressionError(`${attribute}: a condition must be an object`);
  const tests = Object.entries(value).map(([test, variables]): [string, PolicyJson] => {
    if (!isJsonObject(variables))
      throw new ExpressionError(`${attribute}: the condition ${test} must be an object`);
    const parsed = Object.entries(variables).map(([name, values]): [string, PolicyJson] => [
      name,
      conditionValues(values, `${attribute}: the condition ${name}`),
    ]);
    return [test, sortedObject(parsed)];
  });
  return tests.length === 0 ? undefined : sortedObject(tests);
}

function conditionValues(values: unknown, what: string): PolicyJson {
  if (typeof values === "boolean") return String(values);
  if (typeof values === "string") return values;
  if (Array.isArray(values) && values.every((one) => typeof one === "string")) {
    return values.length === 1 ? values[0]! : values;
  }
  throw new ExpressionError(
    `${what} must be text, a bool or a list of text: the AWS provider loses anything else`,
  );
}
