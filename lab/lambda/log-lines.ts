/** Characters of one line; the rest of a longer one is cut off. */
const MAX_LINE = 16_384;
/** Lines of one log event; a stack trace fits, a flood does not. */
const MAX_LINES = 200;
/** What would move a terminal's cursor, colour it, or look like a line of another function. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** One log event as lines that are safe to print: bounded, and without control characters. */
export function logLines(level: string, text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/, MAX_LINES);
  const prefix = level === "" ? "" : `${level}\t`;
  return lines
    .filter((line) => line !== "")
    .map((line) => prefix + line.slice(0, MAX_LINE).replace(CONTROL, escapeControl));
}

function escapeControl(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
