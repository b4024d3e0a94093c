import type { Clock } from "../../clock.ts";
import type { HttpAnswer } from "../../http/message.ts";
import { documentAnswer, nothingHere, publicJwks } from "../documents.ts";
import type { SigningKey } from "../keys.ts";
import type { OAuthErrorCode } from "../oauth/error.ts";
import type { TokenRequest } from "../oauth/parameters.ts";
import { discoveryDocument } from "./discovery.ts";
import type { AppClient, UserPool, UserPoolConfig } from "./pool.ts";
import { handleTokenRequest } from "./token-endpoint.ts";

/** A token request that a pool refused: for the lab's log. */
export interface TokenRefusal {
  /** Terraform address of the pool. */
  readonly address: string;
  readonly stack: string;
  readonly error: OAuthErrorCode;
  /** In words; nothing secret. */
  readonly reason: string;
}

/** What the pools run with. */
export interface UserPoolsOptions {
  readonly pools: readonly UserPoolConfig[];
  /** Each pool's key, by pool id. */
  readonly keys: ReadonlyMap<string, SigningKey>;
  readonly clock: Clock;
  /** @default - refusals are not told */
  readonly onRefusal?: (refusal: TokenRefusal) => void;
}

/** The user pools that run in the lab: each an issuer of its own. */
export class UserPools {
  readonly #byArn: ReadonlyMap<string, UserPool>;
  readonly #byId: ReadonlyMap<string, UserPool>;
  readonly #byDomain: ReadonlyMap<string, UserPool>;
  readonly #clock: Clock;
  readonly #onRefusal: (refusal: TokenRefusal) => void;
  /** Scopes taken away at run time, as `<client id> <scope>`. */
  readonly #removed = new Set<string>();

  /** @throws TypeError for a pool without a key. */
  constructor({ pools, keys, clock, onRefusal }: UserPoolsOptions) {
    const running = pools.map((pool): UserPool => {
      const key = keys.get(pool.id);
      if (key === undefined) {
        throw new TypeError(`there is no signing key for ${pool.address}`);
      }
      return { ...pool, key };
    });
    this.#byArn = new Map(running.map((pool) => [pool.arn, pool]));
    this.#byId = new Map(running.map((pool) => [pool.id, pool]));
    this.#byDomain = new Map(running.flatMap((pool) => pool.domains.map(({ domain }) => [domain, pool])));
    this.#clock = clock;
    this.#onRefusal = onRefusal ?? (() => undefined);
  }

  /** A pool by its ARN, as an authorizer's `provider_arns` names it. */
  pool(arn: string): UserPool | undefined {
    return this.#byArn.get(arn);
  }

  /** Every pool, in the order of the deployments. */
  all(): readonly UserPool[] {
    return [...this.#byId.values()];
  }

  /**
   * Takes one of its declared scopes from an app client, or gives it back: as a change of `allowed_oauth_scopes`
   * does, for tokens issued from now on.
   *
   * @returns whether there is a client with this id that was declared with this scope.
   */
  setScope(clientId: string, scope: string, held: boolean): boolean {
    const declared = this.all().some((pool) => pool.clients.get(clientId)?.scopes.includes(scope) === true);
    if (declared && held) {
      this.#removed.delete(`${clientId} ${scope}`);
    } else if (declared) {
      this.#removed.add(`${clientId} ${scope}`);
    }
    return declared;
  }

  /** The scopes that a client may have now. */
  scopesOf(client: AppClient): readonly string[] {
    return client.scopes.filter((scope) => !this.#removed.has(`${client.id} ${scope}`));
  }

  /** `/cognito-idp/<pool id>/.well-known/…`: a pool's documents. `path` begins with the pool's id. */
  handleIssuer = (request: Pick<TokenRequest, "method" | "path">): HttpAnswer => {
    const [, poolId = "", ...rest] = request.path.split("/");
    const pool = this.#byId.get(poolId);
    if (pool === undefined) {
      return nothingHere("The lab runs no user pool with this id");
    }
    switch (rest.join("/")) {
      case ".well-known/jwks.json":
        return documentAnswer(request.method, publicJwks(pool.key));
      case ".well-known/openid-configuration":
        return documentAnswer(request.method, discoveryDocument(pool));
      default:
        return nothingHere("A user pool has .well-known/openid-configuration and .well-known/jwks.json here");
    }
  };

  /** `/auth/<domain>/oauth2/token`: a pool's token endpoint. `path` begins with the domain. */
  handleDomain = async (request: TokenRequest): Promise<HttpAnswer> => {
    const [, domain = "", ...rest] = request.path.split("/");
    const pool = this.#byDomain.get(domain);
    if (pool === undefined) {
      return nothingHere("The lab runs no user pool with this domain");
    }
    if (rest.join("/") !== "oauth2/token") {
      return nothingHere("Of a user pool's domain the lab has oauth2/token: no user signs in here");
    }
    return handleTokenRequest(
      {
        pool,
        scopesOf: (client) => this.scopesOf(client),
        now: () => this.#clock.now(),
        onRefusal: ({ code, message }) =>
          this.#onRefusal({ address: pool.address, stack: pool.stack, error: code, reason: message }),
      },
      request,
    );
  };
}
