/** A set of code points: ranges, both ends included, of which it holds all or (negated) none. */
export interface CharSet {
  readonly ranges: readonly (readonly [low: number, high: number])[];
  readonly negated: boolean;
}

const code = (char: string): number => char.codePointAt(0) ?? 0;

function ranges(text: string): [number, number][] {
  const out: [number, number][] = [];
  for (let index = 0; index < text.length; index += 2) {
    out.push([text.charCodeAt(index), text.charCodeAt(index + 1)]);
  }
  return out;
}

const DIGIT = ranges("09");
const WORD = ranges("azAZ09__");
const SPACE: [number, number][] = [
  [9, 13],
  [32, 32],
];

/** `\d`, `\w`, `\s` and their complements, as java.util.regex has them without UNICODE_CHARACTER_CLASS. */
export const ESCAPED_SETS: ReadonlyMap<string, CharSet> = new Map([
  ["d", { ranges: DIGIT, negated: false }],
  ["D", { ranges: DIGIT, negated: true }],
  ["w", { ranges: WORD, negated: false }],
  ["W", { ranges: WORD, negated: true }],
  ["s", { ranges: SPACE, negated: false }],
  ["S", { ranges: SPACE, negated: true }],
]);

/** The POSIX classes of java.util.regex, `\p{Alpha}` and so on: US-ASCII only. */
export const POSIX_SETS: ReadonlyMap<string, CharSet["ranges"]> = new Map([
  ["Lower", ranges("az")],
  ["Upper", ranges("AZ")],
  ["ASCII", [[0, 127]]],
  ["Alpha", ranges("azAZ")],
  ["Digit", DIGIT],
  ["Alnum", ranges("azAZ09")],
  ["Punct", ranges("!/:@[`{~")],
  ["Graph", ranges("!~")],
  ["Print", ranges(" ~")],
  ["Space", SPACE],
  ["XDigit", ranges("09afAF")],
]);

/** `.`: anything but a line terminator. */
export const DOT: CharSet = {
  ranges: [
    [10, 10],
    [13, 13],
    [0x85, 0x85],
    [0x2028, 0x2029],
  ],
  negated: true,
};

/** A set of one character. */
export function single(char: string): CharSet {
  return { ranges: [[code(char), code(char)]], negated: false };
}

/** The set with each ASCII letter in both cases, as `(?i)` means it. */
export function ignoreCase(set: CharSet): CharSet {
  const extra: [number, number][] = [];
  for (const [low, high] of set.ranges) {
    for (const [from, to, shift] of [
      [65, 90, 32],
      [97, 122, -32],
    ] as const) {
      const start = Math.max(low, from);
      const end = Math.min(high, to);
      if (start <= end) extra.push([start + shift, end + shift]);
    }
  }
  return { ranges: [...set.ranges, ...extra], negated: set.negated };
}

/** The set as ranges without a negation, so that it can stand inside a class. */
export function plainRanges(set: CharSet): CharSet["ranges"] {
  const sorted = [...set.ranges].sort((left, right) => left[0] - right[0]);
  if (!set.negated) return sorted;
  const out: [number, number][] = [];
  let next = 0;
  for (const [low, high] of sorted) {
    if (low > next) out.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= 0x10ffff) out.push([next, 0x10ffff]);
  return out;
}

/** Whether a code point is in the set. */
export function has(set: CharSet, point: number): boolean {
  for (const [low, high] of set.ranges) if (point >= low && point <= high) return !set.negated;
  return set.negated;
}
