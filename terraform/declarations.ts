import type { Config } from "./config.ts";
import type { Problems } from "./errors.ts";
import type { JsonExpressions } from "./expression/json.ts";
import { checkReferences } from "./graph.ts";
import { checkBody } from "./schema/check.ts";
import { dataSourceSchema, resourceSchema } from "./schema/table.ts";

/** Checks what can be told to be wrong before anything is worked out; each thing becomes a problem. */
export function checkDeclarations(config: Config, expressions: JsonExpressions, problems: Problems): void {
  for (const { address, type, body } of config.resources) {
    const schema = resourceSchema(type);
    if (schema) checkBody(body, schema, address, problems);
  }
  for (const { address, type, body } of config.dataSources) {
    const schema = dataSourceSchema(type);
    if (schema) checkBody(body, schema, address, problems);
  }
  for (const { address, body } of config.outputs) {
    if (!Object.hasOwn(body, "value")) problems.add(address, "value", "it is required");
  }
  checkReferences(config, expressions, problems);
}
