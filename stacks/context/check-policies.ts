import { explainInseparable, inseparable } from "../../routes/inseparable.ts";
import { statementsFor } from "../../routes/statements.ts";
import { routeTable } from "../../routes/table.ts";
import { METHODS } from "../names.ts";
import { POLICY_LIMITS, packCallerPolicies, resourcePolicySize, sampleStageArn } from "../policy-size.ts";
import { resourcePolicyStatements } from "../resource-policy.ts";
import { type Problem, quote } from "./problems.ts";
import type { ApiContext } from "./schema.ts";

/** Policies that cannot tell two routes apart, and policies that IAM or API Gateway would refuse for their size. */
export function checkPolicies(context: ApiContext): Problem[] {
  const problems: Problem[] = inseparable(context.routes).map((found) => ({
    key: "routes",
    came: quote([found.granted, found.forbidden].map(({ method, path }) => `${method} ${path}`)),
    allowed: `routes that a policy can separate. ${explainInseparable(found)}`,
  }));
  const table = routeTable(context.routes);
  const stageArn = sampleStageArn(context);
  for (const [caller, permissions] of Object.entries(context.callers)) {
    const { managed } = packCallerPolicies(statementsFor(permissions, table, stageArn), context);
    if (managed.length > POLICY_LIMITS.managedOnRole) {
      const allowed = `routes that fit ${POLICY_LIMITS.managedOnRole} managed policies of ${POLICY_LIMITS.managed} characters on a role`;
      problems.push({ key: `callers.${caller}`, came: `${managed.length} policies`, allowed });
    }
  }
  for (const method of METHODS) {
    const size = resourcePolicySize(
      resourcePolicyStatements(method, context, stageArn.slice(0, stageArn.lastIndexOf("/"))),
    );
    if (size <= POLICY_LIMITS.resourcePolicy) continue;
    const allowed = `a resource policy of ${POLICY_LIMITS.resourcePolicy} characters`;
    problems.push({ key: "resourcePolicy", came: `${size} characters (${method})`, allowed });
    break;
  }
  return problems;
}
