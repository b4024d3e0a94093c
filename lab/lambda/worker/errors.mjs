/** Errors in the form that Lambda's Node.js runtime reports them. */

import { types } from "node:util";

/** Characters of a message or a stack; what a function throws may be of any length. */
const MAX_TEXT = 65_536;

/** @typedef {{ errorType: string, errorMessage: string, trace: string[] }} ErrorReport */

const UNREADABLE =
  "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";

/** An error whose type is the runtime's own, such as `Runtime.HandlerNotFound`. */
export class RuntimeError extends Error {
  /**
   * @param {string} type without the `Runtime.`
   * @param {string} message
   */
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/**
 * Whatever a handler threw, rejected with, or passed to its callback. Errors, and what looks like one, give name,
 * message and stack; any other value its type and its text, so that `callback("Unauthorized")` is `Unauthorized` (aws-behaviour D.1).
 * @param {unknown} thrown
 * @returns {ErrorReport}
 */
export function reportError(thrown) {
  try {
    if (types.isNativeError(thrown) || looksLikeError(thrown)) {
      const { name, message, stack } = /** @type {Error} */ (thrown);
      return { errorType: text(name), errorMessage: text(message), trace: text(stack).split("\n") };
    }
    return {
      errorType: typeof thrown,
      errorMessage: text(/** @type {any} */ (thrown).toString()),
      trace: [],
    };
  } catch {
    return { errorType: "handled", errorMessage: UNREADABLE, trace: [] };
  }
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function looksLikeError(value) {
  const { name, message, stack } = /** @type {any} */ (value ?? {});
  return [name, message, stack].every((part) => typeof part === "string" && part !== "");
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function text(value) {
  if (typeof value !== "string") throw new TypeError("not a string");
  return value.slice(0, MAX_TEXT);
}
