import { type Problem, quote } from "./problems.ts";
import type { ApiContext } from "./schema.ts";

/** App clients of a user pool, scopes of a resource server and of a client (limits-and-prices 2.4). */
const MOST = { callers: 1000, scopes: 100, scopesOfCaller: 50, fullScope: 256 };

/** Callers and permissions against the routes and against Cognito's quotas. */
export function checkCallers(context: ApiContext): Problem[] {
  const declared = permissionsOf(context);
  const known = `a permission of "routes" or "permissions": ${declared.join(", ")}`;
  const unknown = (key: string, permissions: readonly string[]): Problem[] =>
    permissions.flatMap((permission, index) =>
      declared.includes(permission)
        ? []
        : [{ key: `${key}.${index}`, came: quote(permission), allowed: known }],
    );
  const problems: Problem[] = [];
  const callers = Object.entries(context.callers);
  for (const [name, permissions] of callers) {
    problems.push(...unknown(`callers.${name}`, permissions));
    if (new Set(permissions).size < permissions.length) {
      problems.push({ key: `callers.${name}`, came: quote(permissions), allowed: "each permission once" });
    }
    if (permissions.length > MOST.scopesOfCaller) {
      problems.push({
        key: `callers.${name}`,
        came: `${permissions.length} permissions`,
        allowed: `${MOST.scopesOfCaller} scopes an app client`,
      });
    }
  }
  for (const [account, permissions] of Object.entries(context.resourcePolicy?.allowAccounts ?? {})) {
    problems.push(...unknown(`resourcePolicy.allowAccounts.${account}`, permissions));
  }
  problems.push(...count("callers", callers.length, 1, MOST.callers, "app clients a user pool"));
  problems.push(
    ...count("routes", declared.length, 1, MOST.scopes, "permissions (scopes a resource server)"),
  );
  for (const permission of declared) {
    const scope = `${context.resourceServer}/${permission}`;
    if (scope.length > MOST.fullScope) {
      problems.push({
        key: "resourceServer",
        came: quote(scope),
        allowed: `${MOST.fullScope} characters for <resourceServer>/<permission>`,
      });
    }
  }
  return [...problems, ...sameSpelling(callers.map(([name]) => name))];
}

/** Every permission of the API, in a stable order: those that the routes ask for, then the others. */
export function permissionsOf({ routes, permissions }: ApiContext): string[] {
  return [...new Set([...routes.map(({ permission }) => permission), ...permissions])];
}

/** What is allowed and probably not meant. */
export function warningsOf({ routes, permissions, callers }: ApiContext): string[] {
  const asked = new Set(routes.map(({ permission }) => permission));
  const held = new Set(Object.values(callers).flat());
  return [
    ...permissions
      .filter((name) => !asked.has(name))
      .map((name) => `permissions: no route asks for ${quote(name)}`),
    ...[...asked]
      .filter((name) => !held.has(name))
      .map((name) => `callers: no caller has ${quote(name)}, so nobody may use its routes`),
  ];
}

function count(key: string, came: number, least: number, most: number, unit: string): Problem[] {
  return came >= least && came <= most
    ? []
    : [{ key, came: String(came), allowed: `${least} to ${most} ${unit}` }];
}

/** `a-b` and `a_b` would share the environment variable `A_B_CLIENT_ID`. */
function sameSpelling(names: readonly string[]): Problem[] {
  const first = new Map<string, string>();
  return names.flatMap((name) => {
    const spelling = name.replaceAll("-", "_");
    const earlier = first.get(spelling);
    first.set(spelling, earlier ?? name);
    return earlier === undefined
      ? []
      : [
          {
            key: `callers.${name}`,
            came: quote(name),
            allowed: `a name that differs from ${earlier} in more than - and _`,
          },
        ];
  });
}
