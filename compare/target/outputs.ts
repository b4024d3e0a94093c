import { readFileSync } from "node:fs";
import { CALLERS, COMPARISON_STACK, METHODS, type Method } from "../method.ts";
import { TargetError } from "./errors.ts";

/** One method in one stack, as an outputs file describes it. */
export interface MethodOutputs {
  readonly method: Method;
  /** The stack that the outputs are of: the method's own, or `comparison`. */
  readonly stack: string;
  /** The outputs by their name in the method's own stack: the prefix of the comparison stack is gone. */
  readonly values: Readonly<Record<string, string>>;
}

const SECRET = /_client_secret$/;

/** The outputs that the scenarios need of a method. */
export function requiredOutputs(method: Method): readonly string[] {
  switch (method) {
    case "iam":
      return ["api_url", ...CALLERS.map((caller) => `${caller}_role_arn`)];
    case "cognito-scopes":
      return [
        "api_url",
        "token_url",
        "issuer",
        ...CALLERS.flatMap((caller) => [`${caller}_client_id`, `${caller}_client_secret`]),
      ];
    case "custom-authorizer":
      return ["api_url", "token_issuer", "token_audience"];
  }
}

/**
 * Reads an outputs file as `cdktf deploy --outputs-file` writes it: outputs keyed by stack. Other stacks in it
 * are left alone; a method whose stack is not in it is simply not deployed.
 *
 * @throws TargetError naming every missing file, stack or output
 */
export function readOutputs(file: string): readonly MethodOutputs[] {
  const stacks = parse(file);
  const problems: string[] = [];
  const found: MethodOutputs[] = [];
  for (const stack of [...METHODS, COMPARISON_STACK]) {
    const outputs = stacks[stack];
    if (outputs === undefined) continue;
    if (!isRecord(outputs)) {
      problems.push(`${file}: stack "${stack}": is not an object of outputs`);
      continue;
    }
    for (const method of METHODS) {
      if (stack !== COMPARISON_STACK && stack !== method) continue;
      const prefix = stack === COMPARISON_STACK ? `${method.replaceAll("-", "_")}_` : "";
      problems.push(...missing(file, stack, prefix, method, outputs));
      found.push({ method, stack, values: withoutPrefix(outputs, prefix) });
    }
  }
  if (found.length === 0 && problems.length === 0) {
    const names = Object.keys(stacks);
    problems.push(
      `${file}: has outputs of none of ${[...METHODS, COMPARISON_STACK].join(", ")}` +
        (names.length ? `; it has ${names.join(", ")}` : "; it is empty"),
    );
  }
  if (problems.length) throw new TargetError(problems);
  return found;
}

function parse(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new TargetError([
      `${file}: ${why}. Start the lab (npm run lab), which writes .lab/outputs.json, or give the file that ` +
        "`cdktf deploy --outputs-file FILE --outputs-file-include-sensitive-outputs` wrote with --outputs FILE",
    ]);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new TargetError([`${file}: is not JSON: ${(error as Error).message}`]);
  }
  throw new TargetError([`${file}: is not an object keyed by stack`]);
}

function missing(
  file: string,
  stack: string,
  prefix: string,
  method: Method,
  outputs: Record<string, unknown>,
): readonly string[] {
  return requiredOutputs(method).flatMap((name) => {
    const value = outputs[prefix + name];
    if (typeof value === "string" && value !== "") return checkUrl(file, stack, prefix + name, value);
    const problem = `${file}: stack "${stack}": output "${prefix}${name}" is missing`;
    return [
      SECRET.test(name)
        ? `${problem}: a secret is written only with cdktf deploy --outputs-file-include-sensitive-outputs`
        : problem,
    ];
  });
}

function checkUrl(file: string, stack: string, name: string, value: string): readonly string[] {
  if (!name.endsWith("api_url") && !name.endsWith("token_url")) return [];
  if (/^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value)) return [];
  return [`${file}: stack "${stack}": output "${name}" is ${JSON.stringify(value)}: expected an http(s) URL`];
}

function withoutPrefix(outputs: Record<string, unknown>, prefix: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(outputs)) {
    if (name.startsWith(prefix) && typeof value === "string") values[name.slice(prefix.length)] = value;
  }
  return values;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
