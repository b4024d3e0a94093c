import { ExpressionError } from "../expression/error.ts";
import type { Assertion, CharacterTest, RegexNode } from "./ast.ts";

/** One step of the machine that runs a pattern. */
export type Instruction =
  | { readonly op: "character"; readonly test: CharacterTest }
  | { readonly op: "assertion"; readonly assertion: Assertion }
  /** Goes on at both places; the first one is preferred. */
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "match" };

const MAX_INSTRUCTIONS = 20_000;

/** Compiles a pattern; its whole match is saved in slots 0 and 1, group n in 2n and 2n + 1. */
export function compile(root: RegexNode): readonly Instruction[] {
  const program: Instruction[] = [{ op: "save", slot: 0 }];
  emit(root, program);
  program.push({ op: "save", slot: 1 }, { op: "match" });
  return program;
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > MAX_INSTRUCTIONS) throw new ExpressionError("regular expression: it is too large");
  switch (node.type) {
    case "empty":
      break;
    case "character":
      program.push({ op: "character", test: node.test });
      break;
    case "assertion":
      program.push({ op: "assertion", assertion: node.assertion });
      break;
    case "sequence":
      for (const item of node.items) emit(item, program);
      break;
    case "alternatives":
      emitAlternatives(node.items, program);
      break;
    case "group":
      program.push({ op: "save", slot: node.index * 2 });
      emit(node.of, program);
      program.push({ op: "save", slot: node.index * 2 + 1 });
      break;
    case "repeat":
      emitRepeat(node, program);
  }
}

function emitAlternatives(items: readonly RegexNode[], program: Instruction[]): void {
  const ends: { to: number }[] = [];
  const last = items.at(-1)!;
  for (const item of items.slice(0, -1)) {
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    program.push(split);
    emit(item, program);
    const end = { op: "jump" as const, to: 0 };
    program.push(end);
    ends.push(end);
    split.second = program.length;
  }
  emit(last, program);
  for (const end of ends) end.to = program.length;
}

function emitRepeat(
  { of, min, max, greedy }: Extract<RegexNode, { type: "repeat" }>,
  program: Instruction[],
): void {
  for (let i = 0; i < min; i++) emit(of, program);
  const skips: { first: number; second: number }[] = [];
  const optional = () => {
    const split = { op: "split" as const, first: program.length + 1, second: program.length + 1 };
    program.push(split);
    skips.push(split);
  };
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length;
    optional();
    emit(of, program);
    program.push({ op: "jump", to: start });
  } else {
    for (let i = min; i < max; i++) {
      optional();
      emit(of, program);
    }
  }
  for (const split of skips) {
    if (greedy) split.second = program.length;
    else split.first = program.length;
  }
}
