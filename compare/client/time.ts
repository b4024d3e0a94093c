/**
 * The target's time as the client believes it: this machine's, plus what the client moved the target's clock by.
 * Signatures are dated with it, credentials expire by it.
 */
export class TargetTime {
  readonly #read: () => number;
  #offset = 0;

  /** @param read this machine's time, in milliseconds since the epoch. */
  constructor(read: () => number = Date.now) {
    this.#read = read;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#read() + this.#offset;
  }

  /** How far the target's clock is ahead of this machine's, in milliseconds. */
  get offset(): number {
    return this.#offset;
  }

  /** Sets how far the target's clock is ahead, in milliseconds. */
  set offset(milliseconds: number) {
    this.#offset = milliseconds;
  }

  /** Follows the target's clock, which has been moved by some seconds. */
  moved(seconds: number): void {
    this.#offset += seconds * 1000;
  }
}
