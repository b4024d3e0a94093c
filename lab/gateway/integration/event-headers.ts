import type { Exchange } from "../exchange.ts";

/** The two header maps of a Lambda event. */
export interface EventHeaders {
  /** The last value of each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
}

/** Request headers that no integration gets to see (recorded with AWS_PROXY on a Regional API, December 2024). */
const DROPPED: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "keep-alive",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** Set by the gateway itself, whatever the client sent. */
const OWN: ReadonlySet<string> = new Set([
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** The last `Authorization` and `User-Agent` behind CloudFront: recorded in this case whatever the client's. */
const EDGE_CASE: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["user-agent", "User-Agent"],
]);

/**
 * The headers of an event: in the client's case, values of a repeated name together, names in alphabetical order
 * without regard to case (as in every recorded event), with the gateway's `X-Amzn-Trace-Id` and `X-Forwarded-*`.
 * @param forAuthorizer a REQUEST authorizer sees Content-Length, an integration does not (aws-behaviour D.4 [R])
 */
export function eventHeaders(exchange: Exchange, forAuthorizer: boolean): EventHeaders {
  const { request } = exchange;
  const edge = exchange.api?.endpoint === "EDGE";
  const entries: { readonly lower: string; readonly name: string; readonly values: string[] }[] = [];
  let forwarded = "";
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase();
    if (DROPPED.has(lower) && !(forAuthorizer && lower === "content-length")) continue;
    if (lower === exchange.droppedHeader) continue;
    if (OWN.has(lower)) {
      if (lower === "x-forwarded-for") forwarded += `${value}, `;
      continue;
    }
    const known = entries.find((entry) => entry.lower === lower);
    if (known === undefined) {
      entries.push({ lower, name: (edge && EDGE_CASE.get(lower)) || name, values: [value] });
    } else known.values.push(value);
  }
  entries.push(
    { lower: "x-amzn-trace-id", name: "X-Amzn-Trace-Id", values: [exchange.traceRoot] },
    { lower: "x-forwarded-for", name: "X-Forwarded-For", values: [forwarded + request.sourceIp] },
    { lower: "x-forwarded-port", name: "X-Forwarded-Port", values: ["443"] },
    { lower: "x-forwarded-proto", name: "X-Forwarded-Proto", values: ["https"] },
  );
  entries.sort((left, right) => (left.lower < right.lower ? -1 : 1));
  const headers: Record<string, string> = Object.create(null);
  const multiValueHeaders: Record<string, readonly string[]> = Object.create(null);
  for (const { name, values } of entries) {
    headers[name] = values[values.length - 1] as string;
    multiValueHeaders[name] = values;
  }
  return { headers, multiValueHeaders };
}
