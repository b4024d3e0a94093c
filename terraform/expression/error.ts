/**
 * An expression is malformed or fails as it would in Terraform (`[1][5]`, an unknown key). It becomes an unresolved
 * value at the attribute it stands in; `try` and `can` see it.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
