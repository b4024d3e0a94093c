import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { Refused } from "./errors.ts";

/**
 * What a token gives its bearer, whichever claim its issuer puts that in: `scope` (RFC 9068), `scp` (Okta, Entra ID) and
 * `permissions` (Auth0), together. They are compared with declared permissions as they are: no prefix is cut off.
 *
 * @throws {Refused} a claim of another type than its issuers give it
 */
export function permissionsOf({ scope, scp, permissions }: JwtPayload): string[] {
  return [
    ...new Set([...words(scope), ...(Array.isArray(scp) ? list(scp) : words(scp)), ...list(permissions)]),
  ];
}

function words(claim: unknown): string[] {
  if (claim === undefined) return [];
  if (typeof claim !== "string") throw new Refused("claims");
  return claim.split(" ").filter(Boolean);
}

function list(claim: unknown): string[] {
  if (claim === undefined) return [];
  if (!Array.isArray(claim) || !claim.every((item) => typeof item === "string")) throw new Refused("claims");
  return claim;
}
