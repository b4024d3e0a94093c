import { type CharSet, has } from "./char-set.ts";
import { type Expression, JavaRegexError, parseJavaRegex } from "./parse.ts";

type Instruction =
  | { readonly op: "set"; readonly set: CharSet }
  | { readonly op: "split"; readonly first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "start" }
  | { readonly op: "end" }
  | { readonly op: "match" };

const MAX_INSTRUCTIONS = 4096;
const MAX_INPUT = 16_384;

/**
 * A Java regular expression of the Terraform (`identity_validation_expression`), matched against whole texts that
 * clients send. All alternatives are followed at once, so the time is length × size of the expression: no text
 * makes it backtrack. Whether API Gateway matches the whole text or searches in it is not documented; the whole is
 * the stricter of the two.
 */
export class JavaRegex {
  readonly source: string;
  readonly #program: Instruction[] = [];
  /** Step in which an instruction was last reached, so that each is followed once a step. */
  readonly #reached: Uint32Array;

  /** Throws JavaRegexError for an expression that is malformed or not regular (see parseJavaRegex). */
  constructor(source: string) {
    this.source = source;
    this.#compile(parseJavaRegex(source));
    this.#push({ op: "match" });
    this.#reached = new Uint32Array(this.#program.length);
  }

  /** Whether the whole text matches. A text of more than 16,384 characters does not. */
  matches(text: string): boolean {
    if (text.length > MAX_INPUT) return false;
    this.#reached.fill(0);
    const points = [...text];
    let threads: number[] = [];
    this.#follow(0, 0, points.length, threads, 1);
    for (let index = 0; index < points.length && threads.length > 0; index++) {
      const point = (points[index] as string).codePointAt(0) as number;
      const next: number[] = [];
      for (const thread of threads) {
        const instruction = this.#program[thread] as Instruction;
        if (instruction.op === "set" && has(instruction.set, point)) {
          this.#follow(thread + 1, index + 1, points.length, next, index + 2);
        }
      }
      threads = next;
    }
    return threads.some((thread) => this.#program[thread]?.op === "match");
  }

  /** Adds the instructions that consume a character, or match, reachable from `from` without one. */
  #follow(from: number, position: number, length: number, threads: number[], step: number): void {
    const pending = [from];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (this.#reached[at] === step) continue;
      this.#reached[at] = step;
      const instruction = this.#program[at] as Instruction;
      if (instruction.op === "jump") pending.push(instruction.to);
      else if (instruction.op === "split") pending.push(instruction.second, instruction.first);
      else if (
        instruction.op === "start" ? position === 0 : instruction.op === "end" && position === length
      ) {
        pending.push(at + 1);
      } else if (instruction.op === "set" || instruction.op === "match") threads.push(at);
    }
  }

  #push<I extends Instruction>(instruction: I): I {
    if (this.#program.length >= MAX_INSTRUCTIONS) throw new JavaRegexError("the expression is too large");
    this.#program.push(instruction);
    return instruction;
  }

  #compile(expression: Expression): void {
    switch (expression.kind) {
      case "set":
        this.#push({ op: "set", set: expression.set });
        break;
      case "start":
      case "end":
        this.#push({ op: expression.kind });
        break;
      case "sequence":
        for (const part of expression.parts) this.#compile(part);
        break;
      case "choice":
        this.#choice(expression.options);
        break;
      case "repeat":
        this.#repeat(expression);
    }
  }

  #choice(options: readonly Expression[]): void {
    const jumps: { to: number }[] = [];
    for (const [index, option] of options.entries()) {
      const last = index === options.length - 1;
      const split = last ? undefined : this.#split();
      this.#compile(option);
      if (split === undefined) break;
      jumps.push(this.#push({ op: "jump", to: 0 }));
      split.second = this.#program.length;
    }
    for (const jump of jumps) jump.to = this.#program.length;
  }

  #repeat({ part, min, max }: Extract<Expression, { kind: "repeat" }>): void {
    const before = this.#program.length;
    for (let count = 0; count < min; count++) {
      this.#compile(part);
      if (this.#program.length === before) return; // the part matches nothing but the empty text
    }
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.#program.length;
      const split = this.#split();
      this.#compile(part);
      this.#push({ op: "jump", to: start });
      split.second = this.#program.length;
      return;
    }
    const splits: { second: number }[] = [];
    for (let count = min; count < max; count++) {
      splits.push(this.#split());
      this.#compile(part);
    }
    for (const split of splits) split.second = this.#program.length;
  }

  #split(): { second: number } {
    return this.#push({ op: "split", first: this.#program.length + 1, second: 0 });
  }
}
