import { findOverlaps } from "./overlaps.ts";
import { patternOf } from "./patterns.ts";
import { type Route, shapeOf, verbsOf } from "./shape.ts";

/**
 * What a policy needs to know of an API, worked out once, when it is synthesized: a function that writes policies
 * has it compiled in, because the routes of a large API do not fit the 4 KB of a function's environment
 * (limits-and-prices 2.2). Pairs and triples in place of objects keep it small, and a permission named `__proto__` harmless.
 */
export interface RouteTable {
  /** A permission, and the patterns of the routes that ask for it. */
  readonly allow: readonly (readonly [permission: string, patterns: readonly string[]])[];
  /** Whoever has the first permission and not the second is denied the patterns: without, it would use the second's routes. */
  readonly deny: readonly (readonly [has: string, lacks: string, patterns: readonly string[]])[];
}

/** @throws {TypeError} a path that API Gateway would not hold, or two routes that answer the same requests */
export function routeTable(routes: readonly Route[]): RouteTable {
  const allow = new Map<string, Set<string>>();
  const deny = new Map<string, { pair: readonly [string, string]; patterns: Set<string> }>();
  for (const route of routes) {
    const patterns = allow.get(route.permission) ?? new Set();
    for (const verb of verbsOf(route)) patterns.add([verb, ...patternOf(shapeOf(route))].join("/"));
    allow.set(route.permission, patterns);
  }
  for (const { granted, forbidden, pattern } of findOverlaps(routes).overlaps) {
    const pair = [granted.permission, forbidden.permission] as const;
    const entry = deny.get(JSON.stringify(pair)) ?? { pair, patterns: new Set() };
    entry.patterns.add(pattern);
    deny.set(JSON.stringify(pair), entry);
  }
  return {
    allow: [...allow].map(([permission, patterns]) => [permission, [...patterns].sort()] as const),
    deny: [...deny.values()].map(({ pair, patterns }) => [...pair, [...patterns].sort()] as const),
  };
}
