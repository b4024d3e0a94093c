/** Invocations that may be with one environment at a time, begun or not. */
export const SLOTS = 64;

const QUEUED = 0;
const BEGUN = 1;
const TAKEN_BACK = 2;
const STATE_BYTES = SLOTS * Int32Array.BYTES_PER_ELEMENT;

/** Milliseconds on a clock that every thread of the process shares, and that no handler can move. */
export const monotonicNow = (() => {
  const now = performance.now.bind(performance);
  const origin = performance.timeOrigin;
  return () => origin + now();
})();

/**
 * Which invocations an execution environment has begun, in memory that the lab and the environment's thread share, so
 * that each invocation is begun once or taken back once, and never both, however the environment ends.
 */
export class Claims {
  /** @type {SharedArrayBuffer} */
  buffer;
  /** @type {Int32Array} */
  #states;
  /** @type {Float64Array} */
  #begun;
  /** @type {Float64Array} */
  #durations;

  /** @param {SharedArrayBuffer} [buffer] the other thread's, or none to make one. */
  constructor(buffer = new SharedArrayBuffer(STATE_BYTES + 2 * SLOTS * Float64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#states = new Int32Array(buffer, 0, SLOTS);
    this.#begun = new Float64Array(buffer, STATE_BYTES, SLOTS);
    this.#durations = new Float64Array(buffer, STATE_BYTES + this.#begun.byteLength, SLOTS);
  }

  /**
   * The lab, before it sends an invocation.
   * @param {number} sequence counts the invocations sent to this environment
   */
  offer(sequence) {
    Atomics.store(this.#states, sequence % SLOTS, QUEUED);
  }

  /**
   * The environment, before it calls the handler.
   * @param {number} sequence
   * @returns {boolean} false if the lab has taken the invocation back
   */
  begin(sequence) {
    const slot = sequence % SLOTS;
    this.#begun[slot] = monotonicNow();
    return Atomics.compareExchange(this.#states, slot, QUEUED, BEGUN) === QUEUED;
  }

  /**
   * The environment, before it sends the result.
   * @param {number} sequence
   */
  end(sequence) {
    const slot = sequence % SLOTS;
    this.#durations[slot] = monotonicNow() - /** @type {number} */ (this.#begun[slot]);
  }

  /**
   * The lab, to run an invocation elsewhere.
   * @param {number} sequence
   * @returns {boolean} false if the environment has begun it
   */
  takeBack(sequence) {
    return Atomics.compareExchange(this.#states, sequence % SLOTS, QUEUED, TAKEN_BACK) === QUEUED;
  }

  /**
   * When the handler was called, on `monotonicNow`'s clock; undefined if it was not.
   * @param {number} sequence
   * @returns {number | undefined}
   */
  begunAt(sequence) {
    const slot = sequence % SLOTS;
    return Atomics.load(this.#states, slot) === BEGUN ? this.#begun[slot] : undefined;
  }

  /**
   * Milliseconds that an ended invocation took.
   * @param {number} sequence
   * @returns {number}
   */
  duration(sequence) {
    return this.#durations[sequence % SLOTS] ?? 0;
  }
}
