import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { WireRequest } from "./message.ts";

/** AWS credentials, temporary ones with a session token. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a signature is made for. */
export interface Signing {
  readonly credentials: AwsCredentials;
  /** The region of the credential scope. */
  readonly region: string;
  /** The service of the credential scope; API Gateway asks for `execute-api`. */
  readonly service?: string;
  /** The time of the signature. */
  readonly date: Date;
  /** Puts the signature into the query string instead of the header. */
  readonly presigned?: boolean;
}

/** Signs a request with Signature Version 4. */
export async function sign(wire: WireRequest, signing: Signing): Promise<WireRequest> {
  const url = new URL(wire.origin);
  const [path = "/", query = ""] = split(wire.target);
  const signer = new SignatureV4({
    credentials: signing.credentials,
    region: signing.region,
    service: signing.service ?? "execute-api",
    sha256: Sha256,
  });
  const request = {
    method: wire.verb,
    protocol: url.protocol,
    hostname: url.hostname,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(wire.headers),
    body: wire.body,
  };
  const options = { signingDate: signing.date };
  const signed = signing.presigned
    ? await signer.presign(request, { ...options, expiresIn: 60 })
    : await signer.sign(request, options);
  if (!signing.presigned) return { ...wire, headers: Object.entries(signed.headers) };
  const signedQuery = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encode(name)}=${encode(String(value))}`,
  );
  return { ...wire, target: `${path}?${signedQuery.join("&")}` };
}

/** Changes the last hex digit of a header signature; everything else stays. */
export function alterSignature(wire: WireRequest): WireRequest {
  const headers = wire.headers.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === "authorization"
      ? [name, value.replace(/[0-9a-f]$/, (digit) => (digit === "0" ? "1" : "0"))]
      : [name, value],
  );
  return { ...wire, headers };
}

/** Path and query of a request target. */
export function split(target: string): readonly [string, string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
