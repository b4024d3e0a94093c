import { exact } from "../number.ts";
import type { BinaryOperator, ForNode, Node, Step } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import type { Lexer } from "./lexer.ts";
import { type ExpressionReader, readTemplate } from "./template.ts";

/** Deeper than anybody writes, and far from what the stack holds. */
const MAX_DEPTH = 100;

const precedence: ReadonlyMap<string, number> = new Map([
  ["||", 1],
  ["&&", 2],
  ["==", 3],
  ["!=", 3],
  ["<", 4],
  [">", 4],
  ["<=", 4],
  [">=", 4],
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
]);

/** A name before the `=` of an object's item is the key itself, also where it would be a keyword elsewhere. */
function literalKey(key: Node): Node {
  if (key.type === "name") return { type: "literal", value: key.name };
  return key.type === "literal" && key.value === null ? { type: "literal", value: "null" } : key;
}

/** One step more, so that `{(a) = 1}` and `{"${a}" = 1}` take the value of `a` as their key, and not the name. */
function notBare(node: Node): Node {
  return node.type === "name" ? { type: "access", of: node, steps: [] } : node;
}

/** A recursive descent parser of Terraform's expressions. */
export class Parser implements ExpressionReader {
  readonly #lexer: Lexer;
  #depth = 0;
  /** Line breaks separate the items of an object, and mean nothing anywhere else. */
  #keepNewlines = false;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  expression(): Node {
    return this.#nested(() => {
      const test = this.#binary(1);
      if (!this.#take("?")) return test;
      const yes = this.expression();
      this.expect(":");
      return { type: "conditional", test, yes, no: this.expression() };
    });
  }

  expect(operator: string): void {
    if (!this.#take(operator)) throw this.#unexpected(`"${operator}"`);
  }

  expectEnd(): void {
    if (this.#peek().type !== "end") throw this.#unexpected("the end");
  }

  name(): string {
    const token = this.#peek();
    if (token.type !== "name") throw this.#unexpected("a name");
    return this.#lexer.next().text;
  }

  /** Every way down passes here, so that nothing nests deeper than the stack and the evaluation can hold. */
  #nested<Result>(read: () => Result): Result {
    if (++this.#depth > MAX_DEPTH) throw new ExpressionError(`syntax: nested deeper than ${MAX_DEPTH}`);
    const result = read();
    this.#depth--;
    return result;
  }

  /** Operators that bind at least as tightly as `least`, from the left. */
  #binary(least: number): Node {
    let left = this.#unary();
    for (let length = 1; ; length++) {
      const { type, text } = this.#peek();
      const level = type === "operator" ? precedence.get(text) : undefined;
      if (level === undefined || level < least) return left;
      if (length > MAX_DEPTH) throw new ExpressionError(`syntax: more than ${MAX_DEPTH} operators in a row`);
      this.#lexer.next();
      left = { type: "binary", operator: text as BinaryOperator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Node {
    const { type, text } = this.#peek();
    if (type !== "operator" || (text !== "-" && text !== "!")) return this.#access();
    this.#lexer.next();
    return this.#nested(() => ({ type: "unary", operator: text, operand: this.#unary() }));
  }

  #access(): Node {
    const of = this.#primary();
    const steps: Step[] = [];
    for (let step = this.#step(false); step; step = this.#step(false)) steps.push(step);
    return steps.length === 0 ? of : { type: "access", of, steps };
  }

  /** `.name`, `.0`, `[key]`, `.*` or `[*]`, if one comes. */
  #step(attributesOnly: boolean): Step | undefined {
    if (this.#take(".")) {
      const token = this.#peek();
      if (token.type === "name") return { type: "attribute", name: this.#lexer.next().text };
      if (token.type === "number" && /^\d+$/.test(token.text)) {
        this.#lexer.next();
        return { type: "index", key: { type: "literal", value: Number(token.text) } };
      }
      if (attributesOnly || !this.#take("*")) throw this.#unexpected("an attribute's name");
      return { type: "splat", steps: this.#steps(true) };
    }
    if (attributesOnly || !this.#take("[")) return undefined;
    if (this.#take("*")) {
      this.expect("]");
      return { type: "splat", steps: this.#steps(false) };
    }
    const key = this.#withoutNewlines(() => this.expression());
    this.expect("]");
    return { type: "index", key };
  }

  /** The steps that a splat takes on each element: after `.*` attributes alone. */
  #steps(attributesOnly: boolean): Step[] {
    return this.#nested(() => {
      const steps: Step[] = [];
      for (let step = this.#step(attributesOnly); step; step = this.#step(attributesOnly)) steps.push(step);
      return steps;
    });
  }

  #primary(): Node {
    const token = this.#peek();
    if (token.type === "number") {
      this.#lexer.next();
      return { type: "literal", value: exact(Number(token.text)) };
    }
    if (token.type === "quote") {
      this.#lexer.next();
      return notBare(this.#nested(() => this.#withoutNewlines(() => readTemplate(this.#lexer, this, true))));
    }
    if (token.type === "name") {
      this.#lexer.next();
      return this.#named(token.text);
    }
    if (this.#take("(")) {
      const inner = this.#withoutNewlines(() => this.expression());
      this.expect(")");
      return notBare(inner);
    }
    if (this.#take("[")) return this.#withoutNewlines(() => this.#forOr("]", () => this.#tuple()));
    if (this.#take("{")) return this.#object();
    throw this.#unexpected("a value");
  }

  #named(name: string): Node {
    if (name === "true" || name === "false") return { type: "literal", value: name === "true" };
    if (name === "null") return { type: "literal", value: null };
    let full = name;
    while (this.#take("::")) full += `::${this.name()}`;
    if (!this.#take("(")) {
      if (full !== name) throw this.#unexpected('"("');
      return { type: "name", name };
    }
    return this.#withoutNewlines(() => {
      const args: Node[] = [];
      let expand = false;
      while (!this.#take(")")) {
        args.push(this.expression());
        expand = this.#take("...");
        if (expand || !this.#take(",")) {
          if (expand) this.#take(",");
          this.expect(")");
          break;
        }
      }
      return { type: "call", name: full, args, expand };
    });
  }

  #tuple(): Node {
    const items: Node[] = [];
    while (!this.#take("]")) {
      items.push(this.expression());
      if (!this.#take(",")) {
        this.expect("]");
        break;
      }
    }
    return { type: "tuple", items };
  }

  #object(): Node {
    const outside = this.#keepNewlines;
    this.#keepNewlines = false;
    const node = this.#forOr("}", () => {
      this.#keepNewlines = true;
      return this.#objectItems();
    });
    this.#keepNewlines = outside;
    return node;
  }

  #objectItems(): Node {
    const items: { key: Node; value: Node }[] = [];
    const skipNewlines = () => {
      while (this.#peek().type === "newline") this.#lexer.next();
    };
    for (skipNewlines(); !this.#take("}"); skipNewlines()) {
      const key = this.expression();
      if (!this.#take("=") && !this.#take(":")) throw this.#unexpected('"="');
      skipNewlines();
      const value = this.expression();
      items.push({ key: literalKey(key), value });
      if (this.#peek().type === "newline" || this.#take(",")) continue;
      this.expect("}");
      break;
    }
    return { type: "object", items };
  }

  /** Inside of brackets: a `for` expression if it begins with `for`, else what `read` reads. */
  #forOr(close: "]" | "}", read: () => Node): Node {
    if (this.#peek().text !== "for" || this.#peek().type !== "name") return read();
    this.#lexer.next();
    return this.#withoutNewlines(() => this.#for(close));
  }

  #for(close: "]" | "}"): ForNode {
    const first = this.name();
    const second = this.#take(",") ? this.name() : undefined;
    if (this.name() !== "in") throw this.#unexpected('"in"');
    const collection = this.expression();
    this.expect(":");
    const value = this.expression();
    const pair = close === "}";
    if (pair) this.expect("=>");
    const result = pair ? this.expression() : value;
    const group = pair && this.#take("...");
    const test = this.#peek().text === "if" && this.#lexer.next() ? this.expression() : undefined;
    this.expect(close);
    const names =
      second === undefined ? { keyName: undefined, valueName: first } : { keyName: first, valueName: second };
    return { type: "for", ...names, collection, resultKey: pair ? value : undefined, result, group, test };
  }

  #withoutNewlines<Result>(read: () => Result): Result {
    const outside = this.#keepNewlines;
    this.#keepNewlines = false;
    const result = read();
    this.#keepNewlines = outside;
    return result;
  }

  #peek() {
    let token = this.#lexer.peek();
    while (token.type === "newline" && !this.#keepNewlines) {
      this.#lexer.next();
      token = this.#lexer.peek();
    }
    return token;
  }

  #take(operator: string): boolean {
    const token = this.#peek();
    if (token.type !== "operator" || token.text !== operator) return false;
    this.#lexer.next();
    return true;
  }

  #unexpected(wanted: string): ExpressionError {
    const token = this.#lexer.peek();
    return this.#lexer.error(
      `${wanted} is expected, ${JSON.stringify(token.text.slice(0, 40))} came`,
      token.start,
    );
  }
}
