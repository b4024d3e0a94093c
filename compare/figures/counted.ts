import { type ByMethod, byMethod, type Method } from "../method.ts";
import { type Figure, UNKNOWN } from "./figure.ts";
import { type Counted, count, type Work } from "./parts.ts";
import { quotaUses, rateQuota } from "./quotas.ts";
import type { Synthesized } from "./terraform.ts";

/**
 * The rows that are counted from the synthesized Terraform of each method's own stack.
 *
 * @param outsideClients clients at the outside issuer that the custom authorizer trusts
 */
export function countedFigures(
  stacks: ReadonlyMap<Method, Synthesized>,
  outsideClients: number,
): readonly Figure[] {
  if (stacks.size === 0) return [];
  const counts = new Map([...stacks].map(([method, stack]) => [method, count(stack)]));
  const each = (show: (counted: Counted) => string): ByMethod<string> =>
    byMethod((method) => {
      const counted = counts.get(method);
      return counted ? show(counted) : UNKNOWN;
    });
  const work = (pick: (work: Work) => number): ByMethod<string> =>
    each(({ cold, warm }) =>
      pick(cold) === pick(warm) ? String(pick(cold)) : `${pick(cold)} / ${pick(warm)}`,
    );
  return [
    {
      id: "terraform-resources",
      title: "effort: Terraform resources",
      origin: "counted",
      values: each(({ resources, byType }) => {
        const functions = byType.aws_lambda_function ?? 0;
        return `${resources}, of them ${functions} function${functions === 1 ? "" : "s"}`;
      }),
    },
    {
      id: "secrets",
      title: "secrets to hand out and rotate",
      origin: "counted",
      values: byMethod((method) =>
        secretsOf(counts.get(method), method === "custom-authorizer" ? outsideClients : 0),
      ),
    },
    {
      id: "parts",
      title: "moving parts a request passes",
      origin: "counted",
      values: each(({ parts }) => `${parts.length}: ${parts.join(", ")}`),
    },
    {
      id: "lambda-calls",
      title: "Lambda calls a request, policy cache cold / warm",
      origin: "counted",
      values: work(({ lambdaCalls }) => lambdaCalls),
    },
    {
      id: "signature-checks",
      title: "signature checks a request, policy cache cold / warm",
      origin: "counted",
      values: work(({ signatureChecks }) => signatureChecks),
    },
    {
      id: "quota-that-binds",
      title: "quotas that bind first as routes and callers grow",
      origin: "counted",
      values: byMethod((method) => fullestQuotas(method, stacks.get(method))),
    },
    {
      id: "rate-that-binds",
      title: "rate that binds first, a credential a call",
      origin: "counted",
      values: byMethod((method) => {
        const { limit, name } = rateQuota(method);
        return `${limit.toLocaleString("en-US")} ${name}`;
      }),
      note: "Rates are as documented in 2023; today's were not read.",
    },
  ];
}

/** The two that are fullest: the first is often the same for every method. */
function fullestQuotas(method: Method, stack: Synthesized | undefined): string {
  const uses = stack ? quotaUses(method, stack).slice(0, 2) : [];
  return uses.map(({ used, quota }) => `${used} of ${quota.limit} ${quota.name}`).join("; ") || UNKNOWN;
}

function secretsOf(counted: Counted | undefined, outside: number): string {
  if (!counted) return UNKNOWN;
  return outside ? `${counted.secrets}, and ${outside} at the outside issuer` : String(counted.secrets);
}
