import { OAuthError } from "./error.ts";

/**
 * The scopes that a token gets: those asked for, in the order asked and each once; all that the client has when
 * none is asked for (RFC 6749 3.3, aws-behaviour F).
 *
 * @param requested the `scope` parameter: space separated.
 * @throws OAuthError `invalid_scope` for a scope that the client has not, and when there is none to give.
 */
export function grantedScopes(
  requested: string | undefined,
  available: readonly string[],
): readonly string[] {
  const wanted = [...new Set((requested ?? "").split(" ").filter((scope) => scope !== ""))];
  const refused = wanted.find((scope) => !available.includes(scope));
  if (refused !== undefined) {
    throw new OAuthError("invalid_scope", `the client has no scope ${JSON.stringify(refused.slice(0, 256))}`);
  }
  const granted = wanted.length > 0 ? wanted : available;
  if (granted.length === 0) {
    throw new OAuthError("invalid_scope", "the client has no scope");
  }
  return granted;
}
