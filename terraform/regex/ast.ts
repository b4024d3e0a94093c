/** A regular expression of RE2's syntax (https://github.com/google/re2/wiki/Syntax), which is Terraform's, as a tree. */
export type RegexNode =
  | { readonly type: "empty" }
  | { readonly type: "character"; readonly test: CharacterTest }
  | { readonly type: "assertion"; readonly assertion: Assertion }
  | { readonly type: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly type: "alternatives"; readonly items: readonly RegexNode[] }
  /** `max` is Infinity for `*`, `+` and `{n,}`. */
  | {
      readonly type: "repeat";
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    }
  | { readonly type: "group"; readonly index: number; readonly of: RegexNode };

/** Whether a code point matches. */
export type CharacterTest = (codePoint: number) => boolean;

/** `^` and `$` are the text's begin and end, or with the flag `m` a line's. */
export type Assertion =
  | "textStart"
  | "textEnd"
  | "lineStart"
  | "lineEnd"
  | "wordBoundary"
  | "notWordBoundary";

/** What a pattern was parsed to. */
export interface ParsedRegex {
  readonly root: RegexNode;
  /** The name of each group, from group 1; `undefined` where it has none. */
  readonly names: readonly (string | undefined)[];
}
