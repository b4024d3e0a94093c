import { TerraformOutput, type TerraformStack } from "cdktf";

/** What a method tells its users, by output name. */
export type Outputs = Readonly<
  Record<string, { readonly value: string; readonly description: string; readonly sensitive?: boolean }>
>;

/** Declares outputs under their own names (not CDKTF's), each behind a prefix. */
export function declareOutputs(stack: TerraformStack, outputs: Outputs, prefix = ""): void {
  for (const [name, config] of Object.entries(outputs)) {
    new TerraformOutput(stack, `output-${prefix}${name}`, { ...config, staticId: true }).overrideLogicalId(
      `${prefix}${name}`,
    );
  }
}
