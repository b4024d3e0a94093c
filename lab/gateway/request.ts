/** One HTTP header as it came over the wire or goes out: name in its original case, and value. */
export type Header = readonly [name: string, value: string];

/** One HTTP request to an API, as the HTTP server hands it over: nothing decoded, nothing dropped. */
export interface GatewayRequest {
  readonly apiId: string;
  readonly method: string;
  /** Wire path after `/execute-api/<apiId>`, for example `/dev/tests`: what API Gateway would see. */
  readonly path: string;
  /** Wire path as the client sent (and signed) it, for example `/execute-api/<apiId>/dev/tests`. */
  readonly wirePath: string;
  /** Raw query string without the question mark. */
  readonly query: string;
  /** In wire order, duplicates kept. */
  readonly headers: readonly Header[];
  readonly body: Buffer;
  /** Address that the connection comes from. */
  readonly sourceIp: string;
  readonly host: string;
  /** `1.1` or `1.0`. */
  readonly httpVersion: string;
}

/** What the HTTP server sends back; header order is part of the answer (aws-behaviour 0.1). */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Buffer | string;
}

/** First value of a header, its name compared without case; undefined when it was not sent. */
export function headerValue(headers: readonly Header[], lowerCaseName: string): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) return value;
  }
  return undefined;
}

/** Whether a text can stand in a header: one character a byte, and none that would end the line. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}
