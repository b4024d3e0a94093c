import type { RouteTable } from "./table.ts";

/** One statement of an identity policy or of a Lambda authorizer's answer. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: "execute-api:Invoke";
  readonly Resource: string[];
}

/**
 * The statements that let a caller use exactly the routes of its permissions, in one stage of one API: its routes are
 * allowed, and what their wildcards let in besides is denied. No statement at all for a caller without a route.
 *
 * @param permissions a caller's permissions; one that no route asks for is without effect
 * @param arnPrefix `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>`, without a slash at its end
 */
export function statementsFor(
  permissions: Iterable<string>,
  table: RouteTable,
  arnPrefix: string,
): Statement[] {
  const held = new Set(permissions);
  const allowed = table.allow.flatMap(([permission, patterns]) => (held.has(permission) ? patterns : []));
  const denied = table.deny.flatMap(([has, lacks, patterns]) =>
    held.has(has) && !held.has(lacks) ? patterns : [],
  );
  const statement = (Effect: "Allow" | "Deny", patterns: readonly string[]): Statement[] =>
    patterns.length === 0
      ? []
      : [
          {
            Effect,
            Action: "execute-api:Invoke",
            Resource: [...new Set(patterns)].map((pattern) => `${arnPrefix}/${pattern}`),
          },
        ];
  return [...statement("Allow", allowed), ...statement("Deny", denied)];
}
