import { Testing } from "cdktf";
import type { ApiStack } from "../../stacks/api-stack.ts";
import { makeStacks } from "../../stacks/app.ts";
import type { StackName } from "../../stacks/names.ts";
import { contextWith } from "./context.ts";

type Attributes = Readonly<Record<string, unknown>> & { readonly [key: string]: never };
type Blocks = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** A stack's Terraform, as it would be written. */
export interface Synthesized {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Readonly<Record<string, { readonly value: string; readonly sensitive?: boolean }>>;
  readonly variable: Readonly<Record<string, Record<string, unknown>>>;
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** Makes the stacks of a changed context without writing them. */
export function stacksOf(changes: Record<string, unknown> = {}): Record<StackName, ApiStack> {
  const stacks = makeStacks(Testing.app(), contextWith(changes));
  return Object.fromEntries(stacks.map((stack) => [stack.node.id, stack])) as Record<StackName, ApiStack>;
}

/** The Terraform of one stack. */
export const terraformOf = (stack: ApiStack): Synthesized => stack.toTerraform() as Synthesized;

export function synthesized(stack: StackName, changes: Record<string, unknown> = {}): Synthesized {
  return terraformOf(stacksOf(changes)[stack]);
}

/** Every resource of a type, by name; empty where there is none. */
export const resources = ({ resource }: Synthesized, type: string): Record<string, Attributes> =>
  (resource[type] ?? {}) as Record<string, Attributes>;
