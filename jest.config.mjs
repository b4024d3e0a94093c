/** TypeScript and the one ESM-only dependency are compiled for jest, file by file, without type-checking (that is `npm run typecheck`). */
const compile = [
  "@swc/jest",
  { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
];

export default {
  testEnvironment: "node",
  // Nothing waits for so long; a loaded machine may.
  testTimeout: 30_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: { "\\.(ts|mjs|js)$": compile },
  transformIgnorePatterns: ["/node_modules/(?!jose/)"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.lab"],
};
