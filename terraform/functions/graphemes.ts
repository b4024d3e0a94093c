const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The characters of a text as a reader sees them: Terraform counts, cuts and reverses by them. */
export function graphemes(text: string): string[] {
  if (/^[\0-\x7f]*$/.test(text) && !text.includes("\r\n")) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
