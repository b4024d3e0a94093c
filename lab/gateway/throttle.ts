/**
 * The throttle of one method of a stage (`aws_api_gateway_method_settings`): a token bucket of `burst` requests that
 * refills at `rate` a second (AWS: "Throttle API requests", token bucket algorithm).
 */
export class ThrottleLimit {
  /** Requests a second. */
  readonly rate: number;
  readonly burst: number;
  /** Address of the method settings. */
  readonly address: string;
  #tokens: number;
  #at: number | undefined = undefined;

  constructor(rate: number, burst: number, address: string) {
    this.rate = rate;
    this.burst = burst;
    this.address = address;
    this.#tokens = burst;
  }

  /** Takes one request's token; false when there is none. `now` in milliseconds, and it may go back. */
  take(now: number): boolean {
    const elapsed = this.#at === undefined ? 0 : Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.burst, this.#tokens + (elapsed / 1000) * this.rate);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
