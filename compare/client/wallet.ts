import { decodeJwt } from "jose";
import type { Caller } from "../method.ts";
import type { RoleAccess, Target, TokenAccess } from "../target/target.ts";
import type { Witness } from "./exchange.ts";
import type { Mask } from "./mask.ts";
import { PAUSES, type Pauses, retry, THROTTLED } from "./retry.ts";
import type { Roles } from "./roles.ts";
import type { Sender } from "./send.ts";
import type { AwsCredentials } from "./sign.ts";
import type { TargetTime } from "./time.ts";
import { readToken, tokenRequest, witnessToken } from "./tokens.ts";

/** What a wallet gets credentials with. */
export interface WalletOptions {
  readonly roles: Roles;
  readonly sender: Sender;
  readonly mask: Mask;
  readonly time: TargetTime;
  readonly pauses?: Pauses;
  readonly signal?: AbortSignal;
}

/** Something that is good until a time, in milliseconds since the epoch of the target's clock. */
export interface Held<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** AWS's shortest session, in seconds: what is held is good for no longer than it must be. */
const SESSION_SECONDS = 900;

/**
 * Holds each caller's credential and gets it once, as a well-behaved client does: a token a call would be billed a
 * call. A refusal is held too, so that it is not asked for again by every scenario.
 */
export class Wallet {
  readonly #options: WalletOptions;
  readonly #held = new Map<string, Promise<Held<AwsCredentials | string>>>();

  constructor(options: WalletOptions) {
    this.#options = options;
  }

  /**
   * A session of the caller's role.
   *
   * @throws CredentialError
   */
  async session(
    target: Target,
    access: RoleAccess,
    caller: Caller,
    witness?: Witness,
  ): Promise<AwsCredentials> {
    const held = this.#get(target, caller, false, () => this.#assume(access, caller, witness));
    return (await held).value as AwsCredentials;
  }

  /**
   * The caller's access token; a new one if `fresh`.
   *
   * @throws CredentialError
   */
  async token(
    target: Target,
    access: TokenAccess,
    caller: Caller,
    { fresh = false, witness }: { readonly fresh?: boolean; readonly witness?: Witness } = {},
  ): Promise<string> {
    return (await this.#get(target, caller, fresh, () => this.#ask(access, caller, witness))).value as string;
  }

  /** When the caller's credential expires, in milliseconds since the epoch; gets one if there is none. */
  async expiryOf(target: Target, caller: Caller): Promise<number> {
    const { access } = target;
    if (access.kind === "role") await this.session(target, access, caller);
    else await this.token(target, access, caller);
    return (await this.#held.get(key(target, caller))!).expiresAt;
  }

  #get(
    target: Target,
    caller: Caller,
    fresh: boolean,
    make: () => Promise<Held<AwsCredentials | string>>,
  ): Promise<Held<AwsCredentials | string>> {
    const name = key(target, caller);
    const held = fresh ? undefined : this.#held.get(name);
    if (held) return held;
    const made = make();
    this.#held.set(name, made);
    return made;
  }

  async #assume(access: RoleAccess, caller: Caller, witness?: Witness): Promise<Held<AwsCredentials>> {
    const { roles, time, mask, signal } = this.#options;
    const value = await roles.assume(
      {
        roleArn: access.roleArn(caller),
        sessionName: sessionName(caller),
        region: access.region,
        durationSeconds: SESSION_SECONDS,
        clockOffset: time.offset,
      },
      witness,
      signal,
    );
    mask.add(value.secretAccessKey, `${caller} secret key`);
    mask.add(value.sessionToken ?? "", `${caller} session token`);
    return { value, expiresAt: time.now() + SESSION_SECONDS * 1000 };
  }

  async #ask(access: TokenAccess, caller: Caller, witness?: Witness): Promise<Held<string>> {
    const { sender, time, mask, pauses = PAUSES, signal } = this.#options;
    const { id, secret } = access.client(caller);
    const client = { tokenUrl: access.tokenUrl, id, secret };
    mask.addClient(id, secret, `${caller} client secret`);
    const answer = await retry(
      () => sender.send(tokenRequest(client), signal),
      ({ status }) => status === 429,
      THROTTLED,
      pauses,
      signal,
    );
    witnessToken(client, answer, witness);
    const token = readToken(client, answer);
    mask.add(token.value, `${caller} token`);
    return { value: token.value, expiresAt: expiry(token.value) ?? time.now() + token.expiresIn * 1000 };
  }
}

/** The name of the sessions that the client opens: `/whoami` tells it. */
export function sessionName(caller: Caller): string {
  return `compare-${caller}`;
}

function key(target: Target, caller: Caller): string {
  return `${target.stack} ${target.method} ${caller}`;
}

/** The token's own word on when it expires; an opaque token says nothing. */
function expiry(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined;
  }
}
