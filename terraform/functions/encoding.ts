import { ExpressionError } from "../expression/error.ts";
import { parseJson } from "../json.ts";
import { exact, numberText } from "../number.ts";
import { mapOf, sortedKeys, Unresolved, type Value } from "../value.ts";
import { text } from "./arguments.ts";
import type { TerraformFunction } from "./call.ts";

const unsafe: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** Text as JSON in Go's way, which Terraform and its AWS provider write: `<`, `>`, `&` are escaped for HTML. */
export function encodeJsonText(value: string): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]|\\ud[89a-f][0-9a-f]{2}/g,
    (found) => unsafe[found] ?? "\ufffd",
  );
}

/** A value as `jsonencode` writes it: keys sorted, no spaces. */
export function encodeJson(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return encodeJsonText(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Unresolved) throw new ExpressionError(value.reason);
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`;
  return `{${sortedKeys(value)
    .map((key) => `${encodeJsonText(key)}:${encodeJson(value[key]!)}`)
    .join(",")}}`;
}

/** A value out of parsed JSON: maps without prototype, numbers that are exact, text in the normal form. */
export function fromJson(json: unknown): Value {
  if (json === null || typeof json === "boolean") return json;
  if (typeof json === "string") return json.normalize("NFC");
  if (typeof json === "number") return exact(json);
  if (Array.isArray(json)) return json.map(fromJson);
  return mapOf(Object.entries(json as object).map(([key, element]) => [key, fromJson(element)] as const));
}

/** Reads JSON text. @throws {ExpressionError} when it is malformed. */
export function decodeJson(source: string): Value {
  try {
    return fromJson(parseJson(source));
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw new ExpressionError(`malformed JSON: ${(error as Error).message}`);
  }
}

function decodeBase64(source: string): string {
  const bytes = Buffer.from(source, "base64");
  if (bytes.toString("base64") !== source) throw new ExpressionError("malformed base64");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ExpressionError("what was encoded is not UTF-8 text");
  }
}

/** As in a query string: a space becomes `+`. */
function encodeUrl(source: string): string {
  return Array.from(Buffer.from(source), (byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(character)) return character;
    return character === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** Functions that write and read encodings. */
export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64decode: { min: 1, max: 1, run: ([source]) => decodeBase64(text(source)) },
  base64encode: { min: 1, max: 1, run: ([source]) => Buffer.from(text(source)).toString("base64") },
  jsondecode: { min: 1, max: 1, run: ([source]) => decodeJson(text(source)) },
  jsonencode: { min: 1, max: 1, run: ([value]) => encodeJson(value!) },
  urlencode: { min: 1, max: 1, run: ([source]) => encodeUrl(text(source)) },
};
