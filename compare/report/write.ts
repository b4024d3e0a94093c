import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes a file, with the directories it needs. */
export function writeText(file: string, text: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, text);
}

/** Writes a value as JSON that people can read. */
export function writeJson(file: string, value: unknown): void {
  writeText(file, `${JSON.stringify(value, null, 2)}\n`);
}
