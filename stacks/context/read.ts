import { readFileSync } from "node:fs";
import * as v from "valibot";
import { checkCallers } from "./check-callers.ts";
import { checkNames } from "./check-names.ts";
import { checkPolicies } from "./check-policies.ts";
import { checkPolicy } from "./check-policy.ts";
import { checkRoutes } from "./check-routes.ts";
import { ContextError, type Problem, quote } from "./problems.ts";
import { type ApiContext, contextSchema } from "./schema.ts";

/**
 * Reads the `context` of a `cdktf.json`. The file itself is read, not what the CDKTF CLI passes on,
 * so that every way to synthesize gives the same bytes.
 *
 * @throws {ContextError} with every problem at once
 */
export function readContext(file: string): ApiContext {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ContextError([{ key: file, came: (cause as Error).message, allowed: "a readable JSON file" }]);
  }
  return parseContext((document as { context?: unknown } | null)?.context);
}

/** @throws {ContextError} with every problem at once */
export function parseContext(context: unknown): ApiContext {
  const result = v.safeParse(contextSchema, context);
  if (!result.success) throw new ContextError(result.issues.map(problemOf));
  const problems = [checkRoutes, checkCallers, checkPolicy, checkNames].flatMap((check) =>
    check(result.output),
  );
  // Policies are made of routes and callers: they are only looked at where those are sound.
  if (problems.length === 0) problems.push(...checkPolicies(result.output));
  if (problems.length > 0) throw new ContextError(problems);
  return result.output;
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const key = v.getDotPath(issue) ?? "context";
  if (issue.type === "strict_object" && issue.expected === "never") {
    return { key, came: "an unknown key", allowed: "the keys of the README's configuration table" };
  }
  const written = issue.kind === "schema" ? `${issue.expected}` : issue.message;
  const came = issue.input === undefined || issue.type === "strict_object" ? "nothing" : quote(issue.input);
  return { key, came, allowed: issue.type === "strict_object" ? "a value (the key is required)" : written };
}
