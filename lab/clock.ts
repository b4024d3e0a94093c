/**
 * The lab's time: the machine's, plus an offset that tests and the lab's control endpoint move, so that token
 * expiry, cache TTL and signature age are seen without waiting.
 */
export class Clock {
  #read: () => number;
  #offset = 0;

  /** @param read the time underneath, in milliseconds since the epoch; a test passes a constant. */
  constructor(read: () => number = Date.now) {
    this.#read = read;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#read() + this.#offset;
  }

  /** How far this clock is ahead of the time underneath, in milliseconds. */
  get offset(): number {
    return this.#offset;
  }

  /** Moves the clock to a time, in milliseconds since the epoch. */
  set(time: number): void {
    this.#offset = time - this.#read();
  }

  /** Moves the clock by some milliseconds; a negative number moves it back. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
