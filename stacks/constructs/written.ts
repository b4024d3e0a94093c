import { DefaultTokenResolver, StringConcat, type TerraformElement, Token, Tokenization } from "cdktf";

const resolver = new DefaultTokenResolver(new StringConcat());

/** An element as it will be written: overrides applied, and every token replaced by its Terraform expression. */
export function asWritten(element: TerraformElement): Record<string, unknown> {
  return written(element.toTerraform(), element) as Record<string, unknown>;
}

/** CDKTF resolves what holds a token; what holds none, which is most, is only passed through. */
function written(value: unknown, scope: TerraformElement): unknown {
  if (typeof value === "boolean" || value === null || value === undefined) return value;
  if (Token.isUnresolved(value) || isTokenMap(value)) {
    return Tokenization.resolve(value, { scope, preparing: false, resolver });
  }
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => written(item, scope));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner, scope)]));
}

/** A map that is a token stands in its one key. */
const isTokenMap = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).some((key) => Token.isUnresolved(key));
