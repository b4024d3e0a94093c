/** Header fields as on the wire: original case, wire order, duplicates kept; each byte is one character (latin1). */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** One HTTP request as it reached the lab, nothing decoded and nothing normalized. */
export interface HttpRequest {
  /** The method as sent; methods are case-sensitive (RFC 9110 9.1). */
  readonly method: string;
  /** The path as on the wire, without the query; each byte is one character (latin1). */
  readonly wirePath: string;
  /** What follows the service's mount in `wirePath`: `/execute-api/<apiId>/dev/tests` → `/dev/tests`. */
  readonly path: string;
  /** The query as on the wire, without `?`; empty when there is none. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
  /** The address that the connection comes from. */
  readonly sourceIp: string;
  /** The `Host` header, or an empty string. */
  readonly host: string;
  /** `1.1` or `1.0`. */
  readonly httpVersion: string;
}

/** The answer to one request. The server writes the framing headers (`Content-Length`, `Connection`) itself. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  /** A string is sent as UTF-8. */
  readonly body: Buffer | string;
}

/** A service of the lab: a plain function, so that it is tested without a socket. */
export type Handler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

/**
 * Every value of one header, in wire order.
 * @param name the header's name in lower case.
 */
export function headerValues(headers: HeaderList, name: string): string[] {
  const values: string[] = [];
  for (const [given, value] of headers) {
    if (given.length === name.length && given.toLowerCase() === name) {
      values.push(value);
    }
  }
  return values;
}

/** An answer with a JSON body, compact as AWS writes it. */
export function jsonAnswer(status: number, value: unknown, headers: HeaderList = []): HttpAnswer {
  return {
    status,
    headers: [["Content-Type", "application/json"], ...headers],
    body: JSON.stringify(value),
  };
}
