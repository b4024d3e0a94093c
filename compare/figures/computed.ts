import { bill, type Variant } from "../cost/lines.ts";
import type { CostParameters } from "../cost/parameters.ts";
import { type ByMethod, byMethod } from "../method.ts";
import { FLAGS } from "../report/sources.ts";
import { dollars, volume } from "../report/text.ts";
import type { Figure } from "./figure.ts";

const SHOWN = [1e6, 1e8];
const CARELESS = 1e7;
const NOTE =
  "Costs are us-east-1's, no free tier taken off; `npm run compare -- --cost` has every line, price and date.";

/** The rows that are computed from the dated prices. */
export function computedFigures(parameters: CostParameters): readonly Figure[] {
  const each = (requests: number): Figure => ({
    id: `cost-${requests}`,
    title: `cost a month of ${volume(requests)} requests, of it for authorization`,
    origin: "computed",
    values: byMethod((method) => {
      const { usd, authorizationUsd, confidence } = bill(method, requests, parameters);
      return `${dollars(usd)}, ${dollars(authorizationUsd)}${FLAGS[confidence]}`;
    }),
    note: NOTE,
  });
  return [...SHOWN.map(each), careless(parameters)];
}

/** The token trap: what authorization costs when no client keeps its credential. */
function careless(parameters: CostParameters): Figure {
  const worst: ByMethod<Variant> = {
    iam: "iam",
    "cognito-scopes": "a-token-a-call",
    "custom-authorizer": "no-policy-cache",
  };
  return {
    id: "cost-credential-a-call",
    title: `authorization of ${volume(CARELESS)} requests, a new credential each`,
    origin: "computed",
    values: byMethod((method) => {
      const { authorizationUsd, confidence } = bill(worst[method], CARELESS, parameters);
      return `${dollars(authorizationUsd)}${FLAGS[confidence]}`;
    }),
    note: NOTE,
  };
}
