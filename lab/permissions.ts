import type { CallerIdentity } from "./callers.ts";
import type { IamDirectory } from "./iam/directory.ts";
import type { UserPools } from "./issuers/cognito/user-pools.ts";
import type { IdentityProvider } from "./issuers/idp/provider.ts";

interface Holders {
  readonly identities: readonly CallerIdentity[];
  readonly iam: IamDirectory;
  readonly pools: UserPools;
  readonly idp: IdentityProvider | undefined;
}

/**
 * Takes a permission from a caller, or gives it back, the way an administrator would: at the outside identity
 * provider and in the app clients for tokens issued from now on, and in IAM at once. In IAM the role loses all
 * of its policies: which of their statements stand for the permission, the Terraform does not say.
 *
 * @returns whether anybody had been given this permission
 */
export function setPermission(holders: Holders, caller: string, permission: string, held: boolean): boolean {
  const { identities, iam, pools, idp } = holders;
  const scopes = pools.all().flatMap(({ resourceServerScopes }) => resourceServerScopes);
  const changes = identities
    .filter((identity) => identity.caller === caller)
    .map(({ kind, id }) => {
      if (kind === "role") return held ? iam.restore(id) : iam.revoke(id);
      return [...new Set(scopes)]
        .filter((scope) => scope.endsWith(`/${permission}`))
        .map((scope) => pools.setScope(id, scope, held))
        .includes(true);
    });
  return [...changes, idp?.setPermission(caller, permission, held) === true].includes(true);
}
