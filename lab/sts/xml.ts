const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML 1.0; what XML cannot hold becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/** An element on a line of its own, around text that is escaped already or around elements. */
export function element(name: string, content: string | readonly string[]): string {
  const inside = typeof content === "string" ? content : `\n${content.join("")}`;
  return `<${name}>${inside}</${name}>\n`;
}
