import type { Clock } from "../../clock.ts";
import type { HttpAnswer } from "../../http/message.ts";
import { documentAnswer, nothingHere, publicJwks } from "../documents.ts";
import type { SigningKey } from "../keys.ts";
import type { TokenRequest } from "../oauth/parameters.ts";
import { type IdpClient, idpClients } from "./clients.ts";
import { handleIdpTokenRequest } from "./token-endpoint.ts";

/** What the outside identity provider runs with. */
export interface IdentityProviderOptions {
  /** What its tokens carry as `iss`, to the letter: the Terraform variable `token_issuer`. */
  readonly issuer: string;
  /** What its tokens carry as `aud`: the Terraform variable `token_audience`. */
  readonly audience: string | readonly string[];
  /** Where the lab serves it, without a trailing slash; the issuer may be another URL. */
  readonly url: string;
  readonly key: SigningKey;
  readonly clock: Clock;
  /** The permissions of each caller; each caller becomes one client. */
  readonly callers: Readonly<Record<string, readonly string[]>>;
  /** What the clients' ids and secrets are derived from. */
  readonly secretSeed: string;
}

/** The identity provider outside AWS that a custom authorizer trusts. */
export class IdentityProvider {
  /** By caller. */
  readonly clients: ReadonlyMap<string, IdpClient>;
  readonly #options: IdentityProviderOptions;
  readonly #byId: ReadonlyMap<string, IdpClient>;
  /** Permissions taken away at run time, by caller. */
  readonly #removed: ReadonlyMap<string, Set<string>>;

  constructor(options: IdentityProviderOptions) {
    const clients = idpClients(options.callers, options.secretSeed);
    this.#options = options;
    this.clients = new Map(clients.map((client) => [client.caller, client]));
    this.#byId = new Map(clients.map((client) => [client.id, client]));
    this.#removed = new Map(clients.map(({ caller }) => [caller, new Set<string>()]));
  }

  /** Its token endpoint. */
  get tokenUrl(): string {
    return `${this.#options.url}/oauth2/token`;
  }

  /**
   * Takes one of its declared permissions from a caller, or gives it back, for tokens issued from now on.
   *
   * @returns whether there is a caller of this name that was declared with this permission.
   */
  setPermission(caller: string, permission: string, held: boolean): boolean {
    const declared = this.clients.get(caller)?.permissions.includes(permission) === true;
    if (declared && held) {
      this.#removed.get(caller)?.delete(permission);
    } else if (declared) {
      this.#removed.get(caller)?.add(permission);
    }
    return declared;
  }

  /** `/idp/…`: `path` is what follows `/idp`. */
  handle = (request: TokenRequest): HttpAnswer | Promise<HttpAnswer> => {
    switch (request.path) {
      case "/.well-known/openid-configuration":
        return documentAnswer(request.method, this.#discoveryDocument());
      case "/.well-known/jwks.json":
        return documentAnswer(request.method, publicJwks(this.#options.key));
      case "/oauth2/token":
        return this.#token(request);
      default:
        return nothingHere(
          "The identity provider has oauth2/token, .well-known/openid-configuration and .well-known/jwks.json",
        );
    }
  };

  #token(request: TokenRequest): Promise<HttpAnswer> {
    const { issuer, audience, key, clock } = this.#options;
    return handleIdpTokenRequest(
      {
        issuer,
        audience,
        key,
        find: (id) => this.#byId.get(id),
        permissionsOf: ({ caller, permissions }) =>
          permissions.filter((permission) => this.#removed.get(caller)?.has(permission) !== true),
        now: () => clock.now(),
      },
      request,
    );
  }

  /**
   * OpenID Connect Discovery 1.0, section 3. The keys are under the issuer's own URL, which need not be the lab's: who
   * trusts an https issuer takes its keys from no other protocol.
   */
  #discoveryDocument(): object {
    const { issuer } = this.#options;
    return {
      issuer,
      token_endpoint: this.tokenUrl,
      jwks_uri: `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`,
      grant_types_supported: ["client_credentials"],
      response_types_supported: [],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    };
  }
}
