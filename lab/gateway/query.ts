/** A decoded query string: every value, and the last one of each name; null when there is none. */
export interface Query {
  readonly last: Readonly<Record<string, string>> | null;
  readonly all: Readonly<Record<string, readonly string[]>> | null;
}

const NONE: Query = { last: null, all: null };

/**
 * Decodes a raw query string as API Gateway hands it to Lambda (aws-behaviour E [R]): `%xx` and `+` are decoded,
 * the last value of a repeated name wins in the single-value map, and `;` splits like `&` (known issues [D]).
 * Malformed percent-encodings stay as they are.
 */
export function parseQuery(raw: string): Query {
  if (raw === "") return NONE;
  const last: Record<string, string> = Object.create(null);
  const all: Record<string, string[]> = Object.create(null);
  let empty = true;
  for (const part of raw.split(/[&;]/)) {
    if (part === "") continue;
    empty = false;
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? "" : decode(part.slice(equals + 1));
    last[name] = value;
    const values = all[name];
    if (values === undefined) all[name] = [value];
    else values.push(value);
  }
  return empty ? NONE : { last, all };
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
