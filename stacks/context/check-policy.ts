import { type Problem, quote } from "./problems.ts";
import type { ApiContext } from "./schema.ts";

/** Contradictions in the resource policy; its size is checked where it is made. */
export function checkPolicy({ resourcePolicy: policy }: ApiContext): Problem[] {
  if (!policy) return [];
  const both = policy.allowCidrs.filter((cidr) => policy.denyCidrs.includes(cidr));
  return both.map((cidr) => ({
    key: "resourcePolicy.denyCidrs",
    came: quote(cidr),
    allowed: "a block that is not in resourcePolicy.allowCidrs as well",
  }));
}
