import type { Node } from "../expression/ast.ts";
import { ExpressionError } from "../expression/error.ts";
import { parseExpression } from "../expression/parse.ts";
import type { Value } from "../value.ts";

/** A type of Terraform's language, as variables are declared with and values are converted to. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "any"
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly tuple: readonly Type[] }
  | { readonly object: ReadonlyMap<string, ObjectAttribute> };

/** An attribute of an object type. */
export interface ObjectAttribute {
  readonly type: Type;
  /** Declared with `optional(…)`: absent means `fallback`. */
  readonly optional: boolean;
  readonly fallback: Value;
}

/**
 * Reads a type constraint: `list(string)`, `object({a = string, b = optional(number, 3)})`.
 *
 * @param constant works out the default inside of `optional(…)`, which must be a constant.
 * @throws {ExpressionError} when it is none.
 */
export function parseType(source: string, constant: (node: Node) => Value): Type {
  return fromNode(parseExpression(source), constant);
}

function fromNode(node: Node, constant: (node: Node) => Value): Type {
  if (node.type === "name") {
    if (node.name === "string" || node.name === "number" || node.name === "bool" || node.name === "any")
      return node.name;
    // The short forms of old Terraform.
    if (node.name === "list") return { list: "any" };
    if (node.name === "map") return { map: "any" };
  }
  const argument = node.type === "call" && node.args.length === 1 ? node.args[0] : undefined;
  if (node.type === "call" && argument) {
    if (node.name === "list") return { list: fromNode(argument, constant) };
    if (node.name === "set") return { set: fromNode(argument, constant) };
    if (node.name === "map") return { map: fromNode(argument, constant) };
    if (node.name === "tuple" && argument.type === "tuple") {
      return { tuple: argument.items.map((item) => fromNode(item, constant)) };
    }
    if (node.name === "object" && argument.type === "object") {
      const attributes = argument.items.map(({ key, value }) => {
        if (key.type !== "literal")
          throw new ExpressionError("an attribute of an object type needs a plain name");
        return [String(key.value), attribute(value, constant)] as const;
      });
      return { object: new Map(attributes) };
    }
  }
  throw new ExpressionError("this is not a type that Terraform knows");
}

function attribute(node: Node, constant: (node: Node) => Value): ObjectAttribute {
  if (node.type !== "call" || node.name !== "optional") {
    return { type: fromNode(node, constant), optional: false, fallback: null };
  }
  const [type, fallback] = node.args;
  if (!type || node.args.length > 2)
    throw new ExpressionError("optional(…) takes a type and at most a default");
  return { type: fromNode(type, constant), optional: true, fallback: fallback ? constant(fallback) : null };
}

/** A type as Terraform writes it, for messages. */
export function typeText(type: Type): string {
  if (typeof type === "string") return type;
  if ("list" in type) return `list(${typeText(type.list)})`;
  if ("set" in type) return `set(${typeText(type.set)})`;
  if ("map" in type) return `map(${typeText(type.map)})`;
  if ("tuple" in type) return `tuple([${type.tuple.map(typeText).join(", ")}])`;
  return `object({${[...type.object].map(([name, { type: inner }]) => `${name}=${typeText(inner)}`).join(", ")}})`;
}
