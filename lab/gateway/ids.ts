import { randomFillSync, randomUUID } from "node:crypto";

const POOL = Buffer.allocUnsafe(4096);
let used = POOL.length;

/** Some random bytes out of a pool: one system call for hundreds of ids. */
function random(length: number): Buffer {
  if (used + length > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += length;
  return POOL.subarray(used - length, used);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The request id: a client may override it with `x-amzn-RequestId` (aws-behaviour 0.1.12 [D]). Only a UUID is
 * taken over: it goes into logs and into the record of decisions.
 */
export function requestId(sent: string | undefined): string {
  return sent !== undefined && sent.length === 36 && UUID.test(sent) ? sent : randomUUID();
}

/** `x-amz-apigw-id`, the extended request id: 15 characters and `=` (0.1.4 [R], for example `eFvBpE_KFiAEKJg=`). */
export function extendedRequestId(): string {
  return `${random(11).toString("base64url")}=`;
}

const ROOT = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|\s*$)/i;

/** `Root=1-<time>-<96 bits>`: the client's own root when it sent one, else a new one; `now` in milliseconds. */
export function traceRoot(sent: string | undefined, now: number): string {
  const root = sent !== undefined && sent.length <= 1024 ? ROOT.exec(sent)?.[1] : undefined;
  if (root !== undefined) return `Root=${root}`;
  const seconds = Math.max(0, Math.floor(now / 1000)) % 0x100000000;
  return `Root=1-${seconds.toString(16).padStart(8, "0")}-${random(12).toString("hex")}`;
}

/** The response's `X-Amzn-Trace-Id`, in the form of 2024 and later (aws-behaviour 0.1.6 [R]). */
export function responseTrace(root: string): string {
  return `${root};Parent=${random(8).toString("hex")};Sampled=0;Lineage=1:${random(4).toString("hex")}:0`;
}
