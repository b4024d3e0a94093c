import fc from "fast-check";
import { statementsFor } from "../../routes/statements.ts";
import { routeTable } from "../../routes/table.ts";
import { POLICY_LIMITS, packCallerPolicies, policySize, sampleStageArn } from "../../stacks/policy-size.ts";
import { contextWith, manyRoutes } from "../support/context.ts";

const statementsOf = (count: number) => {
  const context = contextWith(manyRoutes(count));
  return {
    context,
    statements: statementsFor(["test.read"], routeTable(context.routes), sampleStageArn(context)),
  };
};

test("the estimate is never under the policy that Terraform writes", () => {
  const { context, statements } = statementsOf(50);
  const written = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  expect(policySize(statements, context)).toBeGreaterThanOrEqual(written.length);
  expect(policySize(statements, context)).toBeLessThan(written.length * 1.05);
});

test.each([
  [2, "inline"],
  [50, "inline"],
  [250, "managed"],
])("%i routes go into %s policies", (count, kind) => {
  const { context, statements } = statementsOf(count);
  const { inline, managed } = packCallerPolicies(statements, context);
  expect(inline.length > 0 ? "inline" : "managed").toBe(kind);
  expect(managed.length).toBeLessThanOrEqual(POLICY_LIMITS.managedOnRole);
});

test("packing loses no resource, adds none and keeps every policy within the limit", () => {
  const context = contextWith();
  const stageArn = sampleStageArn(context);
  const resource = fc.stringMatching(/^[A-Z]{3,6}\/[a-z]{1,60}$/).map((path) => `${stageArn}/${path}`);
  const statement = fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Resource: fc.array(resource, { minLength: 1, maxLength: 120 }),
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      const { inline, managed } = packCallerPolicies(statements, context);
      const flat = (list: typeof statements) =>
        list.flatMap(({ Effect, Resource }) => Resource.map((arn) => `${Effect} ${arn}`));
      const packed = [inline, ...managed] as unknown as (typeof statements)[];
      expect(packed.flatMap(flat)).toEqual(flat(statements));
      for (const policy of managed)
        expect(policySize(policy, context)).toBeLessThanOrEqual(POLICY_LIMITS.managed);
    }),
  );
});
