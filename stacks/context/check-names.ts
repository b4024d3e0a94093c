import { names, STACKS } from "../names.ts";
import { type Problem, quote } from "./problems.ts";
import type { ApiContext } from "./schema.ts";

/** Function and role names have 64 characters at most (limits-and-prices 2.2, 2.3). */
const MOST = 64;

/** The names that are made of `name`, stage, region and callers. */
export function checkNames(context: ApiContext): Problem[] {
  const made = STACKS.flatMap((stack) => {
    const { backend, authorizer, role, caller } = names(context, stack);
    const roles = Object.keys(context.callers).map(caller);
    return [backend, authorizer, role("backend"), role("authorizer"), role("logs"), ...roles];
  });
  const longest = made.sort((a, b) => b.length - a.length)[0] as string;
  if (longest.length <= MOST) return [];
  const allowed = `resource names of ${MOST} characters; the longest one made of them has ${longest.length}`;
  return [{ key: "name, stage, callers", came: quote(longest), allowed }];
}
