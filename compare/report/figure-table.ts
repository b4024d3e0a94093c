import type { Figure } from "../figures/figure.ts";
import { METHODS, TITLES } from "../method.ts";
import { markdownTable, table, WIDTH, wrap } from "./text.ts";

const WIDTHS = [25, 23, 23, 23];
const HEADER = ["", ...METHODS.map((method) => TITLES[method])];

/** The comparison for a terminal. Every figure says whether it was measured, counted or computed. */
export function figureTable(figures: readonly Figure[]): string {
  return [
    table(HEADER, figures.map(row), WIDTHS),
    ...notes(figures).flatMap((note) => wrap(note, WIDTH)),
  ].join("\n");
}

/** The same for Markdown. */
export function figureMarkdown(figures: readonly Figure[]): string {
  const text = markdownTable(HEADER, figures.map(row));
  return [text, ...notes(figures).map((note) => `\n${note}`)].join("\n");
}

function row({ title, origin, values }: Figure): readonly string[] {
  return [origin ? `${title} (${origin})` : title, ...METHODS.map((method) => values[method])];
}

function notes(figures: readonly Figure[]): readonly string[] {
  return [...new Set(figures.flatMap(({ note }) => (note ? [note] : [])))];
}
