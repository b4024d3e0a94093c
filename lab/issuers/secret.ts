import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Compares a secret that somebody sent with the right one. How long it takes says nothing about the right one,
 * not even its length: digests of equal length are compared.
 */
export function secretsEqual(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
