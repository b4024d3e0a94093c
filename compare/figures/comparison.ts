import { DEFAULT_PARAMETERS } from "../cost/parameters.ts";
import { CALLERS, type Method } from "../method.ts";
import type { Result } from "../run.ts";
import { computedFigures } from "./computed.ts";
import { countedFigures } from "./counted.ts";
import type { Figure } from "./figure.ts";
import { measuredFigures } from "./measured.ts";
import type { Synthesized } from "./terraform.ts";
import { WORDS } from "./words.ts";

/** Every row of the comparison: when to use each method, and what it takes, gives and costs. */
export function comparison(result: Result, stacks: ReadonlyMap<Method, Synthesized>): readonly Figure[] {
  return [
    ...WORDS,
    ...countedFigures(stacks, outsideClients(result)),
    ...measuredFigures(result),
    ...computedFigures(DEFAULT_PARAMETERS),
  ];
}

/** The clients that the run's callers have at the outside issuer: each has a secret that no Terraform knows. */
function outsideClients({ targets }: Result): number {
  const ids = targets.flatMap(({ method, access }) =>
    method === "custom-authorizer" && access.kind === "token"
      ? CALLERS.map((caller) => access.client(caller).id)
      : [],
  );
  return new Set(ids).size;
}
