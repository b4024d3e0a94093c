import type { SigningKey } from "../keys.ts";

/** An app client as declared (`aws_cognito_user_pool_client`). */
export interface AppClient {
  /** Terraform address. */
  readonly address: string;
  readonly id: string;
  /** Undefined for a public client (`generate_secret` is not true). */
  readonly secret: string | undefined;
  /** `allowed_oauth_flows_user_pool_client`: without it the token endpoint gives this client nothing. */
  readonly oauthEnabled: boolean;
  /** `allowed_oauth_flows`. */
  readonly flows: readonly string[];
  /** `allowed_oauth_scopes`, in the order of the Terraform: those of resource servers and standard ones. */
  readonly scopes: readonly string[];
  readonly accessTokenSeconds: number;
}

/** A name under which a pool's token endpoint is reached (`aws_cognito_user_pool_domain`). */
export interface PoolDomain {
  readonly address: string;
  /** The prefix before `.auth.<region>.amazoncognito.com`, or a whole domain of the deployment's own. */
  readonly domain: string;
  /** Its local URL, without a trailing slash. */
  readonly url: string;
}

/** A user pool as declared, with what belongs to it. */
export interface UserPoolConfig {
  /** Terraform address of the pool. */
  readonly address: string;
  readonly stack: string;
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** The local URL that its tokens carry as `iss`, without a trailing slash. */
  readonly issuer: string;
  readonly domains: readonly PoolDomain[];
  /** The scopes of its resource servers, each `<identifier>/<scope name>`. */
  readonly resourceServerScopes: readonly string[];
  /** By client id. */
  readonly clients: ReadonlyMap<string, AppClient>;
}

/** A user pool that runs. */
export interface UserPool extends UserPoolConfig {
  /**
   * Signs the pool's tokens. A pool of AWS publishes two keys, one for ID and one for access tokens; a local pool
   * has one, since it issues access tokens alone (an ID token is made by hand, with this key too).
   */
  readonly key: SigningKey;
}
