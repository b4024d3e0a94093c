/** What a function prints: `console`, `process.stdout` and `process.stderr`, and writes to descriptors 1 and 2. */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Writable } from "node:stream";
import { format, formatWithOptions } from "node:util";

/** Characters of one log event; the rest of a longer one is cut off. */
const MAX_EVENT = 16_384;
/** Characters of all log events of one invocation; what follows is dropped. */
const MAX_INVOCATION = 262_144;

/** @typedef {(level: string, text: string) => void} Log */

/** Collects output as events of bounded size and hands them on at once, so that they survive what comes next. */
export class Output {
  /** @type {Log} */
  #log;
  #left = MAX_INVOCATION;
  #partial = "";

  /** @param {Log} log */
  constructor(log) {
    this.#log = log;
  }

  /**
   * @param {string} level
   * @param {string} text
   */
  event(level, text) {
    if (this.#left <= 0) return;
    const cut = text.length > MAX_EVENT ? `${text.slice(0, MAX_EVENT)}… (${text.length} characters)` : text;
    this.#left -= cut.length + 1;
    this.#log(level, cut);
    if (this.#left <= 0) this.#log("WARN", "further output of this invocation is dropped");
  }

  /**
   * Raw output: an event a line.
   * @param {string} text
   */
  write(text) {
    if (this.#left <= 0) return;
    const lines = (this.#partial + text.slice(0, MAX_INVOCATION)).split("\n");
    this.#partial = lines.pop()?.slice(0, MAX_EVENT) ?? "";
    for (const line of lines) this.event("", line);
  }

  /** Between invocations: hands on an unfinished line and starts a new budget. */
  flush() {
    if (this.#partial !== "") this.event("", this.#partial);
    this.#partial = "";
    this.#left = MAX_INVOCATION;
  }
}

/**
 * Sends everything that the thread prints to an output; nothing reaches the process's own stdout and stderr.
 * @param {Output} output
 */
export function captureOutput(output) {
  const level =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...values) =>
      output.event(name, format(...values));
  Object.assign(console, {
    log: level("INFO"),
    info: level("INFO"),
    debug: level("DEBUG"),
    trace: level("TRACE"),
  });
  Object.assign(console, { warn: level("WARN"), error: level("ERROR") });
  for (const [name, fd] of /** @type {const} */ ([
    ["stdout", 1],
    ["stderr", 2],
  ])) {
    Object.defineProperty(process, name, { value: stream(output, fd), configurable: true, enumerable: true });
  }
  // Neither is part of Node's typings; both write to the process's stderr.
  Object.assign(process, {
    _rawDebug: (/** @type {unknown[]} */ ...values) => output.event("DEBUG", format(...values)),
  });
  process.removeAllListeners("warning");
  process.on("warning", (warning) => output.event("WARN", formatWithOptions({}, "%s", warning)));
  captureDescriptors(output);
}

/**
 * @param {Output} output
 * @param {number} fd
 */
function stream(output, fd) {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      output.write(textOf(chunk));
      done();
    },
  });
  return Object.assign(writable, { fd, isTTY: false });
}

/**
 * `fs.writeSync(1, …)` and its kin, as loggers that bypass `console` use them.
 * @param {Output} output
 */
function captureDescriptors(output) {
  /** @type {Record<string, (...parameters: any[]) => unknown>} */
  const functions = /** @type {any} */ (fs);
  const isCaptured = (/** @type {unknown} */ target) => target === 1 || target === 2;
  for (const name of ["write", "writeSync", "writev", "writevSync"]) {
    const original = /** @type {(...parameters: any[]) => unknown} */ (functions[name]);
    functions[name] = (fd, data, ...rest) => {
      if (!isCaptured(fd)) return original.call(fs, fd, data, ...rest);
      const { text, bytes } = written(data, rest);
      output.write(text);
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done, null, bytes, data);
      return name.endsWith("Sync") ? bytes : undefined;
    };
  }
  for (const name of ["writeFile", "writeFileSync", "appendFile", "appendFileSync"]) {
    const original = /** @type {(...parameters: any[]) => unknown} */ (functions[name]);
    functions[name] = (target, data, ...rest) => {
      if (!isCaptured(target)) return original.call(fs, target, data, ...rest);
      output.write(textOf(data));
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done, null);
      return undefined;
    };
  }
  syncBuiltinESMExports();
}

/**
 * What a call of `fs.write(fd, data, …rest)` writes, and how many bytes it is to answer.
 * @param {unknown} data
 * @param {unknown[]} rest
 */
function written(data, rest) {
  if (Array.isArray(data)) {
    return { text: data.map(textOf).join(""), bytes: data.reduce((sum, part) => sum + part.byteLength, 0) };
  }
  if (!ArrayBuffer.isView(data)) return { text: String(data), bytes: Buffer.byteLength(String(data)) };
  const [offset, length] = rest;
  const from = typeof offset === "number" ? offset : 0;
  const bytes = typeof length === "number" ? length : data.byteLength - from;
  return { text: textOf(new Uint8Array(data.buffer, data.byteOffset + from, bytes)), bytes };
}

/**
 * No more of it than one invocation may print.
 * @param {unknown} chunk
 * @returns {string}
 */
function textOf(chunk) {
  if (!ArrayBuffer.isView(chunk)) return String(chunk);
  return Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.byteLength, MAX_INVOCATION)).toString(
    "utf8",
  );
}
