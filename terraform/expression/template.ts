import type { Node, Part, Step } from "./ast.ts";
import type { Lexer } from "./lexer.ts";

/** How a template reads what stands inside of `${…}` and `%{…}`; the expression parser gives it. */
export interface ExpressionReader {
  /** Reads an expression at the lexer's position and stops before what does not belong to it. */
  expression(): Node;
  /** Takes an operator, or fails. */
  expect(operator: string): void;
  /** Takes a name, or fails. */
  name(): string;
}

type Piece =
  | { readonly type: "text"; text: string }
  | { readonly type: "interpolation"; readonly value: Node }
  | { readonly type: "directive"; readonly directive: Directive; readonly start: number };

type Directive =
  | { readonly keyword: "if"; readonly test: Node }
  | {
      readonly keyword: "for";
      readonly keyName?: string;
      readonly valueName: string;
      readonly collection: Node;
    }
  | { readonly keyword: "else" | "endif" | "endfor" };

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** `${aws_iam_role.reader.arn}`: what most interpolations are, read without the parser. */
const plainReference = /\$\{([a-z_][a-z0-9_]*)((?:\.[A-Za-z_][A-Za-z0-9_-]*)+)\}/y;
const keywords: ReadonlySet<string> = new Set(["true", "false", "null"]);

function readPlainReference(lexer: Lexer): Node | undefined {
  plainReference.lastIndex = lexer.position;
  const [whole, root, path] = plainReference.exec(lexer.source) ?? [];
  if (whole === undefined || root === undefined || path === undefined || keywords.has(root)) return undefined;
  lexer.moveTo(lexer.position + whole.length);
  const steps = path
    .slice(1)
    .split(".")
    .map((name): Step => ({ type: "attribute", name }));
  return { type: "access", of: { type: "name", name: root }, steps };
}

/**
 * Reads a template from the lexer's position: to the end of the source, or with `quoted` to the closing quote.
 * A template that is one interpolation and nothing else is that expression, with its type; any other gives text.
 */
export function readTemplate(lexer: Lexer, reader: ExpressionReader, quoted: boolean): Node {
  const pieces = readPieces(lexer, reader, quoted);
  const only = pieces[0];
  if (pieces.length === 0) return { type: "literal", value: "" };
  if (pieces.length === 1 && only?.type === "interpolation") return only.value;
  if (pieces.every((piece) => piece.type === "text")) {
    return { type: "literal", value: pieces.map((piece) => (piece as { text: string }).text).join("") };
  }
  const nested = new Nesting(lexer, pieces);
  return { type: "template", parts: nested.parts([]) };
}

function readPieces(lexer: Lexer, reader: ExpressionReader, quoted: boolean): Piece[] {
  const pieces: Piece[] = [];
  let trimNext = false;
  for (;;) {
    const text = quoted ? readQuotedText(lexer) : readBareText(lexer);
    if (text !== "") {
      const normal = (trimNext ? text.trimStart() : text).normalize("NFC");
      pieces.push({ type: "text", text: normal });
      trimNext = false;
      continue;
    }
    const { source, position } = lexer;
    if (position >= source.length) {
      if (quoted) throw lexer.error("text without its closing quote");
      return pieces;
    }
    if (source[position] === '"' && quoted) {
      lexer.moveTo(position + 1);
      return pieces;
    }
    const plain = readPlainReference(lexer);
    if (plain) {
      pieces.push({ type: "interpolation", value: plain });
      trimNext = false;
      continue;
    }
    const trimBefore = source[position + 2] === "~";
    const last = pieces.at(-1);
    if (trimBefore && last?.type === "text") last.text = last.text.trimEnd();
    lexer.moveTo(position + (trimBefore ? 3 : 2));
    if (source[position] === "$") pieces.push({ type: "interpolation", value: reader.expression() });
    else pieces.push({ type: "directive", directive: readDirective(lexer, reader), start: position });
    trimNext = lexer.peek().text === "~" && lexer.next().text === "~";
    reader.expect("}");
  }
}

/** A piece of text up to the next `${`, `%{` or line end: `~` trims only the piece beside it, which ends with its line. */
function readBareText(lexer: Lexer): string {
  const { source } = lexer;
  let text = "";
  for (let from = lexer.position; ; ) {
    const at = nextSpecial(source, from);
    text += source.slice(from, at);
    if (at >= source.length || isOpening(source, at)) {
      lexer.moveTo(at);
      return text;
    }
    if (source[at] === "\n") {
      lexer.moveTo(at + 1);
      return `${text}\n`;
    }
    text += `${source[at]}{`;
    from = at + 3;
  }
}

/** The next line break, `${`, `%{`, `$${` or `%%{`. */
function nextSpecial(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === 10) return i;
    if ((code === 36 || code === 37) && (isOpening(source, i) || isEscapedOpening(source, i))) return i;
  }
  return source.length;
}

function isOpening(source: string, at: number): boolean {
  return source[at + 1] === "{" && (source[at] === "$" || source[at] === "%");
}

function isEscapedOpening(source: string, at: number): boolean {
  return source[at + 1] === source[at] && source[at + 2] === "{";
}

function readQuotedText(lexer: Lexer): string {
  const { source } = lexer;
  let text = "";
  let at = lexer.position;
  for (; at < source.length && source[at] !== '"' && !isOpening(source, at); at++) {
    const character = source[at]!;
    if (character === "\n") throw lexer.error("a line break in quoted text", at);
    if ((character === "$" || character === "%") && isEscapedOpening(source, at)) {
      text += `${character}{`;
      at += 2;
    } else if (character !== "\\") text += character;
    else {
      const [value, length] = readEscape(lexer, at);
      text += value;
      at += length - 1;
    }
  }
  lexer.moveTo(at);
  return text;
}

function readEscape(lexer: Lexer, at: number): [value: string, length: number] {
  const letter = lexer.source[at + 1] ?? "";
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (simple !== undefined) return [simple, 2];
  const length = letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const digits = lexer.source.slice(at + 2, at + 2 + length);
  const code = Number.parseInt(digits, 16);
  if (length === 0 || !/^[0-9a-fA-F]+$/.test(digits) || digits.length !== length || code > 0x10ffff) {
    throw lexer.error(`\\${letter} is not an escape`, at);
  }
  return [code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code), length + 2];
}

function readDirective(lexer: Lexer, reader: ExpressionReader): Directive {
  const keyword = reader.name();
  switch (keyword) {
    case "if":
      return { keyword, test: reader.expression() };
    case "else":
    case "endif":
    case "endfor":
      return { keyword };
    case "for": {
      const first = reader.name();
      const comma = lexer.peek().text === "," && lexer.next();
      const names = comma ? { keyName: first, valueName: reader.name() } : { valueName: first };
      const preposition = reader.name();
      if (preposition !== "in") throw lexer.error('"in" is missing');
      return { keyword, ...names, collection: reader.expression() };
    }
    default:
      throw lexer.error(`%{${keyword}} is not a directive`);
  }
}

/** Puts what stands between `%{if}` and `%{endif}`, `%{for}` and `%{endfor}` into them. */
class Nesting {
  readonly #lexer: Lexer;
  readonly #pieces: readonly Piece[];
  #next = 0;
  #depth = 0;

  constructor(lexer: Lexer, pieces: readonly Piece[]) {
    this.#lexer = lexer;
    this.#pieces = pieces;
  }

  /** The parts up to one of the directives that end them, which is taken; with none, to the end. */
  parts(ends: readonly string[], onEnd?: (keyword: string) => void): Part[] {
    const parts: Part[] = [];
    if (++this.#depth > 50) throw this.#lexer.error("directives are nested too deep");
    for (;;) {
      const piece = this.#pieces[this.#next++];
      if (piece === undefined) {
        if (ends.length > 0) throw this.#lexer.error(`%{${ends.at(-1)}} is missing`);
        break;
      }
      if (piece.type === "text") parts.push(piece.text);
      else if (piece.type === "interpolation") parts.push(piece);
      else if (ends.includes(piece.directive.keyword)) {
        onEnd?.(piece.directive.keyword);
        break;
      } else parts.push(this.#directive(piece.directive, piece.start));
    }
    this.#depth--;
    return parts;
  }

  #directive(directive: Directive, start: number): Part {
    if (directive.keyword === "for") {
      const { keyName, valueName, collection } = directive;
      return { type: "for", keyName, valueName, collection, body: this.parts(["endfor"]) };
    }
    if (directive.keyword === "if") {
      let ended = "";
      const yes = this.parts(["else", "endif"], (keyword) => {
        ended = keyword;
      });
      return { type: "if", test: directive.test, yes, no: ended === "else" ? this.parts(["endif"]) : [] };
    }
    throw this.#lexer.error(`%{${directive.keyword}} without its beginning`, start);
  }
}
