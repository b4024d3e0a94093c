import { existsSync } from "node:fs";
import { join } from "node:path";
import { generateSigningKey, type SigningKey } from "./issuers/keys.ts";

/** The issuers of the four stacks: two user pools and the outside identity provider. */
const COUNT = 3;

/**
 * Begins to make signing keys while the Terraform is not there yet: on a first start they take longer than all the rest.
 * A directory that has its keys makes none.
 *
 * @returns hands out a key: one of those, and when there is none left, a new one
 */
export function earlyKeys(directory: string): () => Promise<SigningKey> {
  const kept = ["cognito", "idp"].every((name) => existsSync(join(directory, "keys", `${name}.jwks.json`)));
  const keys = Array.from({ length: kept ? 0 : COUNT }, () => generateSigningKey());
  // Whoever takes a key is told why it failed; one that nobody takes is nobody's problem.
  for (const key of keys) key.catch(() => undefined);
  return () => keys.shift() ?? generateSigningKey();
}
