import { findOverlaps, type Inseparable } from "./overlaps.ts";
import { nameOf, type Route } from "./shape.ts";

/**
 * Routes that no policy can tell apart, because the `*` in place of a parameter also matches slashes.
 * An API that has any must not be synthesized: one of its callers would get a route too many or a route too few.
 * Each two routes are reported once, with one of the routes that telling them apart would cost.
 *
 * @param permissions what one caller has. Left out, every combination of permissions counts, as it must where tokens
 *   come from an outside issuer.
 */
export function inseparable(
  routes: readonly Route[],
  permissions?: readonly string[],
): readonly Inseparable[] {
  const held = permissions && new Set(permissions);
  const pairs = new Map<string, Inseparable>();
  for (const found of findOverlaps(routes).inseparable) {
    const { granted, forbidden, lost } = found;
    if (
      held &&
      !(held.has(granted.permission) && held.has(lost.permission) && !held.has(forbidden.permission))
    )
      continue;
    const pair = `${nameOf(granted)} ${nameOf(forbidden)}`;
    if (!pairs.has(pair)) pairs.set(pair, found);
  }
  return [...pairs.values()];
}

/** Both routes, and the one that would be lost, in one sentence. */
export function explainInseparable({ granted, forbidden, lost, pattern }: Inseparable): string {
  const caller = [...new Set([granted.permission, lost.permission])].join(" and ");
  return (
    `${nameOf(granted)} (${granted.permission}) and ${nameOf(forbidden)} (${forbidden.permission}) cannot be told apart: ` +
    `a caller with ${caller} and without ${forbidden.permission} must be denied ${pattern}, ` +
    `which also denies ${lost === granted ? "the first" : nameOf(lost)}`
  );
}
