import { ExpressionError } from "../expression/error.ts";
import { limitText } from "../expression/limits.ts";
import { asList, type Value } from "../value.ts";
import { integer, text, textList } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";
import { graphemes } from "./graphemes.ts";

function ofOne(run: (value: string) => Value): TerraformFunction {
  return { min: 1, max: 1, run: ([value]) => run(text(value)) };
}

function ofTwo(run: (a: string, b: string) => Value): TerraformFunction {
  return { min: 2, max: 2, run: ([a, b]) => run(text(a), text(b)) };
}

/** Changes the case a code point at a time, so that `ß` stays one letter. */
function mapCase(source: string, change: (character: string) => string): string {
  return Array.from(source, (character) => {
    const changed = change(character);
    return [...changed].length === 1 ? changed : character;
  }).join("");
}

function upper(source: string): string {
  return mapCase(source, (character) => character.toUpperCase());
}

/** The first letter of each word; a word ends at what is no letter, digit or `_`. */
function title(source: string): string {
  return source.replace(
    /(^|[^\p{L}\p{N}_])(\p{L})/gu,
    (_, before: string, letter: string) => before + upper(letter),
  );
}

function trimSet(source: string, set: string): string {
  const characters = [...source];
  const cut = new Set(set);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start]!)) start++;
  while (end > start && cut.has(characters[end - 1]!)) end--;
  return characters.slice(start, end).join("");
}

function indent(spaces: number, source: string): string {
  if (spaces < 0 || spaces > 1000) throw new ExpressionError(`${spaces} is not a number of spaces`);
  limitText(source, source.split("\n").length * spaces);
  return source.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}

function substring(source: string, offset: number, length: number): string {
  const characters = graphemes(source);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

function join(args: readonly Value[]): string {
  const [separator, ...lists] = args;
  const pieces = lists.flatMap(textList);
  const length = pieces.reduce((sum, piece) => sum + piece.length, text(separator).length * pieces.length);
  limitText("", length);
  return pieces.join(text(separator));
}

/** Functions on text; what looks for patterns is in regexes.ts. */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  chomp: ofOne((source) =>
    source.slice(0, source.length - (/(?<![\r\n])[\r\n]+$/.exec(source)?.[0].length ?? 0)),
  ),
  endswith: ofTwo((source, suffix) => source.endsWith(suffix)),
  indent: { min: 2, max: 2, run: ([spaces, source]) => indent(integer(spaces), text(source)) },
  join: { min: 2, max: 1000, run: join },
  lower: ofOne((source) => mapCase(source, (character) => character.toLowerCase())),
  split: ofTwo((separator, source) => {
    if (separator === "") return asList([...source]);
    return asList(source.split(separator));
  }),
  startswith: ofTwo((source, prefix) => source.startsWith(prefix)),
  strcontains: ofTwo((source, part) => source.includes(part)),
  strrev: ofOne((source) => graphemes(source).reverse().join("")),
  substr: {
    min: 3,
    max: 3,
    run: ([source, offset, length]) => substring(text(source), integer(offset), integer(length)),
  },
  title: ofOne(title),
  trim: ofTwo(trimSet),
  trimprefix: ofTwo((source, prefix) => (source.startsWith(prefix) ? source.slice(prefix.length) : source)),
  trimspace: ofOne((source) =>
    trimSet(
      source,
      "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a",
    ),
  ),
  trimsuffix: ofTwo((source, suffix) =>
    suffix !== "" && source.endsWith(suffix) ? source.slice(0, -suffix.length) : source,
  ),
  upper: ofOne(upper),
};
