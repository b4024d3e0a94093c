import fc from "fast-check";
import { PAUSES, pauseAfter, retry, THROTTLED } from "../../../compare/client/retry.ts";
import { noPauses } from "../fake.ts";

describe("retry", () => {
  test("returns the first result that is good enough", async () => {
    const results = [429, 429, 200, 500];
    const pauses = noPauses();
    expect(
      await retry(
        async () => results.shift(),
        (status) => status === 429,
        THROTTLED,
        pauses,
      ),
    ).toBe(200);
    expect(pauses.slept).toEqual([200, 400]);
  });

  test("gives up after its attempts and returns what came last", async () => {
    let tries = 0;
    const pauses = noPauses();
    expect(
      await retry(
        async () => ++tries,
        () => true,
        THROTTLED,
        pauses,
      ),
    ).toBe(THROTTLED.attempts);
    expect(pauses.slept).toHaveLength(THROTTLED.attempts - 1);
  });

  test("does not try again after an exception", async () => {
    const act = jest.fn(async () => {
      throw new Error("no");
    });
    await expect(retry(act, () => true, THROTTLED, noPauses())).rejects.toThrow("no");
    expect(act).toHaveBeenCalledTimes(1);
  });
});

test("a pause is never longer than the cap, nor than twice the one before", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const pause = pauseAfter(attempt, THROTTLED, () => random);
        const longest = Math.min(THROTTLED.capMs, THROTTLED.baseMs * 2 ** (attempt - 1));
        return pause >= 0 && pause <= longest;
      },
    ),
  );
});

test("a pause ends at once when the run is stopped", async () => {
  const stop = new AbortController();
  const pause = PAUSES.sleep(60_000, stop.signal);
  stop.abort(new Error("stopped"));
  await expect(pause).rejects.toThrow("stopped");
  await expect(PAUSES.sleep(60_000, stop.signal)).rejects.toThrow("stopped");
});
