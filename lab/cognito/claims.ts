import { javaDate } from "../gateway/time.ts";
import type { Claims } from "./verify-token.ts";

const DATES: ReadonlySet<string> = new Set(["exp", "iat"]);

/**
 * `requestContext.authorizer.claims` as API Gateway formats it (aws-behaviour C.1 [R]): every value a string, in the
 * token's order; `exp` and `iat` as Java prints a date, `auth_time` still a number's text; arrays joined by commas
 * without brackets. How objects look is not recorded: compact JSON.
 */
export function formatClaims(claims: Claims): Readonly<Record<string, string>> {
  const formatted: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    formatted[name] = DATES.has(name) && typeof value === "number" ? javaDate(value) : formatValue(value);
  }
  return formatted;
}

function formatValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(formatValue).join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
