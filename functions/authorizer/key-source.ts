import type { SupportedSignatureAlgorithm } from "aws-jwt-verify/jwt-verifier";
import type { Configuration } from "./config.ts";
import { JwksUnavailable, Refused } from "./errors.ts";
import { fetchJson } from "./fetch-json.ts";
import { discoveryUrl, parseIssuer, parseJwksUri } from "./issuer-url.ts";
import { readKeySet, type SigningKey } from "./signing-key.ts";

/** All times in milliseconds. */
const TIMES = {
  /** For discovery and key set together. It has to be well below the function's own time limit. */
  fetch: 3_000,
  /** How long keys are used without asking again: a key that the issuer withdrew is refused after this. */
  fresh: 10 * 60_000,
  /** How long keys are used when asking again fails: an issuer may be down for so long without any effect. */
  trusted: 60 * 60_000,
  /**
   * The least time from a fetch that a token with an unknown key caused to the next one, and after a fetch that failed.
   * So often at most do made-up key ids cause one, and so long at most is a key refused that the issuer made after it.
   */
  pause: 10_000,
  /** The same after a failure while there are no keys to use and every token ends in an error. */
  pauseWithoutKeys: 1_000,
};

/**
 * The issuer's public keys: found by discovery, kept, asked for again when a token names another one or they get old.
 *
 * In place of aws-jwt-verify's `SimpleJwksCache`, which does no discovery, speaks https alone, keeps a withdrawn key for
 * as long as the process lives, and answers "not allowed to fetch" to tokens with a rotated key during its penalty.
 */
export class KeySource {
  readonly #configuration: Pick<Configuration, "issuer" | "algorithms">;
  readonly #warn: (failure: JwksUnavailable) => void;
  readonly #times: typeof TIMES;
  #keys: readonly SigningKey[] = [];
  #fetchedAt = Number.NEGATIVE_INFINITY;
  /** When fetching was last tried, and how long not to try again. */
  #triedAt = Number.NEGATIVE_INFINITY;
  #pause = 0;
  #failure: JwksUnavailable | undefined;
  #underWay: Promise<void> | undefined;

  /** @param warn told when old keys are used because new ones cannot be had */
  constructor(
    configuration: Pick<Configuration, "issuer" | "algorithms">,
    warn: (failure: JwksUnavailable) => void,
    times: Partial<typeof TIMES> = {},
  ) {
    this.#configuration = configuration;
    this.#warn = warn;
    this.#times = { ...TIMES, ...times };
  }

  /**
   * @throws {Refused} the issuer has no such key
   * @throws {JwksUnavailable} whether it has cannot be told
   */
  async find(kid: string, algorithm: SupportedSignatureAlgorithm): Promise<SigningKey> {
    const known = this.#known(kid, algorithm, this.#times.fresh);
    if (known) return known;
    await this.#refresh();
    const key = this.#known(kid, algorithm, this.#times.trusted);
    if (key && this.#failure) this.#warn(this.#failure);
    if (key) return key;
    throw this.#failure ?? new Refused("unknown-key");
  }

  #known(kid: string, algorithm: SupportedSignatureAlgorithm, longest: number): SigningKey | undefined {
    if (!isWithin(Date.now() - this.#fetchedAt, longest)) return undefined;
    return this.#keys.find((key) => key.kid === kid && key.algorithms.includes(algorithm));
  }

  /** Fetches the keys, unless it is too soon; requests that come meanwhile wait for the same fetch. */
  #refresh(): Promise<void> {
    if (!this.#underWay && isWithin(Date.now() - this.#triedAt, this.#pause)) return Promise.resolve();
    this.#underWay ??= this.#fetch().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #fetch(): Promise<void> {
    const { fetch, fresh, trusted, pause, pauseWithoutKeys } = this.#times;
    const now = Date.now();
    const age = now - this.#fetchedAt;
    const signal = AbortSignal.timeout(fetch);
    this.#triedAt = now;
    try {
      const jwksUri = await this.#discover(signal);
      this.#keys = readKeySet(await fetchJson(jwksUri, signal), this.#configuration.algorithms);
      this.#fetchedAt = now;
      this.#failure = undefined;
      this.#pause = isWithin(age, fresh) ? pause : 0;
    } catch (cause) {
      this.#failure = new JwksUnavailable(cause);
      this.#pause = isWithin(age, trusted) ? pause : pauseWithoutKeys;
    }
  }

  /** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation */
  async #discover(signal: AbortSignal): Promise<URL> {
    const issuer = parseIssuer(this.#configuration.issuer);
    const document = (await fetchJson(discoveryUrl(issuer), signal)) as {
      issuer?: unknown;
      jwks_uri?: unknown;
    } | null;
    if (document?.issuer !== this.#configuration.issuer) {
      throw new Error(
        `discovery: issuer: came ${JSON.stringify(document?.issuer)}; allowed: ${JSON.stringify(this.#configuration.issuer)}`,
      );
    }
    return parseJwksUri(document.jwks_uri, issuer);
  }
}

/** Whether a span of time is not over yet. A clock that was set back says nothing, so it is over. */
const isWithin = (elapsed: number, span: number) => elapsed >= 0 && elapsed < span;
