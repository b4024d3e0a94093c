import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { CredentialRecord, SignedRequest, SigV4Error, Verification } from "../../../lab/sigv4/types.ts";
import { REGION, SERVICE } from "./credentials.ts";
import { onWire } from "./wire.ts";

/** What a client wants to send: text as people write it, the path as it goes over the wire. */
export interface Wanted {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** What to sign with, and for. */
export interface Signing {
  readonly credential: CredentialRecord;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly region?: string;
  readonly service?: string;
  /** Whether to send `x-amz-content-sha256`. @default true */
  readonly checksum?: boolean;
}

function signer({ credential, region = REGION, service = SERVICE, checksum = true }: Signing): SignatureV4 {
  const { accessKeyId, secretAccessKey, sessionToken } = credential;
  return new SignatureV4({
    service,
    region,
    sha256: Sha256,
    applyChecksum: checksum,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
}

function unsigned({ method = "GET", path = "/dev/tests", query = {}, headers = {}, body }: Wanted) {
  const all = { host: "127.0.0.1:4566", ...headers };
  const request = { method, path, query, headers: all, protocol: "http:", hostname: "127.0.0.1" };
  return body === undefined ? request : { ...request, body };
}

/** A percent-encoded query, parameters in the order in which they are given. */
export function queryText(query: Readonly<Record<string, string | string[] | null>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => [value ?? ""].flat().map((one) => [name, one] as const))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}

function sent(
  request: {
    method: string;
    path: string;
    query?: Record<string, string | string[] | null>;
    headers: Record<string, string>;
  },
  body: Uint8Array | string | undefined,
): SignedRequest {
  return {
    method: request.method,
    path: onWire(request.path),
    query: queryText(request.query ?? {}),
    headers: Object.entries(request.headers).map(([name, value]) => [name, onWire(value)] as const),
    body: Buffer.from(body ?? ""),
  };
}

/** Signs as the AWS SDK for JavaScript does, in the `Authorization` header. */
export async function signed(wanted: Wanted, signing: Signing): Promise<SignedRequest> {
  const request = await signer(signing).sign(unsigned(wanted), { signingDate: new Date(signing.at) });
  return sent(request as Parameters<typeof sent>[0], wanted.body);
}

/** Signs as the AWS SDK for JavaScript does, in the query. */
export async function presigned(wanted: Wanted, signing: Signing, expiresIn = 300): Promise<SignedRequest> {
  const request = await signer(signing).presign(unsigned(wanted), {
    signingDate: new Date(signing.at),
    expiresIn,
  });
  return sent(request as Parameters<typeof sent>[0], wanted.body);
}

/** The request with headers replaced or added (a text) or removed (`undefined`), by name. */
export function withHeaders(
  request: SignedRequest,
  changes: Readonly<Record<string, string | undefined>>,
): SignedRequest {
  const lower = new Map(Object.entries(changes).map(([name, value]) => [name.toLowerCase(), value]));
  const kept = request.headers.filter(([name]) => !lower.has(name.toLowerCase()));
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...request, headers: [...kept, ...added] };
}

/** A header's value. */
export function header(request: SignedRequest, name: string): string {
  return request.headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? "";
}

/** What a refused client is told. */
export function failure(result: Verification): Pick<SigV4Error, "type" | "message"> {
  if (result.ok) throw new Error("it was verified");
  return { type: result.error.type, message: result.error.message };
}
