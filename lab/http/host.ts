/** `127.0.0.1` and the rest of 127.0.0.0/8, or `localhost`, with any port (a forwarded one may differ). */
const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost)(?::\d{1,5})?$/i;

/**
 * Whether a `Host` header names this machine. A browser that was lured by a name that resolves to 127.0.0.1 (DNS
 * rebinding) sends that name: such a page must not reach the lab as if it were the lab's own.
 */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}
