import { request } from "node:http";

/** What a client got back. */
export interface Answer {
  readonly status: number;
  /** `x-amzn-ErrorType`. */
  readonly errorType: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What a client sends; the path and the query go over the wire as they are. */
export interface Call {
  readonly method?: string;
  /** Names and values; a list sends the header several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** The local address to connect from. @default 127.0.0.1 */
  readonly from?: string;
}

/** Sends one request on a connection of its own: nothing of the URL is normalized. */
export function call(url: string, { method = "GET", headers = {}, body, from }: Call = {}): Promise<Answer> {
  const [, host, port, path] = /^http:\/\/([^/:]+):(\d+)(\/.*)$/s.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host,
        port,
        path,
        method,
        localAddress: from,
        agent: false,
        headers: headers as Record<string, string>,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            errorType: incoming.headers["x-amzn-errortype"] as string | undefined,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Status, ErrorType and body: what most tests compare. */
export const seen = ({ status, errorType, body }: Answer) => [status, errorType, body] as const;

/** The answers that most refusals have (aws-behaviour 0.2). */
export const MISSING = [
  403,
  "MissingAuthenticationTokenException",
  '{"message":"Missing Authentication Token"}',
] as const;
export const UNAUTHORIZED = [401, "UnauthorizedException", '{"message":"Unauthorized"}'] as const;
export const FORBIDDEN = [403, "ForbiddenException", '{"message":"Forbidden"}'] as const;
export const CONFIGURATION = [500, "AuthorizerConfigurationException", '{"message":null}'] as const;
export const BAD_GATEWAY = [
  502,
  "InternalServerErrorException",
  '{"message":"Internal server error"}',
] as const;
export const IMPLICIT_DENY = [
  403,
  "AccessDeniedException",
  '{"Message":"User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"}',
] as const;
export const EXPLICIT_DENY = [
  403,
  "AccessDeniedException",
  '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
] as const;
