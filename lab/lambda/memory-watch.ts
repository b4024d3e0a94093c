/** What may come on top of the functions' own memory: code, stacks, garbage that V8 has not collected yet. */
const ALLOWANCE_BYTES = 512 * 1024 * 1024;
const BYTES_PER_MB = 1024 * 1024;

/**
 * Tells when running functions have used up their memory. Threads share one process, and V8's limit for a thread
 * does not count buffers and ends the process if a single allocation goes over it; so the process's memory is
 * watched while an invocation runs long, from what it was when none did.
 */
export class MemoryWatch {
  readonly #read: () => number;
  #baseline: number;

  /** @param read bytes of the process that are not the lab's own thread's */
  constructor(read: () => number = bytesOfOtherThreads) {
    this.#read = read;
    this.#baseline = read();
  }

  /**
   * Whether the process has grown by more than running functions may use.
   *
   * @param memoryMb memory of the functions that have been running for a while; 0 if there are none
   */
  isExceeded(memoryMb: number): boolean {
    const resident = this.#read();
    if (memoryMb === 0) this.#baseline = resident;
    return resident - this.#baseline > memoryMb * BYTES_PER_MB + ALLOWANCE_BYTES;
  }
}

function bytesOfOtherThreads(): number {
  const { rss, heapTotal, external } = process.memoryUsage();
  return rss - heapTotal - external;
}
