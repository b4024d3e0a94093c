import { type Answer, anyOf, not } from "./certainty.ts";
import type { Policy } from "./document.ts";
import { matchesGlob } from "./pattern.ts";
import { type Grant, type Naming, namesCaller, sparesCaller } from "./principal.ts";
import type { PolicyRequest, RequestPrincipal } from "./request.ts";
import { type RequestResource, requestResource } from "./resource.ts";
import type { Listed, Statement, StatementRef } from "./statement.ts";

export type { StatementRef } from "./statement.ts";

/** What some policies of one type say about a request. */
export interface Evaluation {
  /** A Deny that applies wins over every Allow. */
  readonly verdict: "allow" | "deny" | "neither";
  /** The statement that decided: the first Deny that applies, or the first Allow that names the caller most closely. */
  readonly statement?: StatementRef;
  /** How closely the Allow names the caller. Policies of an identity speak of it directly. */
  readonly grant?: Grant;
}

const CLOSENESS: Readonly<Record<Grant, number>> = { account: 1, role: 2, direct: 3 };
const DIRECT: Naming = { applies: true, grant: "direct" };

/**
 * Evaluates policies of one type: an explicit deny, an allow, or neither. The order of statements does not matter to
 * the verdict. Where a statement cannot be evaluated with certainty, an Allow does not apply and a Deny does.
 */
export function evaluate(policies: readonly Policy[], request: PolicyRequest): Evaluation {
  const action = request.action.toLowerCase();
  const resource = requestResource(request.resource);
  let allowed: StatementRef | undefined;
  let grant: Grant | undefined;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const { ref } = statement;
      if (ref.effect === "Allow") {
        if (grant === "direct") continue;
        const naming = names(statement, request.principal);
        if (grant !== undefined && CLOSENESS[naming.grant] <= CLOSENESS[grant]) continue;
        if (applies(statement, naming.applies, action, resource, request) !== true) continue;
        allowed = ref;
        grant = naming.grant;
      } else {
        const answer = applies(
          statement,
          names(statement, request.principal).applies,
          action,
          resource,
          request,
        );
        if (answer === false) continue;
        return { verdict: "deny", statement: answer ? ref : { ...ref, doubt: true } };
      }
    }
  }
  return allowed && grant ? { verdict: "allow", statement: allowed, grant } : { verdict: "neither" };
}

function names({ principals }: Statement, caller: RequestPrincipal): Naming {
  if (principals === undefined) return DIRECT;
  if (principals.not) return { applies: !sparesCaller(principals.list, caller), grant: "direct" };
  return namesCaller(principals.list, caller);
}

/** Whether principal, action, resource and every condition match; the cheapest question first. */
function applies(
  { actions, resources, conditions }: Statement,
  named: Answer,
  action: string,
  resource: RequestResource,
  { context }: PolicyRequest,
): Answer {
  if (named === false) return false;
  if (actions.not === actions.list.some((glob) => matchesGlob(glob, action))) return false;
  let doubt = named === undefined;
  if (resources !== undefined) {
    const answer = matchesResource(resources, resource, context);
    if (answer === false) return false;
    doubt ||= answer === undefined;
  }
  for (const condition of conditions) {
    const answer = condition.holds(context);
    if (answer === false) return false;
    doubt ||= answer === undefined;
  }
  return doubt ? undefined : true;
}

/**
 * A resource with a variable that has no value "will not match any resource" (IAM policy elements: Variables). Under
 * NotResource that would make the statement one about everything, so there it is in doubt.
 */
function matchesResource(
  { not: negated, list }: Listed<NonNullable<Statement["resources"]>["list"]>,
  resource: RequestResource,
  context: PolicyRequest["context"],
): Answer {
  const unset = negated ? undefined : false;
  const answer = anyOf(list, (pattern) => pattern.matches(resource, context, unset));
  return negated ? not(answer) : answer;
}
