/** Deeper than any Terraform, and far from what the stack holds. */
const MAX_NESTING = 200;

/**
 * Parses JSON text that nobody vouches for.
 *
 * @throws {SyntaxError} when it is malformed, or nested deeper than 200 levels.
 */
export function parseJson(text: string): unknown {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (code === 92) i++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 91 || code === 123) {
      if (++depth > MAX_NESTING) throw new SyntaxError(`it is nested deeper than ${MAX_NESTING} levels`);
    } else if (code === 93 || code === 125) depth--;
  }
  return JSON.parse(text);
}
