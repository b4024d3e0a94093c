import { readFileSync } from "node:fs";
import { parseContext } from "../../stacks/context/read.ts";
import type { ApiContext } from "../../stacks/context/schema.ts";

/** The `context` of the project's own `cdktf.json`, as it stands there. */
export function declared(): Record<string, unknown> {
  return JSON.parse(readFileSync("cdktf.json", "utf8")).context;
}

/** The project's context with some keys replaced, validated. */
export const contextWith = (changes: Record<string, unknown> = {}): ApiContext =>
  parseContext({ ...declared(), ...changes });

/** `count` flat routes and one caller that has them all. */
export function manyRoutes(count: number): Record<string, unknown> {
  const routes = Array.from({ length: count }, (_, index) => ({
    method: "GET",
    path: `/route-${index}`,
    permission: "test.read",
  }));
  return { routes, callers: { reader: ["test.read"] } };
}
