import { explainInseparable, inseparable } from "../../routes/inseparable.ts";
import type { Route } from "../../routes/shape.ts";
import { routeTable } from "../../routes/table.ts";
import { type Bundle, bundleFunction } from "./bundle.ts";

/** The function behind every API. */
export function bundleBackend(): Bundle {
  return bundleFunction({ entry: "functions/backend/handler.ts" });
}

/**
 * The authorizer of one API, whose routes are compiled in: a large API's do not fit a function's environment
 * (limits-and-prices 2.2).
 *
 * @throws {TypeError} routes that no policy can tell apart. Its tokens come from an outside issuer, so any combination of
 *   permissions may arrive in one.
 */
export function bundleAuthorizer({ routes }: { readonly routes: readonly Route[] }): Bundle {
  const problems = inseparable(routes).map(explainInseparable);
  if (problems.length > 0) throw new TypeError(problems.join("\n"));
  return bundleFunction({
    entry: "functions/authorizer/handler.ts",
    define: { ROUTE_TABLE: routeTable(routes) },
  });
}
