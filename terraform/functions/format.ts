import { ExpressionError } from "../expression/error.ts";
import { limitText } from "../expression/limits.ts";
import { numberText } from "../number.ts";
import { convert } from "../types/convert.ts";
import { asList, type Value } from "../value.ts";
import { integer, number, text } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";
import { encodeJson } from "./encoding.ts";
import { graphemes } from "./graphemes.ts";

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** `%[flags][width][.precision][[argument]]verb` */
const verbPattern = /%([-+ #0]*)(\d{0,4})(?:\.(\d{0,4}))?(?:\[(\d{1,4})\])?(.)?/gsu;

function format(template: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  let byPosition = false;
  const result = template.replace(verbPattern, (whole, flags, width, precision, position, letter) => {
    if (whole === "%%") return "%";
    if (letter === undefined) throw new ExpressionError(`${JSON.stringify(whole)} has no verb`);
    byPosition ||= position !== undefined;
    const index = position === undefined ? next : Number(position) - 1;
    next = index + 1;
    used = Math.max(used, next);
    const argument = args[index];
    if (argument === undefined) throw new ExpressionError(`there is no argument for ${whole}`);
    const verb = {
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      letter,
    };
    return pad(formatOne(argument, verb), verb);
  });
  if (!byPosition && used < args.length)
    throw new ExpressionError(`${args.length - used} arguments are left over`);
  return limitText(result);
}

function formatOne(value: Value, verb: Verb): string {
  const { letter, flags, precision } = verb;
  if (value === null) throw new ExpressionError("null cannot be formatted");
  switch (letter) {
    case "v":
      return flags.includes("#") || typeof value === "object"
        ? encodeJson(value)
        : (convert(value, "string") as string);
    case "t":
      return String(convert(value, "bool"));
    case "s": {
      const source = text(value);
      return precision === undefined ? source : graphemes(source).slice(0, precision).join("");
    }
    case "q":
      return encodeJson(text(value));
    case "b":
      return signed(
        integer(value),
        flags,
        (absolute) => (flags.includes("#") ? "0b" : "") + absolute.toString(2),
      );
    case "d":
      return signed(integer(value), flags, (absolute) => absolute.toString());
    case "o":
      return signed(
        integer(value),
        flags,
        (absolute) => (flags.includes("#") ? "0" : "") + absolute.toString(8),
      );
    case "x":
      return signed(
        integer(value),
        flags,
        (absolute) => (flags.includes("#") ? "0x" : "") + absolute.toString(16),
      );
    case "X":
      return signed(
        integer(value),
        flags,
        (absolute) => (flags.includes("#") ? "0X" : "") + absolute.toString(16).toUpperCase(),
      );
    case "f":
      return signed(number(value), flags, (absolute) => fixed(absolute, Math.min(precision ?? 6, 100)));
    case "e":
      return signed(number(value), flags, (absolute) => exponential(absolute, precision ?? 6));
    case "g":
      return signed(number(value), flags, (absolute) => general(absolute, precision));
    default:
      throw new ExpressionError(`the verb %${letter} is not supported here`);
  }
}

function signed(value: number, flags: string, show: (absolute: number) => string): string {
  const sign = value < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  return sign + show(Math.abs(value));
}

/** Half-way cases go to the even digit. */
function fixed(value: number, precision: number): string {
  const scaled = value * 10 ** precision;
  const isHalf = scaled - Math.floor(scaled) === 0.5 && scaled < 2 ** 52;
  return isHalf
    ? ((2 * Math.round(scaled / 2)) / 10 ** precision).toFixed(precision)
    : value.toFixed(precision);
}

function exponential(value: number, precision?: number): string {
  return value.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2");
}

function general(value: number, precision: number | undefined): string {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(value));
  const rounded = precision === undefined ? value : Number(value.toPrecision(Math.max(1, precision)));
  if (exponent >= -4 && exponent < Math.max(1, precision ?? 6)) return numberText(rounded);
  return exponential(rounded);
}

function pad(formatted: string, { flags, width, letter }: Verb): string {
  const missing = width - graphemes(formatted).length;
  if (missing <= 0 || letter === "t") return formatted;
  if (flags.includes("-")) return formatted + " ".repeat(missing);
  if (!flags.includes("0") || letter === "s" || letter === "q") return " ".repeat(missing) + formatted;
  const sign = /^[-+ ]/.exec(formatted)?.[0] ?? "";
  return sign + "0".repeat(missing) + formatted.slice(sign.length);
}

/** Lists among the arguments are gone through side by side; anything else stands beside each element. */
function formatList(args: readonly Value[]): Value {
  const lengths = new Set(args.flatMap((argument) => (Array.isArray(argument) ? [argument.length] : [])));
  if (lengths.size > 1) throw new ExpressionError("the lists have different lengths");
  const length = lengths.values().next().value ?? 1;
  const results: string[] = [];
  for (let i = 0; i < length; i++) {
    const row = args.map((argument) => (Array.isArray(argument) ? argument[i]! : argument));
    results.push(format(text(row[0]), row.slice(1)));
  }
  return asList(results);
}

/** `format` and `formatlist`. */
export const formatFunctions: Readonly<Record<string, TerraformFunction>> = {
  format: { min: 1, max: 1000, run: ([template, ...args]) => format(text(template), args) },
  formatlist: { min: 1, max: 1000, run: formatList },
};
