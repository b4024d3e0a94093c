import type { CredentialStore } from "./credentials.ts";
import type { User } from "./entity.ts";
import type { Principal } from "./principal.ts";

/** Who a user's access key stands for. */
export function userPrincipal({ arn, accountId, uniqueId, tags }: User): Principal {
  return { kind: "user", arn, accountId, userId: uniqueId, tags };
}

/** Makes the access keys of users known: those that the Terraform declares. */
export function addAccessKeys(users: Iterable<User>, credentials: CredentialStore): void {
  for (const user of users) {
    for (const key of user.accessKeys) credentials.add(userPrincipal(user), key);
  }
}
