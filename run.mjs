#!/usr/bin/env node
/**
 * Runs a TypeScript entry point of this project: `node run.mjs main.ts [arguments]`.
 *
 * esbuild bundles the project's own files in memory and node runs the bundle; packages stay outside of it.
 * That is the fastest way measured to start a CDKTF app (docs/decisions/0001-run-typescript-with-esbuild.md).
 */
import { createRequire, Module } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const [entry, ...args] = process.argv.slice(2);
if (!entry) {
  console.error("usage: node run.mjs <entry.ts> [arguments]");
  process.exit(2);
}

// Required, not imported: before it imports CommonJS, node reads through it for the names of its exports.
const require = createRequire(import.meta.url);
const { buildSync } = /** @type {typeof import("esbuild")} */ (require("esbuild"));
const script = resolve(root, entry);
const { outputFiles } = buildSync({
  absWorkingDir: root,
  entryPoints: [script],
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  // `jose` is ESM only and a CommonJS bundle cannot require it without a warning: it alone is bundled.
  external: [
    "cdktf",
    "constructs",
    "@cdktf/*",
    "esbuild",
    "aws-jwt-verify",
    "@aws-sdk/*",
    "@smithy/*",
    "fflate",
    "valibot",
  ],
  sourcemap: "inline",
  logLevel: "warning",
});

process.argv = [process.execPath, script, ...args];
const filename = resolve(root, "bundle.cjs");
/** @typedef {Module & { _compile(code: string, filename: string): void, require(id: string): unknown }} Bundle */
const bundle = /** @type {Bundle} */ (
  Object.assign(new Module(filename), { filename, paths: require.resolve.paths("x") })
);
// Stack traces tell the project's own lines. The packages' source maps are large, and are not read.
process.setSourceMapsEnabled(true);
bundle.require = (id) => {
  process.setSourceMapsEnabled(false);
  try {
    return require(id);
  } finally {
    process.setSourceMapsEnabled(true);
  }
};
bundle._compile(outputFiles[0]?.text ?? "", filename);
