import { createHmac } from "node:crypto";
import type { CredentialRecord } from "./types.ts";

/** Keys a credential: yesterday's and today's scope, for `sts` and for `execute-api`. */
const KEYS_PER_CREDENTIAL = 4;

/** Lives and dies with the credential's record, so that it never outgrows the store of credentials. */
const derived = new WeakMap<CredentialRecord, Map<string, Buffer>>();

/**
 * The key that signs for one date, region and service (IAM user guide, "Create a signed AWS API request", step 4).
 * Cached by record: hand over the same object for the same credential.
 */
export function signingKey(
  credential: CredentialRecord,
  date: string,
  region: string,
  service: string,
): Buffer {
  const scope = `${date}/${region}/${service}`;
  let keys = derived.get(credential);
  if (keys === undefined) {
    keys = new Map();
    derived.set(credential, keys);
  }
  let key = keys.get(scope);
  if (key === undefined) {
    key = hmac(hmac(hmac(hmac(`AWS4${credential.secretAccessKey}`, date), region), service), "aws4_request");
    if (keys.size >= KEYS_PER_CREDENTIAL) keys.clear();
    keys.set(scope, key);
  }
  return key;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
