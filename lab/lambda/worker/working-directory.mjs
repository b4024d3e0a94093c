/**
 * A handler's working directory is its package's (`/var/task` in Lambda). A thread has no working directory of its
 * own, so the paths that reach `fs` are made absolute here. Without this, a handler that reads `./config.json` would
 * read a file of the lab's working directory.
 */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";

const ONE_PATH =
  `access appendFile chmod chown createReadStream createWriteStream exists lchown lstat lutimes mkdir mkdtemp
  open openAsBlob opendir readdir readFile readlink realpath rm rmdir stat statfs truncate unlink utimes watch
  watchFile unwatchFile writeFile`.split(/\s+/);
const TWO_PATHS = "copyFile cp link rename".split(" ");

/** @param {string} taskRoot absolute */
export function installWorkingDirectory(taskRoot) {
  let directory = taskRoot;
  process.cwd = () => directory;
  process.chdir = (to) => {
    directory = path.resolve(directory, to);
  };
  const absolute = (/** @type {unknown} */ value) =>
    typeof value === "string" && !path.isAbsolute(value) ? path.join(directory, value) : value;
  for (const target of [fs, fs.promises]) {
    /** @type {Record<string, any>} */
    const functions = target;
    const wrap = (/** @type {string} */ name, /** @type {number} */ paths) => {
      const original = functions[name];
      if (typeof original !== "function") return;
      const wrapped = (/** @type {unknown[]} */ ...parameters) =>
        original.apply(target, [...parameters.slice(0, paths).map(absolute), ...parameters.slice(paths)]);
      functions[name] = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
    };
    for (const name of ONE_PATH) for (const suffix of ["", "Sync"]) wrap(name + suffix, 1);
    for (const name of TWO_PATHS) for (const suffix of ["", "Sync"]) wrap(name + suffix, 2);
  }
  syncBuiltinESMExports();
}
