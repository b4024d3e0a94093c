/**
 * The canonical form of a request: what both sides hash. Text in and out holds one character a byte.
 * Rules: IAM user guide, "Create a signed AWS API request"; aws-behaviour A.2.
 */

/** A parameter of the query, name and value in canonical encoding. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

const ENCODED = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

/** Text of one character a byte; text that is not (a test's, never the wire's) is taken as UTF-8. */
function asBytes(text: string): string {
  return /[\u0100-\uffff]/.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;
}

/** Percent-encodes every byte but RFC 3986's unreserved characters. */
function uriEncode(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-._~]/g, (byte) => ENCODED[byte.charCodeAt(0)]!);
}

/** Undoes percent-encoding byte by byte; what is no escape stays as it is. */
export function percentDecode(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * The canonical path of every service but S3: dot segments and empty segments removed, then each segment encoded
 * as it stood on the wire, so that `%20` becomes `%2520` and a raw `+` becomes `%2B`.
 */
export function canonicalUri(path: string): string {
  const segments: string[] = [];
  for (const segment of asBytes(path).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(uriEncode(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/**
 * A name or value of the query, its escapes undone and made again. A `+` is a space: execute-api takes `a+b` signed
 * as `a%20b` (tedder/requests-aws4auth#54). A `%` that begins no escape stays bare, which no client signs: `%zz` must
 * not pass for `%25zz`.
 */
function canonicalComponent(text: string): string {
  return text.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~%]/g, (found) => {
    if (found === "+") return "%20";
    return uriEncode(found.length === 3 ? percentDecode(found) : found);
  });
}

/**
 * Splits a raw query into its parameters, in wire order. `a` is `a=`; nothing between two `&` is no parameter. A `;`
 * splits like `&`, as it does for the backend (aws-behaviour E [D]): it must not pass for a `%3B` that was signed.
 */
export function parseQuery(query: string): readonly QueryParameter[] {
  if (query === "") return [];
  const parameters: QueryParameter[] = [];
  for (const piece of asBytes(query).split(/[&;]/)) {
    if (piece === "") continue;
    const at = piece.indexOf("=");
    const name = at < 0 ? piece : piece.slice(0, at);
    const value = at < 0 ? "" : piece.slice(at + 1);
    parameters.push({ name: canonicalComponent(name), value: canonicalComponent(value) });
  }
  return parameters;
}

/** The canonical query: sorted by name, then by value, after encoding. */
export function canonicalQuery(parameters: readonly QueryParameter[]): string {
  return parameters
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A header's value without blanks around it and with single blanks inside; not `trim()`, which also eats bytes of UTF-8. */
function canonicalValue(value: string): string {
  const collapsed = asBytes(value).replace(/[ \t]+/g, " ");
  const start = collapsed.startsWith(" ") ? 1 : 0;
  const end = collapsed.endsWith(" ") ? collapsed.length - 1 : collapsed.length;
  return start < end ? collapsed.slice(start, end) : "";
}

/** Canonical values by lower-case name; the values of a repeated header are joined by a comma, in wire order. */
export function canonicalHeaders(
  headers: readonly (readonly [string, string])[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = values.get(key);
    values.set(key, before === undefined ? canonicalValue(value) : `${before},${canonicalValue(value)}`);
  }
  return values;
}

/** The canonical request, from parts that are canonical already. */
export function canonicalRequest(parts: {
  readonly method: string;
  readonly uri: string;
  readonly query: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Lower-case and sorted. */
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}): string {
  let lines = "";
  for (const name of parts.signedHeaders) lines += `${name}:${parts.headers.get(name) ?? ""}\n`;
  return `${asBytes(parts.method)}\n${parts.uri}\n${parts.query}\n${lines}\n${parts.signedHeaders.join(";")}\n${parts.payloadHash}`;
}
