import { apiGatewayComputed } from "./api-gateway.ts";
import { cognitoComputed } from "./cognito.ts";
import type { Compute } from "./context.ts";
import { iamComputed } from "./iam.ts";
import { lambdaComputed } from "./lambda.ts";
import { otherComputed } from "./other.ts";

const types: ReadonlyMap<string, ReadonlyMap<string, Compute>> = new Map(
  [apiGatewayComputed, cognitoComputed, iamComputed, lambdaComputed, otherComputed]
    .flatMap((group) => Object.entries(group))
    .map(([type, attributes]) => [type, new Map(Object.entries(attributes))]),
);

/** How AWS's own attributes of a resource type are made, by name; empty for a type that is not known here. */
export function computedAttributes(type: string): ReadonlyMap<string, Compute> {
  return types.get(type) ?? new Map();
}
