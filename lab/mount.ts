import type { Gateway } from "./gateway/gateway.ts";
import type { HttpServices } from "./http/dispatch.ts";
import type { Handler } from "./http/message.ts";
import { refusal } from "./http/refusals.ts";
import { createRouter } from "./http/router.ts";
import type { UserPools } from "./issuers/cognito/user-pools.ts";
import type { IdentityProvider } from "./issuers/idp/provider.ts";

interface Mounted {
  readonly gateway: Gateway;
  readonly sts: Handler;
  readonly pools: UserPools;
  readonly idp: IdentityProvider;
  readonly control: Handler;
}

/** Puts the services under their paths. Only the gateway has an answer of AWS's for a body that is too large. */
export function mount({ gateway, sts, pools, idp, control }: Mounted): HttpServices {
  const tooLarge: Handler = () => refusal(413, "The body is larger than any service of the lab takes");
  return {
    handle: createRouter({
      executeApi: (request) => gateway.handle(request),
      sts,
      cognitoIdp: pools.handleIssuer,
      auth: pools.handleDomain,
      idp: idp.handle,
      control,
    }),
    tooLarge: createRouter({
      executeApi: (request) => gateway.tooLarge(request),
      sts: tooLarge,
      cognitoIdp: tooLarge,
      auth: tooLarge,
      idp: tooLarge,
      control: tooLarge,
    }),
  };
}
