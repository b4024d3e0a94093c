import type { HeaderList, HttpAnswer } from "../../../../lab/http/message.ts";
import type { TokenRequest } from "../../../../lab/issuers/oauth/parameters.ts";

/** What a test says of a token request; the rest is as a plain OAuth client sends it. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: HeaderList;
  readonly body?: string;
  /** `id:secret` for HTTP Basic. */
  readonly basic?: string;
  readonly contentType?: string | null;
}

export function tokenRequest(path: string, sent: Sent): TokenRequest {
  const { method = "POST", query = "", body = "", basic, contentType } = sent;
  const type = contentType === undefined ? "application/x-www-form-urlencoded" : contentType;
  return {
    method,
    path: sent.path ?? path,
    query,
    headers: [
      ["Host", "127.0.0.1:4566"],
      ...(basic === undefined ? [] : [["Authorization", basicHeader(basic)] as const]),
      ...(type === null ? [] : [["Content-Type", type] as const]),
      ...(sent.headers ?? []),
    ],
    body: Buffer.from(body),
  };
}

export function basicHeader(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

export function headerOf(answer: HttpAnswer, name: string): string | undefined {
  return answer.headers.find(([given]) => given.toLowerCase() === name)?.[1];
}

export function bodyOf(answer: HttpAnswer): Record<string, unknown> {
  return JSON.parse(answer.body.toString()) as Record<string, unknown>;
}
