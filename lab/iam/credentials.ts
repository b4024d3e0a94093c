import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { CredentialRecord } from "../sigv4/types.ts";
import type { Principal } from "./principal.ts";

/** A key that never expires. */
export interface LongTermCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What AssumeRole hands out. */
export interface SessionCredentials extends LongTermCredentials {
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const DEFAULT_SESSIONS = 10_000;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Every access key that the lab knows. Sessions stay after they have expired, so that their user is told so; of too
 * many the oldest is forgotten, which turns its key into an unknown one.
 */
export class CredentialStore {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #longTerm = new Map<string, CredentialRecord>();
  readonly #sessions = new Map<string, CredentialRecord>();

  /** @param limit how many sessions are kept. */
  constructor(clock: Clock, limit = DEFAULT_SESSIONS) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** The credential of an access key. The same object every time, which is what keys are cached by. */
  lookup(accessKeyId: string): CredentialRecord | undefined {
    return this.#sessions.get(accessKeyId) ?? this.#longTerm.get(accessKeyId);
  }

  /** Adds a long-term key for a user: the one given, or a new one. */
  add(principal: Principal, credentials: LongTermCredentials = newKey("AKIA")): LongTermCredentials {
    const { accessKeyId, secretAccessKey } = credentials;
    this.#longTerm.set(accessKeyId, { accessKeyId, secretAccessKey, principal });
    return { accessKeyId, secretAccessKey };
  }

  /** Issues a session's credentials, which end after some seconds of the lab's clock. */
  issue(principal: Principal, durationSeconds: number): SessionCredentials {
    const credentials = {
      ...newKey("ASIA"),
      sessionToken: newSessionToken(),
      expiresAt: this.#clock.now() + durationSeconds * 1000,
    };
    if (this.#sessions.size >= this.#limit) {
      const [oldest] = this.#sessions.keys();
      if (oldest !== undefined) this.#sessions.delete(oldest);
    }
    this.#sessions.set(credentials.accessKeyId, { ...credentials, principal });
    return credentials;
  }
}

/** 20 characters of key id and 40 of secret, as AWS makes them. */
function newKey(prefix: "AKIA" | "ASIA"): LongTermCredentials {
  const id = Array.from({ length: 16 }, () => BASE32[randomInt(BASE32.length)]).join("");
  return { accessKeyId: `${prefix}${id}`, secretAccessKey: randomBytes(30).toString("base64") };
}

/** AWS's tokens begin like this and have several hundred characters. */
function newSessionToken(): string {
  return `IQoJb3JpZ2luX2Vj${randomBytes(276).toString("base64")}`;
}
