import { STACKS } from "../../stacks/names.ts";
import { synthesized } from "../support/synthesized.ts";

test.each(STACKS)("%s: CDKTF's outputs file and Terraform name the outputs alike", (stack) => {
  const terraform = synthesized(stack);
  const { outputs } = (terraform as unknown as Record<string, { outputs: object }>)["//"] ?? {};
  // By construct id, and the logical id that it stands for.
  expect(outputs).toEqual({
    [stack]: Object.fromEntries(Object.keys(terraform.output).map((name) => [name, name])),
  });
});
