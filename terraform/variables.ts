import type { Declaration } from "./config.ts";
import { type Problems, TerraformError } from "./errors.ts";
import type { Node } from "./expression/ast.ts";
import { ExpressionError } from "./expression/error.ts";
import { evaluate } from "./expression/evaluate.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { parseExpression } from "./expression/parse.ts";
import { type Scope, settle } from "./expression/scope.ts";
import { isJsonObject } from "./manifest.ts";
import { convert } from "./types/convert.ts";
import { parseType, type Type, typeText } from "./types/type.ts";
import { Unresolved, type Value } from "./value.ts";

const noNames: Scope = { lookup: () => undefined };

/**
 * The values of a stack's variables: those given, else the defaults, converted to their types.
 *
 * @param given as on the command line: text for a text, number or bool, an expression for any other type.
 * @throws {TerraformError} that names every variable without a value, and how to give one.
 */
export function readVariables(
  declarations: readonly Declaration[],
  given: Readonly<Record<string, string>>,
  expressions: JsonExpressions,
  file: string,
  problems: Problems,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const missing: string[] = [];
  for (const declaration of declarations) {
    const { name, address, body } = declaration;
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    if (own === undefined && !Object.hasOwn(body, "default")) {
      missing.push(name);
      continue;
    }
    const read = problems.attempt(() => ({ value: new Reading(declaration, expressions).value(own) }));
    values.set(name, read ? read.value : new Unresolved("the variable has no valid value", address));
  }
  if (missing.length > 0) {
    const how = missing.map((name) => `--var ${name}=value`).join(" ");
    const names = missing.map((name) => `variable.${name}`).join(", ");
    problems.add(file, names, `no value is given and there is no default: give ${how}`);
  }
  return values;
}

class Reading {
  readonly #declaration: Declaration;
  readonly #expressions: JsonExpressions;

  constructor(declaration: Declaration, expressions: JsonExpressions) {
    this.#declaration = declaration;
    this.#expressions = expressions;
  }

  value(given: string | undefined): Value {
    const { body } = this.#declaration;
    const type = this.#attempt("type", () => this.#type());
    const fallback = Object.hasOwn(body, "default")
      ? this.#attempt("default", () => convert(this.#expressions.value(body.default, noNames), type))
      : null;
    if (fallback instanceof Unresolved) throw fallback.error(this.#declaration.address, "default");
    if (given === undefined) return fallback;
    const value = this.#attempt(undefined, () => this.#given(given, type));
    if (value !== null || body.nullable !== false) return value;
    if (Object.hasOwn(body, "default")) return fallback;
    throw new TerraformError(this.#declaration.address, undefined, "null is not allowed");
  }

  #type(): Type {
    const { body } = this.#declaration;
    if (!Object.hasOwn(body, "type") || body.type === null) return "any";
    if (typeof body.type !== "string") throw new ExpressionError("a type must be text");
    // The long form, "${string}", means the same.
    return parseType(/^\$\{(.*)\}$/s.exec(body.type)?.[1] ?? body.type, (node) => this.#constant(node));
  }

  #given(text: string, type: Type): Value {
    // A variable that names no type takes text as it is; one that says `any` takes an expression.
    const isText = type === "any" ? !Object.hasOwn(this.#declaration.body, "type") : typeof type === "string";
    if (isText) return convert(text, type);
    try {
      return convert(this.#constant(parseExpression(text)), type);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new ExpressionError(`${JSON.stringify(text)} is not a ${typeText(type)}: ${error.message}`);
    }
  }

  #constant(node: Node): Value {
    return settle(evaluate(node, noNames, this.#expressions.functions));
  }

  #attempt<Result>(attribute: string | undefined, action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new TerraformError(this.#declaration.address, attribute, error.message, { cause: error });
    }
  }
}

/**
 * Works out the `validation` blocks of the variables whose value was given, as Terraform does before anything else.
 * A condition that cannot be worked out is a problem too: the value may not be allowed.
 */
export function validateVariables(
  declarations: readonly Declaration[],
  given: Readonly<Record<string, string>>,
  expressions: JsonExpressions,
  scope: Scope,
  problems: Problems,
): void {
  for (const { name, address, body } of declarations) {
    if (!Object.hasOwn(given, name) || !Object.hasOwn(body, "validation")) continue;
    const blocks = Array.isArray(body.validation) ? body.validation : [body.validation];
    blocks.forEach((block, index) => {
      const path = `validation[${index}]`;
      if (!isJsonObject(block)) problems.add(address, path, "must be a JSON object");
      else problems.attempt(() => validate(block, address, path, expressions, scope));
    });
  }
}

function validate(
  block: { readonly [key: string]: unknown },
  address: string,
  path: string,
  expressions: JsonExpressions,
  scope: Scope,
): void {
  const condition = expressions.value(block.condition, scope);
  if (condition instanceof Unresolved) throw condition.error(address, `${path}.condition`);
  if (condition === true || condition === "true") return;
  if (condition !== false && condition !== "false") {
    throw new TerraformError(address, `${path}.condition`, "must be true or false");
  }
  const message = expressions.value(block.error_message, scope);
  throw new TerraformError(
    address,
    undefined,
    typeof message === "string" ? message : "the value is not valid",
  );
}
