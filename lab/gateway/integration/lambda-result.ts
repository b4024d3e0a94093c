import { type Header, isHeaderValue } from "../request.ts";
import type { BackendAnswer } from "../respond.ts";

/** A Lambda proxy result, validated: or why API Gateway answers 502 to it. */
export type ProxyResult =
  | { readonly ok: true; readonly answer: BackendAnswer; readonly base64: boolean }
  | { readonly ok: false; readonly why: string };

const KEYS: ReadonlySet<string> = new Set([
  "statusCode",
  "headers",
  "multiValueHeaders",
  "body",
  "isBase64Encoded",
]);

/**
 * Response headers that go out as `x-amzn-Remapped-<name>`: the gateway's own ones and those that would speak for
 * the connection (AWS: important notes for REST APIs [D]; Connection, Content-Length, Date, Server recorded).
 */
const REMAPPED: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
  "x-amz-apigw-id",
  "x-amzn-errortype",
  "x-amzn-requestid",
  "x-amzn-trace-id",
]);

/** Headers about the hop to the client: never passed on. */
const DROPPED: ReadonlySet<string> = new Set(["keep-alive", "te", "transfer-encoding"]);

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Reads what a function behind a proxy integration returned, as JSON text (aws-behaviour E [R]): an object with no
 * key but the five, a status that is a number or its text, headers whose values are scalars, lists of them in
 * `multiValueHeaders`. Everything is optional. Anything else is malformed.
 */
export function readProxyResult(payload: string): ProxyResult {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return malformed("is not JSON");
  }
  if (!isMap(value)) return malformed("is not an object");
  for (const key of Object.keys(value)) {
    if (!KEYS.has(key)) return malformed(`has the unknown key ${JSON.stringify(key.slice(0, 100))}`);
  }
  const status = readStatus(value.statusCode);
  if (status === undefined) return malformed("has a statusCode that is not a status");
  const body = value.body ?? "";
  if (typeof body === "object") return malformed("has a body that is not a string");
  const base64 = value.isBase64Encoded ?? false;
  if (typeof base64 !== "boolean") return malformed("has an isBase64Encoded that is not a Boolean");
  const headers = readHeaders(value.headers, value.multiValueHeaders);
  if (typeof headers === "string") return malformed(headers);
  return { ok: true, base64, answer: { status, body: String(body), traced: true, ...headers } };
}

function malformed(why: string): ProxyResult {
  return { ok: false, why: `malformed Lambda proxy response: the result ${why}` };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readStatus(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status !== "number" || !Number.isInteger(status)) return undefined;
  return status >= 200 && status <= 599 ? status : undefined;
}

/** Names in the case of `multiValueHeaders`, its values first, then the one of `headers`, unless it is among them. */
function readHeaders(
  single: unknown,
  multi: unknown,
): Pick<BackendAnswer, "headers" | "contentType"> | string {
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [map, many] of [
    [multi ?? {}, true],
    [single ?? {}, false],
  ] as const) {
    const which = many ? "multiValueHeaders" : "headers";
    if (!isMap(map)) return `has ${which} that are not a map`;
    for (const [name, value] of Object.entries(map)) {
      const values = many ? value : [value];
      if (!Array.isArray(values)) return `has a multiValueHeaders entry that is not a list`;
      if (!NAME.test(name)) return `has a header with the name ${JSON.stringify(name.slice(0, 100))}`;
      const entry = found.get(name.toLowerCase()) ?? { name, values: [] };
      found.set(name.toLowerCase(), entry);
      for (const item of values) {
        const text = typeof item === "object" || item === undefined ? undefined : String(item);
        if (text === undefined || !isHeaderValue(text))
          return `has a value of ${name} that is not a header value`;
        if (many || !entry.values.includes(text)) entry.values.push(text);
      }
    }
  }
  const headers: Header[] = [];
  let contentType = "application/json";
  for (const [lower, { name, values }] of found) {
    if (DROPPED.has(lower)) continue;
    if (lower === "content-type") contentType = values.at(-1) ?? contentType;
    else
      for (const value of values)
        headers.push([REMAPPED.has(lower) ? `x-amzn-Remapped-${name}` : name, value]);
  }
  return { headers, contentType };
}
