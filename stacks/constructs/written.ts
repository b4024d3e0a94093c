import { DefaultTokenResolver, StringConcat, type TerraformElement, Tokenization } from "cdktf";

/** An element as it will be written: overrides applied, and every token replaced by its Terraform expression. */
export function asWritten(element: TerraformElement): Record<string, unknown> {
  return Tokenization.resolve(element.toTerraform(), {
    scope: element,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}
