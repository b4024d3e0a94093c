import { TerraformOutput, type TerraformStack } from "cdktf";

/** What a method tells its users, by output name. */
export type Outputs = Readonly<
  Record<string, { readonly value: string; readonly description: string; readonly sensitive?: boolean }>
>;

/**
 * Declares outputs, each behind a prefix. CDKTF's outputs file has them by construct id, Terraform by logical id: both are
 * the output's name.
 */
export function declareOutputs(stack: TerraformStack, outputs: Outputs, prefix = ""): void {
  for (const [name, config] of Object.entries(outputs)) {
    new TerraformOutput(stack, `${prefix}${name}`, { ...config, staticId: true });
  }
}
