import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { type CryptoKey, decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT } from "jose";
import { NotHere } from "./errors.ts";

/** How a hand-made token differs from the caller's real one. */
export interface Forgery {
  /** Who signs: the issuer's own key, somebody else's under the same `kid`, or nobody (`alg: none`). */
  readonly key: "issuer" | "stranger" | "nobody";
  /** Claims to set; `null` removes one. `{client}` stands for the caller's client id. */
  readonly claims?: Readonly<Record<string, string | number | null>>;
  /** When the token was issued, begins to be and ceases to be valid, in seconds from now. */
  readonly times?: { readonly iat?: number; readonly nbf?: number; readonly exp?: number };
  /** What the permissions become: a word that `fill` fills in. */
  readonly permission?: string;
}

/** The private signing keys of the issuers, as a lab leaves them; AWS gives none away. */
export type SigningKeys = readonly JWK[];

const PERMISSION_CLAIMS = ["scope", "scp", "permissions"];

/**
 * Makes a token from the caller's real one.
 *
 * @param now the target's time, in milliseconds since the epoch
 * @throws NotHere when the issuer's private key is not on this machine
 */
export async function forge(
  real: string,
  forgery: Forgery,
  keys: SigningKeys,
  now: number,
  clientId: string,
): Promise<string> {
  const header = decodeProtectedHeader(real);
  const claims = changed(decodeJwt(real) as Record<string, unknown>, forgery, now, clientId);
  if (forgery.key === "nobody") {
    return `${segment({ ...header, alg: "none" })}.${segment(claims)}.`;
  }
  const alg = header.alg ?? "RS256";
  const key = forgery.key === "issuer" ? await issuerKey(keys, header.kid, alg) : strangerKey();
  return new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(key);
}

/** Raises a token's permissions by hand and leaves its signature as it was: what a curious caller would try. */
export function editClaims(real: string, permission: string): string {
  const [header, , signature] = real.split(".");
  const claims = withPermission(decodeJwt(real) as Record<string, unknown>, permission);
  return `${header}.${segment(claims)}.${signature}`;
}

function changed(
  real: Record<string, unknown>,
  forgery: Forgery,
  now: number,
  clientId: string,
): Record<string, unknown> {
  let claims: Record<string, unknown> = { ...real, jti: randomUUID() };
  if (forgery.permission !== undefined) claims = withPermission(claims, forgery.permission);
  for (const [name, value] of Object.entries(forgery.claims ?? {})) {
    if (value === null) delete claims[name];
    else claims[name] = typeof value === "string" ? value.replaceAll("{client}", () => clientId) : value;
  }
  const seconds = Math.floor(now / 1000);
  for (const [name, offset] of Object.entries(forgery.times ?? {})) claims[name] = seconds + offset;
  return claims;
}

/** The claims with every permission replaced, in the shape that the issuer writes them. */
function withPermission(claims: Record<string, unknown>, template: string): Record<string, unknown> {
  const changedClaims = { ...claims };
  for (const name of PERMISSION_CLAIMS) {
    const value = claims[name];
    const first = Array.isArray(value)
      ? value[0]
      : typeof value === "string"
        ? value.split(" ")[0]
        : undefined;
    if (typeof first !== "string") continue;
    const permission = fill(template, first);
    changedClaims[name] = Array.isArray(value) ? [permission] : permission;
  }
  return changedClaims;
}

/**
 * Fills a template in for one permission, `com.test.test/test.read` say: `{permission}` is all of it, `{upper}` in
 * capitals, `{shorter}` less its last letter, `{server}` is `com.test.test/` (empty without one), `{name}` `test.read`.
 */
export function fill(template: string, permission: string): string {
  const slash = permission.lastIndexOf("/");
  return template
    .replaceAll("{permission}", () => permission)
    .replaceAll("{upper}", () => permission.toUpperCase())
    .replaceAll("{shorter}", () => permission.slice(0, -1))
    .replaceAll("{server}", () => permission.slice(0, slash + 1))
    .replaceAll("{name}", () => permission.slice(slash + 1));
}

async function issuerKey(
  keys: SigningKeys,
  kid: string | undefined,
  alg: string,
): Promise<CryptoKey | Uint8Array> {
  const key = keys.find((candidate) => candidate.kid === kid && candidate.d !== undefined);
  if (!key)
    throw new NotHere("a token made by hand needs the issuer's private key, which only a lab gives away");
  return importJWK(key, alg);
}

let stranger: KeyObject | undefined;

function strangerKey(): KeyObject {
  stranger ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  return stranger;
}

function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
