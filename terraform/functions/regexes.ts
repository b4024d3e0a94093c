import { ExpressionError } from "../expression/error.ts";
import { limitText } from "../expression/limits.ts";
import { type Match, Regex } from "../regex/regex.ts";
import { asList, mapOf, type Value } from "../value.ts";
import { text } from "./arguments.ts";
import type { FunctionContext, TerraformFunction } from "./call.ts";

/** A match as Terraform gives it: text, or a list of the groups, or a map of them when they have names. */
function captured(regex: Regex, match: Match, characters: readonly string[]): Value {
  if (regex.names.length === 0) return characters.slice(match.start, match.end).join("");
  const groups = match.groups.map((group) => group ?? null);
  if (regex.names.every((name) => name === undefined)) return groups;
  return mapOf(regex.names.map((name, index) => [name!, groups[index]!] as const));
}

function compiled(pattern: string, { budget }: FunctionContext): Regex {
  const regex = new Regex(pattern, budget);
  const named = regex.names.filter((name) => name !== undefined).length;
  if (named > 0 && named < regex.names.length)
    throw new ExpressionError("either all groups have names, or none");
  return regex;
}

/** `$1`, `${1}`, `$name` and `$$` in a replacement; a name is as long as it can be, and an unknown one is empty. */
function expand(replacement: string, regex: Regex, match: Match, whole: string): string {
  return replacement.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_, dollar: string, braced: string, bare: string) => {
      if (dollar) return "$";
      const name = braced ?? bare;
      if (name === "0") return whole;
      const index = /^\d+$/.test(name) ? Number(name) - 1 : regex.names.indexOf(name);
      return match.groups[index] ?? "";
    },
  );
}

function replace(source: string, search: string, replacement: string, context: FunctionContext): string {
  if (search.length < 2 || !search.startsWith("/") || !search.endsWith("/")) {
    const pieces = search === "" ? ["", ...source, ""] : source.split(search);
    limitText(source, pieces.length * replacement.length);
    return pieces.join(replacement);
  }
  const regex = new Regex(search.slice(1, -1), context.budget);
  const characters = [...source];
  let result = "";
  let from = 0;
  for (const match of regex.matches(characters)) {
    const whole = characters.slice(match.start, match.end).join("");
    result += characters.slice(from, match.start).join("") + expand(replacement, regex, match, whole);
    limitText(result);
    from = match.end;
  }
  return result + characters.slice(from).join("");
}

/** Functions that look for patterns. The patterns are RE2's, and none takes more than linear time. */
export const regexFunctions: Readonly<Record<string, TerraformFunction>> = {
  regex: {
    min: 2,
    max: 2,
    run: ([pattern, source], context) => {
      const regex = compiled(text(pattern), context);
      const characters = [...text(source)];
      const match = regex.match(characters);
      if (!match) throw new ExpressionError("the pattern did not match");
      return captured(regex, match, characters);
    },
  },
  regexall: {
    min: 2,
    max: 2,
    run: ([pattern, source], context) => {
      const regex = compiled(text(pattern), context);
      const characters = [...text(source)];
      return asList(regex.matches(characters).map((match) => captured(regex, match, characters)));
    },
  },
  replace: {
    min: 3,
    max: 3,
    run: ([source, search, replacement], context) =>
      replace(text(source), text(search), text(replacement), context),
  },
};
