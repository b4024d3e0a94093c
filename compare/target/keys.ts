import { readFileSync } from "node:fs";
import path from "node:path";
import type { JWK } from "jose";
import type { SigningKeys } from "../client/forge.ts";
import type { ByMethod } from "../method.ts";
import { TargetError } from "./errors.ts";

/**
 * The private signing keys that a lab leaves beside its outputs file (`keys/*.jwks.json`); none where there are no
 * such files.
 *
 * @throws TargetError when a file is there and cannot be read
 */
export function readKeys(directory: string): ByMethod<SigningKeys> {
  return {
    iam: [],
    "cognito-scopes": read(path.join(directory, "keys", "cognito.jwks.json")),
    "custom-authorizer": read(path.join(directory, "keys", "idp.jwks.json")),
  };
}

function read(file: string): SigningKeys {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new TargetError([`${file}: ${(error as Error).message}`]);
  }
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    if (Array.isArray(keys)) return keys as JWK[];
  } catch {
    // Said below: the parser's own message could quote the key.
  }
  throw new TargetError([`${file}: is not a JSON Web Key Set`]);
}
