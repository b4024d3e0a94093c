import { readFileSync } from "node:fs";
import { TargetError } from "./errors.ts";

/** Names and values of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

/**
 * Reads `KEY=value` lines: `export` and quotes as a shell has them are accepted, empty lines and `#` comments
 * skipped, nothing is expanded.
 *
 * @throws TargetError naming the file and every line that is not one
 */
export function readEnv(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new TargetError([`${file}: ${why}`]);
  }
  return parseEnv(text, file);
}

/** The values of an env file's text; `file` is named in errors. */
export function parseEnv(text: string, file: string): Record<string, string> {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = LINE.exec(line);
    // The line itself is not printed: it may hold a secret.
    if (match) values[match[1]!] = unquote(match[2]!);
    else problems.push(`${file}:${index + 1}: is not KEY=value`);
  }
  if (problems.length) throw new TargetError(problems);
  return values;
}

function unquote(value: string): string {
  const quote = value[0];
  if (value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote))
    return value.slice(1, -1);
  return value;
}
