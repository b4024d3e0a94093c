import { ExpressionError } from "../expression/error.ts";
import type { CharacterTest, ParsedRegex, RegexNode } from "./ast.ts";
import { anyCase, inRanges, not, perlClass, posixClass, unicodeClass } from "./classes.ts";

const MAX_REPEAT = 1000;
const MAX_DEPTH = 100;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly swapGreed: boolean;
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** Parses a pattern of RE2's syntax. @throws {ExpressionError} when it is none, as with a backreference. */
export function parseRegex(source: string): ParsedRegex {
  return new RegexParser(source).parse();
}

class RegexParser {
  readonly #source: readonly string[];
  readonly #names: (string | undefined)[] = [];
  #at = 0;
  #depth = 0;
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false, swapGreed: false };

  constructor(source: string) {
    this.#source = [...source];
  }

  parse(): ParsedRegex {
    const root = this.#alternatives();
    if (this.#at < this.#source.length) throw this.#error("a ) without its (");
    return { root, names: this.#names };
  }

  #alternatives(): RegexNode {
    if (++this.#depth > MAX_DEPTH) throw this.#error(`nested deeper than ${MAX_DEPTH}`);
    const items = [this.#sequence()];
    while (this.#take("|")) items.push(this.#sequence());
    this.#depth--;
    return items.length === 1 ? items[0]! : { type: "alternatives", items };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.#at < this.#source.length && !this.#sees("|") && !this.#sees(")")) {
      if (this.#take("\\Q")) this.#quoted(items);
      else items.push(this.#repeated(this.#atom()));
    }
    return { type: "sequence", items };
  }

  /** `\Q…\E`: everything in between is itself. */
  #quoted(items: RegexNode[]): void {
    while (this.#at < this.#source.length && !this.#take("\\E")) items.push(this.#character(this.#next()));
  }

  #repeated(of: RegexNode): RegexNode {
    const bounds = this.#bounds();
    if (!bounds) return of;
    const [min, max] = bounds;
    const greedy = this.#take("?") === this.#flags.swapGreed;
    if (this.#bounds()) throw this.#error("a repetition of a repetition");
    return { type: "repeat", of, min, max, greedy };
  }

  #bounds(): readonly [min: number, max: number] | undefined {
    if (this.#take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#take("?")) return [0, 1];
    if (!this.#sees("{")) return undefined;
    const match = /^\{(\d{1,5})(,(\d{0,5}))?\}/.exec(this.#source.slice(this.#at, this.#at + 14).join(""));
    if (!match) return undefined;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_REPEAT || (Number.isFinite(max) && max > MAX_REPEAT) || max < min) {
      throw this.#error(`${match[0]} is not a repetition of at most ${MAX_REPEAT}`);
    }
    this.#at += match[0].length;
    return [min, max];
  }

  #atom(): RegexNode {
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return this.#test(this.#bracket());
      case ".":
        return this.#test(this.#flags.dotAll ? () => true : (codePoint) => codePoint !== 10);
      case "^":
        return { type: "assertion", assertion: this.#flags.multiLine ? "lineStart" : "textStart" };
      case "$":
        return { type: "assertion", assertion: this.#flags.multiLine ? "lineEnd" : "textEnd" };
      case "*":
      case "+":
      case "?":
        throw this.#error(`nothing to repeat before ${character}`);
      case "\\":
        return this.#escape();
      default:
        return this.#character(character);
    }
  }

  #group(): RegexNode {
    const outer = this.#flags;
    let index: number | undefined;
    if (!this.#take("?")) index = this.#names.push(undefined);
    else if (this.#take("P<") || this.#take("<")) index = this.#names.push(this.#groupName());
    else if (this.#readFlags()) return { type: "empty" };
    const of = this.#alternatives();
    if (!this.#take(")")) throw this.#error("a ( without its )");
    this.#flags = outer;
    return index === undefined ? of : { type: "group", index, of };
  }

  #groupName(): string {
    const name = this.#until(">");
    if (!/^\w+$/.test(name) || this.#names.includes(name))
      throw this.#error(`${JSON.stringify(name)} is no group's name`);
    return name;
  }

  /** `(?i)` up to its `)`, which holds to the end of the group around it, or `(?i:` up to its colon. */
  #readFlags(): boolean {
    let value = true;
    const flags = { ...this.#flags };
    for (;;) {
      const letter = this.#next();
      if (letter === "-" && value) value = false;
      else if (letter === "i") flags.ignoreCase = value;
      else if (letter === "m") flags.multiLine = value;
      else if (letter === "s") flags.dotAll = value;
      else if (letter === "U") flags.swapGreed = value;
      else if (letter === ")" || letter === ":") {
        this.#flags = flags;
        return letter === ")";
      } else throw this.#error(`(?${letter} is not part of the syntax`);
    }
  }

  #escape(): RegexNode {
    if (this.#take("A")) return { type: "assertion", assertion: "textStart" };
    if (this.#take("z")) return { type: "assertion", assertion: "textEnd" };
    if (this.#take("b")) return { type: "assertion", assertion: "wordBoundary" };
    if (this.#take("B")) return { type: "assertion", assertion: "notWordBoundary" };
    const test = this.#escapedClass();
    return test ? this.#test(test) : this.#character(String.fromCodePoint(this.#escapedCharacter()));
  }

  #escapedClass(): CharacterTest | undefined {
    const letter = this.#source[this.#at] ?? "";
    const perl = perlClass(letter);
    if (perl || letter === "p" || letter === "P") this.#at++;
    if (perl) return perl;
    if (letter !== "p" && letter !== "P") return undefined;
    const name = this.#take("{") ? this.#until("}") : this.#next();
    const test = unicodeClass(name.replace(/^\^/, ""));
    return (letter === "P") !== name.startsWith("^") ? not(test) : test;
  }

  #escapedCharacter(): number {
    const letter = this.#next();
    if (Object.hasOwn(controls, letter)) return controls[letter]!;
    if (letter === "x") {
      const digits = this.#take("{") ? this.#until("}") : this.#next() + this.#next();
      const codePoint = /^[0-9a-fA-F]{1,6}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
      if (codePoint <= 0x10ffff) return codePoint;
    }
    if (/^[0-7]$/.test(letter)) {
      const rest = /^[0-7]{1,2}/.exec(this.#source.slice(this.#at, this.#at + 2).join(""))?.[0] ?? "";
      if (letter === "0" || rest.length === 2) {
        this.#at += rest.length;
        return Number.parseInt(letter + rest, 8);
      }
    }
    if (/^[^A-Za-z0-9]$/.test(letter) && letter.charCodeAt(0) < 0x80) return letter.charCodeAt(0);
    throw this.#error(`\\${letter} is not part of the syntax`);
  }

  #bracket(): CharacterTest {
    const negated = this.#take("^");
    const tests: CharacterTest[] = [];
    const ranges: [number, number][] = [];
    for (let first = true; first || !this.#take("]"); first = false) {
      if (this.#take("[:")) {
        tests.push(posixClass(this.#until(":")));
        if (!this.#take("]")) throw this.#error("[: without its :]");
        continue;
      }
      const escaped = this.#take("\\");
      const known = escaped ? this.#escapedClass() : undefined;
      if (known) {
        tests.push(known);
        continue;
      }
      const from = escaped ? this.#escapedCharacter() : this.#next().codePointAt(0)!;
      const isRange = this.#sees("-") && this.#source[this.#at + 1] !== "]" && this.#take("-");
      const to = !isRange ? from : this.#take("\\") ? this.#escapedCharacter() : this.#next().codePointAt(0)!;
      if (to < from) throw this.#error("a range from a later character to an earlier one");
      ranges.push([from, to]);
    }
    const own = inRanges(ranges);
    const any: CharacterTest = (codePoint) => own(codePoint) || tests.some((test) => test(codePoint));
    const folded = this.#flags.ignoreCase ? anyCase(any) : any;
    return negated ? not(folded) : folded;
  }

  #character(character: string): RegexNode {
    const wanted = character.codePointAt(0)!;
    const test: CharacterTest = (codePoint) => codePoint === wanted;
    return { type: "character", test: this.#flags.ignoreCase ? anyCase(test) : test };
  }

  #test(test: CharacterTest): RegexNode {
    return { type: "character", test };
  }

  #next(): string {
    const character = this.#source[this.#at++];
    if (character === undefined) throw this.#error("it ends too early");
    return character;
  }

  #until(end: string): string {
    let text = "";
    for (let character = this.#next(); character !== end; character = this.#next()) text += character;
    return text;
  }

  #sees(text: string): boolean {
    return [...text].every((character, index) => this.#source[this.#at + index] === character);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  #error(message: string): ExpressionError {
    return new ExpressionError(`regular expression: ${message}`);
  }
}
