import type { Node } from "./ast.ts";
import { Lexer } from "./lexer.ts";
import { Parser } from "./parser.ts";
import { readTemplate } from "./template.ts";

/**
 * Parses the text of a JSON string, which is a template in Terraform's JSON syntax.
 *
 * @throws {ExpressionError} when it is malformed.
 */
export function parseTemplate(source: string): Node {
  if (!source.includes("${") && !source.includes("%{"))
    return { type: "literal", value: source.normalize("NFC") };
  const lexer = new Lexer(source, 0);
  return readTemplate(lexer, new Parser(lexer), false);
}

/**
 * Parses an expression by itself: a type constraint, or the value of a variable given as text.
 *
 * @throws {ExpressionError} when it is malformed.
 */
export function parseExpression(source: string): Node {
  const lexer = new Lexer(source, 0);
  const parser = new Parser(lexer);
  const node = parser.expression();
  parser.expectEnd();
  return node;
}
