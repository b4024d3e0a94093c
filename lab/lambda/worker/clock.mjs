/** The thread's wall clock. Loaded before a handler's code, so that the handler can hold no other `Date`. */

const RealDate = globalThis.Date;
const realNow = RealDate.now.bind(RealDate);
let shift = 0;

/** Milliseconds since the epoch on the lab's clock. */
export const now = () => realNow() + shift;

/**
 * Sets how far the lab's clock is ahead of the machine's.
 * @param {number} milliseconds
 */
export function shiftClock(milliseconds) {
  shift = milliseconds;
}

/** Replaces `Date` by one whose present is the lab's; everything else about it stays. */
export function installClock() {
  /**
   * @this {unknown}
   * @param {...unknown} parts
   */
  function LabDate(...parts) {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
  }
  Object.defineProperties(LabDate, Object.getOwnPropertyDescriptors(RealDate));
  Object.defineProperty(LabDate, "now", { value: now, writable: true, configurable: true });
  Object.defineProperty(RealDate.prototype, "constructor", {
    value: LabDate,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, "Date", { value: LabDate, writable: true, configurable: true });
}
