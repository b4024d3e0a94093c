import type { Problems } from "./errors.ts";
import type { Instance } from "./instance.ts";
import { isJsonObject } from "./manifest.ts";

/**
 * Checks the `precondition` and `postcondition` blocks of a resource: Terraform does not deploy one whose condition is
 * false. A condition that cannot be worked out stops nothing here, as it depends on what only AWS knows.
 */
export function checkConditions(instance: Instance, problems: Problems): void {
  const lifecycles = asObjects(instance.body.meta("lifecycle"));
  for (const kind of ["precondition", "postcondition"]) {
    const blocks = lifecycles.flatMap((lifecycle) =>
      Object.hasOwn(lifecycle, kind) ? asObjects(lifecycle[kind]) : [],
    );
    blocks.forEach((block, index) => {
      const names = [["self", instance]] as const;
      const condition = problems.attempt(() => instance.body.evaluate(block.condition, names));
      if (condition !== false && condition !== "false") return;
      const message = instance.body.evaluate(block.error_message, names);
      const reason = typeof message === "string" ? message : "the condition is false";
      problems.add(instance.address, `lifecycle.${kind}[${index}]`, reason);
    });
  }
}

function asObjects(json: unknown): readonly { readonly [key: string]: unknown }[] {
  return (Array.isArray(json) ? json : [json]).filter(isJsonObject);
}
