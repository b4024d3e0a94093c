import { BoundedMap } from "../gateway/bounded-map.ts";
import type { AuthorizerOutput } from "./output.ts";

/** What an authorizer returned, and how long it counts. */
interface Entry {
  readonly output: AuthorizerOutput;
  /** The lab's time, milliseconds. */
  readonly expiresAt: number;
}

/**
 * What Lambda authorizers returned, by authorizer, stage and identity (aws-behaviour D.2): the policy is kept, not the
 * decision, so each request is decided anew by it. Only a valid answer is kept; whether AWS keeps a 401 or a 500 was
 * never found. Requests that come while the function still runs each invoke it.
 */
export class PolicyCache {
  readonly #entries: BoundedMap<Entry>;

  /** @param capacity how many answers are kept. @default 5,000 */
  constructor(capacity = 5000) {
    this.#entries = new BoundedMap(capacity);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string, now: number): AuthorizerOutput | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > now) return entry.output;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, output: AuthorizerOutput, expiresAt: number): void {
    this.#entries.set(key, { output, expiresAt });
  }
}
