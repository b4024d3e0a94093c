/** How often and how patiently something is tried again. */
export interface Patience {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** The longest first pause, in milliseconds; each later one may be twice as long. */
  readonly baseMs: number;
  /** No pause is longer. */
  readonly capMs: number;
}

/** For 429 and throttling errors. */
export const THROTTLED: Patience = { attempts: 5, baseMs: 200, capMs: 5_000 };

/** For IAM, whose changes take seconds to reach every part of AWS. */
export const PROPAGATION: Patience = { attempts: 6, baseMs: 1_000, capMs: 8_000 };

/** What a pause depends on; tests pass their own. */
export interface Pauses {
  /** Between 0 and 1. */
  random(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Real randomness and real time. */
export const PAUSES: Pauses = {
  random: Math.random,
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

/** The pause after a failed try (1 is the first): exponential, with full jitter so that clients do not march in step. */
export function pauseAfter(attempt: number, patience: Patience, random: () => number): number {
  return Math.round(random() * Math.min(patience.capMs, patience.baseMs * 2 ** (attempt - 1)));
}

/** Acts until the result is not worth another try, or patience ends; the last result is returned either way. */
export async function retry<T>(
  act: () => Promise<T>,
  again: (result: T) => boolean,
  patience: Patience,
  pauses: Pauses = PAUSES,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const result = await act();
    if (attempt >= patience.attempts || !again(result)) return result;
    await pauses.sleep(pauseAfter(attempt, patience, pauses.random), signal);
  }
}
