/** The width that everything printed fits into. */
export const WIDTH = 100;

/** Breaks a text into lines of at most a width, at spaces; a longer word is cut. An indented line stays indented. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const indent = /^ */.exec(paragraph)?.[0] ?? "";
    return fold(paragraph.trimStart(), width - indent.length).map((line) => indent + line);
  });
}

function fold(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of paragraph.split(" ")) {
    while (word.length > width) {
      if (line) lines.push(line);
      line = "";
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  lines.push(line);
  return lines;
}

/** A table of wrapped cells: two spaces between columns, a rule below the header. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const lines = [...block(header, widths), widths.map((width) => "─".repeat(width)).join("  ")];
  for (const row of rows) lines.push(...block(row, widths));
  return lines.join("\n");
}

/** A number with thousands separated: `1,000,000`. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** A volume in a word: `1 thousand`, `250 million`. */
export function volume(value: number): string {
  for (const [size, word] of [
    [1e9, "billion"],
    [1e6, "million"],
    [1e3, "thousand"],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(4))} ${word}`;
  }
  return String(value);
}

/** US dollars: cents, or four digits where cents would show nothing. */
export function dollars(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.01)
    return `$${Number(usd.toPrecision(2)).toFixed(Math.min(20, 1 - Math.floor(Math.log10(usd))))}`;
  return usd.toLocaleString("en-US", { style: "currency", currency: "USD" });
}

/** A Markdown table row. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", "<br>")).join(" | ")} |`;
}

/** A Markdown table. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [markdownRow(header), `|${"---|".repeat(header.length)}`, ...rows.map(markdownRow)].join("\n");
}

function block(cells: readonly string[], widths: readonly number[]): readonly string[] {
  const columns = widths.map((width, index) => wrap(cells[index] ?? "", width));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => (column[line] ?? "").padEnd(widths[index]!))
      .join("  ")
      .trimEnd(),
  );
}
