import { explainInseparable, inseparable } from "../../routes/inseparable.ts";
import type { Route } from "../../routes/shape.ts";
import { routeTable } from "../../routes/table.ts";
import { type Bundle, type BundleOptions, bundleFunction, bundleFunctions } from "./bundle.ts";

type Routes = { readonly routes: readonly Route[] };

const BACKEND: BundleOptions = { entry: "functions/backend/handler.ts" };

const authorizer = ({ routes }: Routes): BundleOptions => ({
  entry: "functions/authorizer/handler.ts",
  define: { ROUTE_TABLE: routeTable(routes) },
});

/** The function behind every API. */
export function bundleBackend(): Bundle {
  return bundleFunction(BACKEND);
}

/**
 * The authorizer of one API, whose routes are compiled in: a large API's do not fit a function's environment
 * (limits-and-prices 2.2).
 *
 * @throws {TypeError} routes that no policy can tell apart. Its tokens come from an outside issuer, so any combination of
 *   permissions may arrive in one.
 */
export function bundleAuthorizer(api: Routes): Bundle {
  const problems = inseparable(api.routes).map(explainInseparable);
  if (problems.length > 0) throw new TypeError(problems.join("\n"));
  return bundleFunction(authorizer(api));
}

/** Bundles both functions in one go, so that asking for either takes no time. */
export function bundleAhead(api: Routes): void {
  bundleFunctions([BACKEND, authorizer(api)]);
}
