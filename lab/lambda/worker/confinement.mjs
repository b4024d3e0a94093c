/**
 * What a function may do to its own process in Lambda, and would do to the lab's here: abort it, signal it, or grow
 * until the machine stops it. Each ends this thread alone.
 */

/** @typedef {{ by: "signal", signal: string } | { by: "memory" }} Death */

/** Signals by the names that Lambda's messages give them. */
const SIGNALS = new Map([
  ["SIGABRT", "aborted"],
  ["SIGHUP", "hangup"],
  ["SIGINT", "interrupt"],
  ["SIGKILL", "killed"],
  ["SIGSEGV", "segmentation fault"],
  ["SIGTERM", "terminated"],
]);
const IGNORED_BY_DEFAULT = new Set(["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"]);
const SIGNAL_NUMBERS = new Map([
  [1, "SIGHUP"],
  [2, "SIGINT"],
  [6, "SIGABRT"],
  [9, "SIGKILL"],
  [11, "SIGSEGV"],
  [15, "SIGTERM"],
]);

/** Above this many elements V8 keeps an array as a table, and ends the process, not the thread, if that grows too far. */
const TABLE_ELEMENTS = 2 ** 25;
const BYTES_PER_ELEMENT = 8;

/**
 * @param {number} memoryMb the function's memory
 * @param {(death: Death) => never} end ends the thread
 */
export function confine(memoryMb, end) {
  const kill = (/** @type {number} */ pid, /** @type {string | number | undefined} */ signal = "SIGTERM") => {
    // Nothing but this thread's stand-in for a process is in reach: in a sandbox there is no other process to signal.
    if (pid > 0 && pid !== process.pid)
      throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", syscall: "kill" });
    const name = typeof signal === "number" ? (SIGNAL_NUMBERS.get(signal) ?? `SIG${signal}`) : signal;
    if (signal === 0 || IGNORED_BY_DEFAULT.has(name)) return true;
    if (name !== "SIGKILL" && process.emit(/** @type {NodeJS.Signals} */ (name), /** @type {any} */ (name)))
      return true;
    return end({ by: "signal", signal: SIGNALS.get(name) ?? name });
  };
  const abort = () => end({ by: "signal", signal: "aborted" });
  Object.assign(process, { kill, _kill: kill, abort });
  confineArrays(memoryMb, end);
}

/**
 * @param {number} memoryMb
 * @param {(death: Death) => never} end
 */
function confineArrays(memoryMb, end) {
  const elements = Math.max(TABLE_ELEMENTS, (memoryMb * 1024 * 1024) / BYTES_PER_ELEMENT);
  const check = (/** @type {unknown} */ length) => {
    if (typeof length === "number" && length > elements) end({ by: "memory" });
  };
  const { fill } = Array.prototype;
  const { from } = Array;
  /** @type {PropertyDescriptor & ThisType<any>} */
  const guardedFill = {
    value(/** @type {unknown[]} */ ...parameters) {
      if (Array.isArray(this)) check(this.length);
      return Reflect.apply(fill, this, parameters);
    },
  };
  /** @type {PropertyDescriptor & ThisType<any>} */
  const guardedFrom = {
    value(/** @type {any[]} */ ...parameters) {
      const [source] = parameters;
      if (source !== null && typeof source === "object" && !(Symbol.iterator in source)) check(source.length);
      return Reflect.apply(from, this, parameters);
    },
  };
  Object.defineProperty(Array.prototype, "fill", guardedFill);
  Object.defineProperty(Array, "from", guardedFrom);
}
