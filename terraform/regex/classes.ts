import { ExpressionError } from "../expression/error.ts";
import type { CharacterTest } from "./ast.ts";

type Ranges = readonly (readonly [from: number, to: number])[];

const digits: Ranges = [[0x30, 0x39]];
const upper: Ranges = [[0x41, 0x5a]];
const lower: Ranges = [[0x61, 0x7a]];
const word: Ranges = [...digits, ...upper, [0x5f, 0x5f], ...lower];
const space: Ranges = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];

const perl: ReadonlyMap<string, Ranges> = new Map([
  ["d", digits],
  ["w", word],
  ["s", space],
]);

const posix: ReadonlyMap<string, Ranges> = new Map([
  ["alnum", [...digits, ...upper, ...lower]],
  ["alpha", [...upper, ...lower]],
  ["ascii", [[0, 0x7f]]],
  [
    "blank",
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    "cntrl",
    [
      [0, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ["digit", digits],
  ["graph", [[0x21, 0x7e]]],
  ["lower", lower],
  ["print", [[0x20, 0x7e]]],
  [
    "punct",
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  [
    "space",
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ["upper", upper],
  ["word", word],
  ["xdigit", [...digits, [0x41, 0x46], [0x61, 0x66]]],
]);

/** Matches code points within any of the ranges. */
export function inRanges(ranges: Ranges): CharacterTest {
  return (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
}

/** Matches what another test does not. */
export function not(test: CharacterTest): CharacterTest {
  return (codePoint) => !test(codePoint);
}

/** Matches a letter in any case when any case of it matches. */
export function anyCase(test: CharacterTest): CharacterTest {
  return (codePoint) => {
    if (test(codePoint)) return true;
    const text = String.fromCodePoint(codePoint);
    return [text.toLowerCase(), text.toUpperCase()].some(
      (other) => other !== text && test(other.codePointAt(0)!),
    );
  };
}

/** `\d`, `\D`, `\w`, `\W`, `\s`, `\S`; `undefined` for any other letter. */
export function perlClass(letter: string): CharacterTest | undefined {
  const ranges = perl.get(letter.toLowerCase());
  if (!ranges) return undefined;
  const test = inRanges(ranges);
  return letter === letter.toLowerCase() ? test : not(test);
}

/** `[:alpha:]`, `[:^alpha:]`. @throws {ExpressionError} for a name that does not exist. */
export function posixClass(name: string): CharacterTest {
  const negated = name.startsWith("^");
  const ranges = posix.get(negated ? name.slice(1) : name);
  if (!ranges) throw new ExpressionError(`regular expression: there is no class [:${name}:]`);
  return negated ? not(inRanges(ranges)) : inRanges(ranges);
}

/** `\pL`, `\p{Greek}`: a general category or a script. @throws {ExpressionError} for a name that does not exist. */
export function unicodeClass(name: string): CharacterTest {
  if (name === "Any") return () => true;
  if (/^[A-Z][A-Za-z_]*$/.test(name)) {
    for (const property of [name, `Script=${name}`]) {
      try {
        const pattern = new RegExp(`^\\p{${property}}$`, "u");
        if (property === name && name.length > 2) continue;
        return (codePoint) => pattern.test(String.fromCodePoint(codePoint));
      } catch {
        // Not a property of that kind.
      }
    }
  }
  throw new ExpressionError(`regular expression: there is no class \\p{${name}}`);
}

/** Whether a code point is one of `\w`, for `\b`. */
export const isWord = inRanges(word);
