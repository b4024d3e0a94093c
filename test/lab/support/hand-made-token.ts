import { createPrivateKey, sign } from "node:crypto";

type Json = Readonly<Record<string, unknown>>;

/** A private key of the lab's `keys/*.jwks.json`. */
export interface PrivateKey extends Json {
  readonly kid: string;
  readonly name: string;
}

/** The keys in the text of such a file. */
export const keysIn = (text: string): readonly PrivateKey[] =>
  (JSON.parse(text) as { keys: PrivateKey[] }).keys;

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT made by hand. @param header by default RS256 with the key's `kid` */
export function handMadeToken(
  key: PrivateKey,
  claims: Json,
  header: Json = { alg: "RS256", kid: key.kid },
): string {
  const signed = `${part(header)}.${part(claims)}`;
  const privateKey = createPrivateKey({ key: { ...key }, format: "jwk" });
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

/** The header or the claims of a token. */
export function decoded(token: string, index: 0 | 1): Json {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString("utf8"));
}
