import { createHmac } from "node:crypto";

/** The client of one caller at the outside identity provider. */
export interface IdpClient {
  /** The declared caller whose client this is. */
  readonly caller: string;
  readonly id: string;
  readonly secret: string;
  /** The permissions that the caller was declared with. */
  readonly permissions: readonly string[];
}

/**
 * One client a caller. Ids and secrets are derived from the seed, so that a lab directory keeps its own from run
 * to run: 32 and 64 characters, letters and digits alone, which no encoding changes.
 */
export function idpClients(
  callers: Readonly<Record<string, readonly string[]>>,
  secretSeed: string,
): readonly IdpClient[] {
  return Object.entries(callers).map(([caller, permissions]) => ({
    caller,
    id: derive(secretSeed, "client id", caller).slice(0, 32),
    secret: derive(secretSeed, "client secret", caller),
    permissions,
  }));
}

function derive(seed: string, purpose: string, caller: string): string {
  return createHmac("sha256", seed).update(`identity provider ${purpose}\0${caller}`).digest("hex");
}
