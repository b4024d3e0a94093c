import { ExpressionError } from "../expression/error.ts";
import { convert } from "../types/convert.ts";
import type { Type } from "../types/type.ts";
import { Unresolved, type Value } from "../value.ts";
import type { TerraformFunction } from "./call.ts";

function to(type: Type): TerraformFunction {
  return {
    min: 1,
    max: 1,
    run: ([value]) => {
      if (value instanceof Unresolved) throw new ExpressionError(value.reason);
      return convert(value ?? null, type);
    },
  };
}

const asIs: TerraformFunction = { min: 1, max: 1, takesUnresolved: true, run: ([value]) => value as Value };

/** Conversions between types; `sensitive` and `nonsensitive` change nothing but what Terraform shows. */
export const conversionFunctions: Readonly<Record<string, TerraformFunction>> = {
  nonsensitive: asIs,
  sensitive: asIs,
  tobool: to("bool"),
  tolist: to({ list: "any" }),
  tomap: to({ map: "any" }),
  tonumber: to("number"),
  toset: to({ set: "any" }),
  tostring: to("string"),
};
