import { CredentialError } from "./errors.ts";
import type { Witness } from "./exchange.ts";
import { basic } from "./mask.ts";
import { headerOf, type WireAnswer, type WireRequest } from "./message.ts";

/** A client at a token endpoint. */
export interface TokenClient {
  readonly tokenUrl: string;
  readonly id: string;
  readonly secret: string;
}

/** An access token as the endpoint gave it. */
export interface Token {
  readonly value: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** The `client_credentials` request of a client, with HTTP Basic and no other parameter (RFC 6749, 4.4.2). */
export function tokenRequest(client: TokenClient): WireRequest {
  const { origin, host, pathname, search } = new URL(client.tokenUrl);
  const body = "grant_type=client_credentials";
  return {
    origin,
    verb: "POST",
    target: pathname + search,
    headers: [
      ["Host", host],
      ["Authorization", `Basic ${basic(client.id, client.secret)}`],
      ["Content-Type", "application/x-www-form-urlencoded"],
    ],
    body,
  };
}

/** What an endpoint's answer is to the sequence diagrams. */
export function witnessToken(client: TokenClient, answer: WireAnswer, witness?: Witness): void {
  witness?.({
    with: "token endpoint",
    request: `POST ${new URL(client.tokenUrl).pathname}, client_credentials, HTTP Basic`,
    answer:
      answer.status === 200 ? "200, access token" : `${answer.status}, ${errorCode(answer) ?? "no token"}`,
    milliseconds: answer.milliseconds,
  });
}

/**
 * The token in an endpoint's answer.
 *
 * @throws CredentialError with the OAuth error code when there is none
 */
export function readToken(client: TokenClient, answer: WireAnswer): Token {
  const where = `token endpoint ${client.tokenUrl}, client ${client.id}`;
  if (answer.status !== 200) {
    const code = errorCode(answer) ?? `status ${answer.status}`;
    throw new CredentialError(`${where}: ${answer.status} ${code}${hint(code)}`, code);
  }
  const body = parse(answer.body);
  const value = body.access_token;
  if (typeof value !== "string" || value === "") {
    throw new CredentialError(
      `${where}: 200 without access_token (Content-Type ${headerOf(answer, "content-type") ?? "missing"})`,
      "invalid_answer",
    );
  }
  const expiresIn = Number(body.expires_in);
  return { value, expiresIn: Number.isFinite(expiresIn) && expiresIn > 0 ? expiresIn : 3600 };
}

function errorCode(answer: WireAnswer): string | undefined {
  const { error } = parse(answer.body);
  return typeof error === "string" ? error : undefined;
}

function hint(code: string): string {
  if (code === "invalid_client")
    return ": the client id or its secret is not the one that the endpoint knows";
  if (code === "invalid_scope") return ": the client has none of the scopes any more";
  return "";
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
