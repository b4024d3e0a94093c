/** Finds a handler as Lambda's Node.js runtime does. */

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./errors.mjs";

/** @typedef {(event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown} Handler */

/**
 * @param {string} taskRoot directory of the extracted deployment package
 * @param {string} name `<path>/<module>.<export>`; the export may be nested (`a.b.handler`)
 * @returns {Promise<Handler>}
 * @throws {RuntimeError} `MalformedHandlerName`, `ImportModuleError`, `UserCodeSyntaxError` or `HandlerNotFound`;
 * what else the module itself throws while it loads passes through.
 */
export async function loadHandler(taskRoot, name) {
  if (name.includes("..")) {
    const advice = "Use absolute paths when specifying root directories in handler names.";
    throw new RuntimeError("MalformedHandlerName", `'${name}' is not a valid handler name. ${advice}`);
  }
  const base = path.posix.basename(name);
  const dot = base.indexOf(".");
  if (dot < 0) throw new RuntimeError("MalformedHandlerName", "Bad handler");
  const directory = path.resolve(taskRoot, name.slice(0, name.length - base.length));
  const namespace = await loadModule(taskRoot, path.join(directory, base.slice(0, dot)), base.slice(0, dot));
  const handler = base
    .slice(dot + 1)
    .split(".")
    .reduce((value, key) => value?.[key], /** @type {any} */ (namespace));
  if (!handler) throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new RuntimeError("HandlerNotFound", `${name} is not a function`);
  return handler;
}

/**
 * In the runtime's order: the bare file name, `.js` (by the nearest package.json), `.mjs`, `.cjs`, then a package.
 * @param {string} taskRoot
 * @param {string} file absolute, without extension
 * @param {string} name as the handler says it
 * @returns {Promise<unknown>}
 */
async function loadModule(taskRoot, file, name) {
  const require = createRequire(path.join(taskRoot, "/"));
  const load = (/** @type {string} */ found) => import(pathToFileURL(found).href);
  try {
    const isModule =
      existsSync(`${file}.js`) && nearestPackageType(path.dirname(file), taskRoot) === "module";
    if (existsSync(file)) return require(file);
    if (existsSync(`${file}.js`)) return isModule ? await load(`${file}.js`) : require(`${file}.js`);
    if (existsSync(`${file}.mjs`)) return await load(`${file}.mjs`);
    if (existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
    return require(require.resolve(name, { paths: [taskRoot, path.dirname(file)] }));
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
    if (error instanceof SyntaxError)
      throw new RuntimeError("UserCodeSyntaxError", `SyntaxError: ${message}`);
    if (code === "MODULE_NOT_FOUND") throw new RuntimeError("ImportModuleError", `Error: ${message}`);
    throw error;
  }
}

/**
 * @param {string} directory
 * @param {string} taskRoot
 * @returns {unknown} the `type` of the package.json nearest to a directory of the deployment package
 */
function nearestPackageType(directory, taskRoot) {
  const file = path.join(directory, "package.json");
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, "utf8"))?.type;
    } catch {
      return undefined;
    }
  }
  return directory === taskRoot ? undefined : nearestPackageType(path.dirname(directory), taskRoot);
}
