/** Header names and values in the order of the wire, duplicates kept. */
export type Headers = readonly (readonly [string, string])[];

/** A request as it goes over the wire: nothing of it is normalized. */
export interface WireRequest {
  /** Scheme, host and port: `http://127.0.0.1:4566`. */
  readonly origin: string;
  readonly verb: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly headers: Headers;
  readonly body?: string;
  /** The address of this machine to connect from. */
  readonly localAddress?: string;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** From the first byte written to the last byte read. */
  readonly milliseconds: number;
}

/** The first header of a name, whatever its case. */
export function headerOf(message: { readonly headers: Headers }, name: string): string | undefined {
  return message.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The error type of an answer without what older services append: `AccessDeniedException`. */
export function errorTypeOf(answer: WireAnswer): string | undefined {
  return headerOf(answer, "x-amzn-errortype")?.split(":")[0];
}
