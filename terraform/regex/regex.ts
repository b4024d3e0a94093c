import { ExpressionError } from "../expression/error.ts";
import type { Budget } from "../expression/limits.ts";
import type { Assertion } from "./ast.ts";
import { isWord } from "./classes.ts";
import { parseRegex } from "./parse.ts";
import { compile, type Instruction } from "./program.ts";

/** Where a match and its groups are: code point offsets, `undefined` for a group that took no part. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The text of each group, from group 1. */
  readonly groups: readonly (string | undefined)[];
}

interface Thread {
  readonly at: number;
  readonly slots: readonly (number | undefined)[];
}

/**
 * A regular expression with RE2's syntax and its leftmost-first matches. It follows all alternatives at once instead
 * of going back, so that no pattern takes longer than its length times the text's.
 */
export class Regex {
  readonly names: readonly (string | undefined)[];
  readonly #program: readonly Instruction[];
  readonly #budget: Budget;

  /** @throws {ExpressionError} when the pattern is malformed or asks for what RE2 does not have. */
  constructor(pattern: string, budget: Budget) {
    if (pattern.length > 10_000) throw new ExpressionError("regular expression: it is too large");
    const { root, names } = parseRegex(pattern);
    this.names = names;
    this.#program = compile(root);
    this.#budget = budget;
  }

  /** The first match at or after a code point. */
  match(text: readonly string[], from = 0): Match | undefined {
    this.#budget.spend(Math.ceil(((text.length - from + 1) * this.#program.length) / 16));
    const slots = this.#run(text, from);
    if (!slots) return undefined;
    const groups = this.names.map((_, index) => {
      const [start, end] = [slots[index * 2 + 2], slots[index * 2 + 3]];
      return start === undefined || end === undefined ? undefined : text.slice(start, end).join("");
    });
    return { start: slots[0]!, end: slots[1]!, groups };
  }

  /** All matches, none overlapping; an empty one beside the last match does not count. */
  matches(text: readonly string[]): readonly Match[] {
    const found: Match[] = [];
    let lastEnd = -1;
    for (let from = 0; from <= text.length; ) {
      const match = this.match(text, from);
      if (!match) break;
      if (match.end > match.start || match.start !== lastEnd) found.push(match);
      lastEnd = match.end;
      from = match.end > match.start ? match.end : match.end + 1;
    }
    return found;
  }

  #run(text: readonly string[], from: number): readonly (number | undefined)[] | undefined {
    let threads: Thread[] = [];
    let best: readonly (number | undefined)[] | undefined;
    for (let position = from; position <= text.length; position++) {
      if (!best) this.#addAll(threads, position, text);
      if (threads.length === 0 && best) break;
      const codePoint = position < text.length ? text[position]!.codePointAt(0)! : -1;
      const next: Thread[] = [];
      const seen = new Set<number>();
      for (const { at, slots } of threads) {
        const instruction = this.#program[at]!;
        if (instruction.op === "match") {
          best = slots;
          break;
        }
        if (instruction.op === "character" && codePoint >= 0 && instruction.test(codePoint)) {
          this.#add(next, seen, at + 1, slots, position + 1, text);
        }
      }
      threads = next;
    }
    return best;
  }

  /** Begins a new attempt at this position, behind the ones that began before. */
  #addAll(threads: Thread[], position: number, text: readonly string[]): void {
    const seen = new Set(threads.map(({ at }) => at));
    this.#add(threads, seen, 0, [], position, text);
  }

  /** Follows everything that takes no character, the preferred way first. */
  #add(
    threads: Thread[],
    seen: Set<number>,
    start: number,
    from: readonly (number | undefined)[],
    position: number,
    text: readonly string[],
  ): void {
    const open: Thread[] = [{ at: start, slots: from }];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      const { at, slots } = thread;
      if (seen.has(at)) continue;
      seen.add(at);
      const instruction = this.#program[at]!;
      if (instruction.op === "jump") open.push({ at: instruction.to, slots });
      else if (instruction.op === "split") {
        open.push({ at: instruction.second, slots }, { at: instruction.first, slots });
      } else if (instruction.op === "save") {
        const saved = slots.slice();
        saved[instruction.slot] = position;
        open.push({ at: at + 1, slots: saved });
      } else if (instruction.op === "assertion") {
        if (holds(instruction.assertion, text, position)) open.push({ at: at + 1, slots });
      } else threads.push(thread);
    }
  }
}

function holds(assertion: Assertion, text: readonly string[], position: number): boolean {
  const before = text[position - 1];
  const after = text[position];
  switch (assertion) {
    case "textStart":
      return before === undefined;
    case "textEnd":
      return after === undefined;
    case "lineStart":
      return before === undefined || before === "\n";
    case "lineEnd":
      return after === undefined || after === "\n";
    default: {
      const isBoundary = isWordCharacter(before) !== isWordCharacter(after);
      return isBoundary === (assertion === "wordBoundary");
    }
  }
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && isWord(character.codePointAt(0)!);
}
