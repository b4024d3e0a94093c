import { ExpressionError } from "./error.ts";

/** What kind of token it is; `quote` is the `"` that opens a quoted template, whose inside is not tokens. */
export type TokenType = "number" | "name" | "operator" | "quote" | "newline" | "end";

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const twoCharacterOperators = new Set(["==", "!=", "<=", ">=", "&&", "||", "=>", "::"]);
const operators = new Set("+-*/%<>!?:=.,()[]{}~".split(""));
const namePattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Splits an expression into tokens, one at a time, so that the parser can read a quoted template in between. */
export class Lexer {
  readonly source: string;
  /** Where the next token, or the space before it, begins. */
  position: number;
  #ahead: Token | undefined;

  constructor(source: string, position: number) {
    this.source = source;
    this.position = position;
  }

  /** The next token, which stays the next one. */
  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    this.position = token.end;
    return token;
  }

  /** Goes on reading at another place. */
  moveTo(position: number): void {
    this.#ahead = undefined;
    this.position = position;
  }

  /** An error that tells where in the source it is. */
  error(message: string, at = this.position): ExpressionError {
    return new ExpressionError(`syntax: ${message} at character ${at + 1}`);
  }

  #read(): Token {
    const start = this.#skipSpace(this.position);
    const { source } = this;
    const character = source[start];
    if (character === undefined) return { type: "end", text: "the end", start, end: start };
    if (character === "\n") return { type: "newline", text: "a line break", start, end: start + 1 };
    if (character === '"') return { type: "quote", text: character, start, end: start + 1 };
    const number = character >= "0" && character <= "9" && this.#match(numberPattern, start);
    if (number) return { type: "number", text: number, start, end: start + number.length };
    const name = !operators.has(character) && this.#match(namePattern, start);
    if (name) return { type: "name", text: name, start, end: start + name.length };
    const three = source.startsWith("...", start) ? "..." : undefined;
    const two = source.slice(start, start + 2);
    const text =
      three ?? (twoCharacterOperators.has(two) ? two : operators.has(character) ? character : undefined);
    if (text === undefined)
      throw this.error(`${JSON.stringify(character)} is not part of the language`, start);
    return { type: "operator", text, start, end: start + text.length };
  }

  #match(pattern: RegExp, start: number): string | undefined {
    pattern.lastIndex = start;
    return pattern.exec(this.source)?.[0];
  }

  /** Spaces and comments; a `#` or `//` comment ends before its line break. */
  #skipSpace(from: number): number {
    const { source } = this;
    let position = from;
    for (;;) {
      const character = source[position];
      if (character === " " || character === "\t" || character === "\r") position++;
      else if (character === "#" || source.startsWith("//", position)) {
        const end = source.indexOf("\n", position);
        position = end < 0 ? source.length : end;
      } else if (source.startsWith("/*", position)) {
        const end = source.indexOf("*/", position + 2);
        if (end < 0) throw this.error("a comment without its end", position);
        position = end + 2;
      } else return position;
    }
  }
}
