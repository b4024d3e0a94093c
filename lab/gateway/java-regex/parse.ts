import { type CharSet, DOT, ESCAPED_SETS, ignoreCase, POSIX_SETS, plainRanges, single } from "./char-set.ts";

/** A parsed expression. */
export type Expression =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly options: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly min: number; readonly max: number };

/** An expression that is malformed, or uses what the lab's matcher does not have. */
export class JavaRegexError extends Error {
  override readonly name = "JavaRegexError";
}

const MAX_NESTING = 100;

/**
 * Parses the regular part of java.util.regex: literals, classes, groups, alternatives, quantifiers, anchors.
 * Everything else (look-around, back references, possessive and atomic matching, class intersection) is refused:
 * throws JavaRegexError.
 */
export function parseJavaRegex(source: string): Expression {
  return new Parser(source).parse();
}

class Parser {
  readonly #chars: readonly string[];
  #at = 0;
  #nesting = 0;
  #ignoreCase = false;

  constructor(source: string) {
    this.#chars = [...source];
  }

  parse(): Expression {
    this.#ignoreCase = this.#take("(?i)");
    const expression = this.#choice();
    if (this.#at < this.#chars.length) this.#fail("an unmatched )");
    return expression;
  }

  #fail(what: string): never {
    throw new JavaRegexError(`${what} at position ${this.#at + 1}`);
  }

  #take(text: string): boolean {
    for (let index = 0; index < text.length; index++) {
      if (this.#chars[this.#at + index] !== text[index]) return false;
    }
    this.#at += text.length;
    return true;
  }

  #choice(): Expression {
    if (++this.#nesting > MAX_NESTING) this.#fail("groups nested too deeply");
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    this.#nesting--;
    return options.length === 1 ? (options[0] as Expression) : { kind: "choice", options };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined || char === "|" || char === ")") return { kind: "sequence", parts };
      if (this.#take("\\Q")) {
        const quoted = this.#quoted();
        const last = quoted.pop();
        parts.push(...quoted, ...(last === undefined ? [] : [this.#quantified(last)]));
        continue;
      }
      parts.push(this.#quantified(this.#atom()));
    }
  }

  #set(set: CharSet): Expression {
    return { kind: "set", set: this.#ignoreCase ? ignoreCase(set) : set };
  }

  #quoted(): Expression[] {
    const parts: Expression[] = [];
    while (this.#at < this.#chars.length && !this.#take("\\E")) {
      parts.push(this.#set(single(this.#chars[this.#at++] as string)));
    }
    return parts;
  }

  #atom(): Expression {
    const char = this.#chars[this.#at++] as string;
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return this.#set(this.#class());
      case ".":
        return { kind: "set", set: DOT };
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        return this.#fail(`a quantifier ${char} with nothing before it`);
      default:
        return this.#set(single(char));
    }
  }

  #group(): Expression {
    if (this.#take("?")) {
      const named = this.#take("<") && /[a-zA-Z]/.test(this.#chars[this.#at] ?? "");
      if (named) while (this.#at < this.#chars.length && !this.#take(">")) this.#at++;
      else if (!this.#take(":")) this.#fail("look-around, an atomic group or an inline flag");
    }
    const inner = this.#choice();
    if (!this.#take(")")) this.#fail("a group without its )");
    return inner;
  }

  #quantified(part: Expression): Expression {
    let [min, max] = [1, 1];
    if (this.#take("*")) [min, max] = [0, Number.POSITIVE_INFINITY];
    else if (this.#take("+")) [min, max] = [1, Number.POSITIVE_INFINITY];
    else if (this.#take("?")) [min, max] = [0, 1];
    else if (this.#take("{")) [min, max] = this.#bounds();
    else return part;
    if (this.#take("+")) this.#fail("a possessive quantifier");
    this.#take("?"); // a reluctant quantifier matches the same whole texts
    return { kind: "repeat", part, min, max };
  }

  #bounds(): [number, number] {
    let text = "";
    while (this.#at < this.#chars.length && !this.#take("}")) text += this.#chars[this.#at++];
    const bounds = /^(\d{1,4})(,(\d{1,4})?)?$/.exec(text);
    if (bounds === null || this.#chars[this.#at - 1] !== "}") this.#fail("a malformed {n,m} quantifier");
    const min = Number(bounds[1]);
    const max =
      bounds[2] === undefined ? min : bounds[3] === undefined ? Number.POSITIVE_INFINITY : Number(bounds[3]);
    if (max < min) this.#fail("a quantifier whose maximum is less than its minimum");
    return [min, max];
  }

  #escape(): Expression {
    const char = this.#chars[this.#at];
    if (char === "A" || char === "z") {
      this.#at++;
      return { kind: char === "A" ? "start" : "end" };
    }
    return this.#set(this.#escapedSet());
  }

  /** What follows a backslash, inside a class or outside. */
  #escapedSet(): CharSet {
    const char = this.#chars[this.#at++];
    if (char === undefined) return this.#fail("a backslash with nothing after it");
    const known = ESCAPED_SETS.get(char);
    if (known !== undefined) return known;
    if (char === "p" || char === "P") return this.#property(char === "P");
    if (char === "x") return this.#hex(2);
    if (char === "u") return this.#hex(4);
    const control = { t: "\t", n: "\n", r: "\r", f: "\f", a: "\x07", e: "\x1b" }[char];
    if (control !== undefined) return single(control);
    if (/[a-zA-Z0-9]/.test(char)) this.#fail(`\\${char}, which the lab's matcher does not have,`);
    return single(char);
  }

  #hex(digits: number): CharSet {
    const text = this.#chars.slice(this.#at, this.#at + digits).join("");
    if (text.length !== digits || !/^[0-9a-fA-F]+$/.test(text)) this.#fail("a malformed hexadecimal escape");
    this.#at += digits;
    return single(String.fromCodePoint(Number.parseInt(text, 16)));
  }

  #property(negated: boolean): CharSet {
    let name = "";
    if (this.#take("{"))
      while (this.#at < this.#chars.length && !this.#take("}")) name += this.#chars[this.#at++];
    const posix = POSIX_SETS.get(name);
    if (posix === undefined) this.#fail(`\\p{${name}}, which the lab's matcher does not have,`);
    return { ranges: posix, negated };
  }

  #class(): CharSet {
    const negated = this.#take("^");
    const ranges: (readonly [number, number])[] = [];
    for (;;) {
      const char = this.#chars[this.#at];
      if (char === undefined) this.#fail("a class without its ]");
      if (char === "]") {
        if (ranges.length === 0) this.#fail("an empty class");
        this.#at++;
        return { ranges, negated };
      }
      if (char === "[" || this.#take("&&")) this.#fail("a union or intersection of classes");
      ranges.push(...this.#classItem());
    }
  }

  #classItem(): CharSet["ranges"] {
    const low = this.#classChar();
    const next = this.#chars[this.#at + 1];
    if (low.length !== 1 || this.#chars[this.#at] !== "-" || next === "]" || next === undefined) return low;
    this.#at++;
    if (next === "[") this.#fail("a union of classes");
    const high = this.#classChar();
    const [from, to] = [low[0]?.[0] ?? 0, high[0]?.[1] ?? 0];
    if (high.length !== 1 || low[0]?.[1] !== from || high[0]?.[0] !== to || to < from)
      this.#fail("a malformed range");
    return [[from, to]];
  }

  #classChar(): CharSet["ranges"] {
    const char = this.#chars[this.#at++] as string;
    return char === "\\" ? plainRanges(this.#escapedSet()) : single(char).ranges;
  }
}
