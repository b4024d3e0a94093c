import path from "node:path";
import { compose } from "./client/compose.ts";
import { Control, type DecisionRecord } from "./client/control.ts";
import { Mask } from "./client/mask.ts";
import { errorTypeOf, headerOf, type WireAnswer } from "./client/message.ts";
import { Roles } from "./client/roles.ts";
import { Sender } from "./client/send.ts";
import { TargetTime } from "./client/time.ts";
import { Wallet } from "./client/wallet.ts";
import { type Caller, COMPARISON_STACK, isCaller, isMethod, type Method } from "./method.ts";
import type { RequestSpec } from "./scenarios/scenario.ts";
import type { Environment } from "./target/env.ts";
import { TargetError } from "./target/errors.ts";
import { readKeys } from "./target/keys.ts";
import { readOutputs } from "./target/outputs.ts";
import { makeTargets, type Target } from "./target/target.ts";

/** What `--explain` asks: who sends what, by which method. */
export interface Question {
  readonly method: Method;
  readonly caller: Caller;
  readonly request: RequestSpec;
}

/** A request that was sent, and how its target decided it, where it tells. */
export interface Explanation {
  readonly question: Question;
  readonly target: Target;
  readonly answer: WireAnswer;
  readonly errorType: string | undefined;
  readonly requestId: string | undefined;
  readonly decision: DecisionRecord | undefined;
  readonly mask: Mask;
}

/**
 * Reads `<method> <caller> <verb> <path>`.
 *
 * @throws TargetError that says what was expected
 */
export function parseQuestion(text: string): Question {
  const words = text.trim().split(/\s+/);
  const [method = "", caller = "", verb = "", where = ""] = words;
  const problems: string[] = [];
  if (words.length !== 4) problems.push('--explain takes "<method> <caller> <verb> <path>" in quotes');
  else {
    if (!isMethod(method))
      problems.push(`--explain: method "${method}" is none of iam, cognito-scopes, custom-authorizer`);
    if (!isCaller(caller)) problems.push(`--explain: caller "${caller}" is none of reader, writer`);
    if (!/^[A-Za-z]+$/.test(verb)) problems.push(`--explain: verb "${verb}" is no HTTP verb`);
    if (!where.startsWith("/")) problems.push(`--explain: path "${where}" does not begin with /`);
  }
  if (problems.length || !isMethod(method) || !isCaller(caller)) throw new TargetError(problems);
  const [pathname = "/", ...query] = where.split("?");
  const upper = verb.toUpperCase();
  const body = ["POST", "PUT", "PATCH"].includes(upper) ? "{}" : undefined;
  const request = { verb: upper, path: pathname, query: query.length ? query.join("?") : undefined, body };
  return { method, caller, request };
}

/**
 * Sends the request with the caller's own credential and asks the target how it decided.
 *
 * @throws TargetError when the method is not in the outputs file; CredentialError and SendError as they come
 */
export async function explain(
  question: Question,
  options: { readonly outputs: string; readonly environment: Environment },
): Promise<Explanation> {
  const { outputs, environment } = options;
  const described = readOutputs(outputs).filter(({ method }) => method === question.method);
  const targets = makeTargets(described, environment);
  const target = targets.find(({ stack }) => stack !== COMPARISON_STACK) ?? targets[0];
  if (!target) throw new TargetError([`${outputs}: describes no stack with ${question.method}`]);
  const sender = new Sender();
  const mask = new Mask();
  const time = new TargetTime();
  const roles = new Roles({ environment });
  const wallet = new Wallet({ roles, sender, mask, time });
  const keys = readKeys(path.dirname(outputs));
  try {
    const control = Control.from(environment, sender);
    if (control) time.offset = await control.clockOffset();
    const desk = { target, targets, wallet, time, mask, keys: (method: Method) => keys[method] };
    const { caller, request } = question;
    const kind = target.access.kind === "role" ? "signature" : "bearer";
    const answer = await sender.send(await compose(desk, request, { kind, caller }));
    const requestId = headerOf(answer, "x-amzn-requestid");
    const decision = requestId && control ? await control.decision(requestId) : undefined;
    return { question, target, answer, errorType: errorTypeOf(answer), requestId, decision, mask };
  } finally {
    sender.close();
  }
}
