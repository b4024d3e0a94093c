import { type ContextReader, contextReader, type Outcome } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";

/** A stage's access log format, compiled. */
export interface AccessLogFormat {
  /** Variables of the format that AWS does not document; each is written as `-`. */
  readonly unknown: readonly string[];
  line(exchange: Exchange, outcome: Outcome): string;
}

const VARIABLE = /\$context((?:\.[a-zA-Z][a-zA-Z0-9_]*)+(?:\['[^']*'\])?)/g;

/** Characters that would end a log line or a JSON string: a client must not be able to write log lines of its own. */
const UNSAFE = /["\\\p{Cc}\u2028\u2029]/gu;
const LINE_BREAKING = /[\p{Cc}\u2028\u2029]/gu;

const escaped = (char: string): string =>
  char === '"' || char === "\\" ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

interface Variable {
  readonly read: ContextReader;
  /** `error.messageString` is a JSON text of its own, quotes included. */
  readonly quoted: boolean;
}

/**
 * Compiles a format. A variable without a value is `-`. In a JSON format (it begins with `{`) values are escaped
 * as in a JSON string; in any other format control characters become `\u` escapes, so that a request is always one
 * line. Only `$context` can be named, and no `$context` variable is a header or a token (AWS: "Only $context
 * variables are supported").
 */
export function compileAccessLogFormat(format: string): AccessLogFormat {
  const json = format.trimStart().startsWith("{");
  const parts: (string | Variable)[] = [];
  const unknown: string[] = [];
  let end = 0;
  for (const match of format.matchAll(VARIABLE)) {
    const { name, length } = longestKnown((match[1] as string).slice(1));
    const read = contextReader(name);
    parts.push(format.slice(end, match.index));
    if (read === undefined) unknown.push(`$context.${name}`);
    parts.push({ read: read ?? (() => undefined), quoted: name === "error.messageString" });
    end = match.index + "$context.".length + length;
  }
  parts.push(format.slice(end).replace(/\n+$/, ""));
  return {
    unknown,
    line(exchange, outcome) {
      let line = "";
      for (const part of parts)
        line += typeof part === "string" ? part : value(part, exchange, outcome, json);
      return line;
    },
  };
}

function value({ read, quoted }: Variable, exchange: Exchange, outcome: Outcome, json: boolean): string {
  const found = read(exchange, outcome);
  if (found === undefined || found === null || found === "") return "-";
  if (typeof found === "number") return String(found);
  if (quoted) return found;
  return found.replace(json ? UNSAFE : LINE_BREAKING, escaped);
}

/** `$context.status.` at the end of a sentence is `$context.status` and a full stop. */
function longestKnown(text: string): { readonly name: string; readonly length: number } {
  for (let name = text; ; ) {
    if (contextReader(name) !== undefined) return { name, length: name.length };
    const dot = name.lastIndexOf(".");
    if (dot <= 0) return { name: text, length: text.length };
    name = name.slice(0, dot);
  }
}
