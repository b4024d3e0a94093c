/** The wildcard `*`: any run of characters, the empty one too. */
export const ANY: unique symbol = Symbol("*");

/** The wildcard `?`: exactly one character (one UTF-16 code unit). */
export const ONE: unique symbol = Symbol("?");

/** What a pattern is made of: wildcards and literal text. */
export type Token = string | typeof ANY | typeof ONE;

/** A pattern, ready to match: its text between the asterisks. The first piece starts the text, the last ends it. */
export interface Glob {
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly text: string;
  /** The positions in `text`, ascending, where any character matches. */
  readonly holes: readonly number[];
}

/** Text with its `*` and `?` read as wildcards. */
export function readWildcards(text: string): readonly Token[] {
  return text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part) => (part === "*" ? ANY : part === "?" ? ONE : part));
}

/** Prepares a pattern, so that matching does no more than compare text. */
export function compileGlob(tokens: readonly Token[]): Glob {
  const pieces: Piece[] = [];
  let text = "";
  let holes: number[] = [];
  for (const token of tokens) {
    if (token === ANY) {
      pieces.push({ text, holes });
      text = "";
      holes = [];
    } else if (token === ONE) {
      holes.push(text.length);
      text += "?";
    } else text += token;
  }
  pieces.push({ text, holes });
  return { pieces };
}

/**
 * Whether all of the text matches. The leftmost place is right for each piece between two asterisks, so nothing is
 * ever tried again: the time is at most the text's length times the pattern's, whatever the pattern.
 */
export function matchesGlob({ pieces }: Glob, text: string): boolean {
  const first = pieces[0] as Piece;
  if (pieces.length === 1) return text.length === first.text.length && matchesAt(first, text, 0);
  const last = pieces[pieces.length - 1] as Piece;
  const end = text.length - last.text.length;
  if (!matchesAt(first, text, 0) || !matchesAt(last, text, end)) return false;
  let position = first.text.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] as Piece;
    const found = find(piece, text, position);
    if (found < 0) return false;
    position = found + piece.text.length;
  }
  return position <= end;
}

function find(piece: Piece, text: string, from: number): number {
  if (piece.holes.length === 0) return text.indexOf(piece.text, from);
  for (let position = from; position + piece.text.length <= text.length; position++) {
    if (matchesAt(piece, text, position)) return position;
  }
  return -1;
}

function matchesAt({ text: wanted, holes }: Piece, text: string, position: number): boolean {
  if (holes.length === 0) return text.startsWith(wanted, position);
  if (position + wanted.length > text.length) return false;
  let hole = 0;
  for (let index = 0; index < wanted.length; index++) {
    if (holes[hole] === index) hole++;
    else if (wanted.charCodeAt(index) !== text.charCodeAt(position + index)) return false;
  }
  return true;
}
