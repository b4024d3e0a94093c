import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { STACKS } from "../../stacks/names.ts";
import { stacksOf, terraformOf } from "../support/synthesized.ts";

/**
 * Each stack's Terraform for the project's own context, for reading and for review: a change of what is deployed shows
 * in the pull request. `UPDATE_GOLDEN=1 npx jest test/stacks/golden` writes them anew.
 */
const file = (stack: string) => `test/stacks/golden/${stack}.golden.json`;

/** Without CDKTF's metadata, keys sorted; hashes of code stand by name, so that a dependency's patch shows as no change of access. */
function normalize(value: unknown, key = ""): unknown {
  if (key === "source_code_hash") return "<hash of the zip>";
  if (Array.isArray(value)) return value.map((inner) => normalize(inner));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([name]) => name !== "//");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, normalize(inner, name)]),
  );
}

test.each(STACKS)("%s", (stack) => {
  const text = `${JSON.stringify(normalize(terraformOf(stacksOf()[stack])), null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN) writeFileSync(file(stack), text);
  expect(existsSync(file(stack))).toBe(true);
  expect(text).toBe(readFileSync(file(stack), "utf8"));
});
