import type { DecisionRecord, DecisionStep } from "../client/control.ts";
import type { Explanation } from "../explain.ts";
import type { Method } from "../method.ts";
import { WIDTH, wrap } from "./text.ts";

/** A decision for people: each step, what decided, and the Terraform it came from; or where AWS keeps it. */
export function explanationText(explanation: Explanation): string {
  const { question, target, answer, errorType, requestId, decision, mask } = explanation;
  const { verb, path, query } = question.request;
  const lines = [
    `${question.caller} sends ${verb} ${target.apiUrl}${path}${query ? `?${query}` : ""} (${question.method}, stack ${target.stack})`,
    `${answer.status}${errorType ? ` ${errorType}` : ""}  request ${requestId ?? "without an id"}`,
    ...wrap(answer.body, WIDTH - 2).map((line) => `  ${line}`),
    "",
    ...(decision ? decided(decision) : undecided(explanation)),
  ];
  return mask.text(lines.join("\n"));
}

/** The same for programs. */
export function explanationJson({
  question,
  target,
  answer,
  errorType,
  requestId,
  decision,
  mask,
}: Explanation): unknown {
  const { method, stack, apiUrl } = target;
  return mask.value({
    version: 1,
    method,
    stack,
    caller: question.caller,
    request: { ...question.request, apiUrl },
    answer: { status: answer.status, errorType, body: answer.body },
    requestId,
    decision,
  });
}

function decided(decision: DecisionRecord): readonly string[] {
  const lines = decision.steps.flatMap(stepLines);
  const deciding = decision.steps.find(({ outcome }) => outcome === "stop");
  if (!deciding) return [...lines, "", "Nothing stopped it."];
  const type = decision.responseType ? ` as ${decision.responseType}` : "";
  return [...lines, "", ...wrap(`Stopped at ${deciding.step}${type}: ${deciding.why}`, WIDTH)];
}

function stepLines(step: DecisionStep): readonly string[] {
  const mark = step.outcome === "stop" ? "✗" : "✓";
  const lines = wrap(step.why, WIDTH - 16).map((line, index) =>
    index === 0 ? `${mark} ${step.step.padEnd(13)} ${line}` : `${" ".repeat(16)}${line}`,
  );
  const source = step.address ?? step.statement?.source.address;
  const attribute = step.attribute ?? step.statement?.source.attribute;
  if (source) lines.push(`${" ".repeat(16)}in ${source}${attribute ? `, ${attribute}` : ""}`);
  if (step.statement) {
    const { sid, index, effect, text } = step.statement;
    const name = sid ? `statement "${sid}"` : `statement ${index}`;
    lines.push(...wrap(`${name}, ${effect}: ${text}`, WIDTH - 16).map((line) => `${" ".repeat(16)}${line}`));
  }
  return lines;
}

function undecided({ question, requestId, target }: Explanation): readonly string[] {
  const log = `the stage's access log, the line with "requestId": "${requestId ?? "(the id of the request)"}"`;
  const intro = target.loopback
    ? "The target told no decision: LAB_CONTROL_URL and LAB_CONTROL_TOKEN are in the lab's env file (--env), and it forgets old requests."
    : "AWS does not tell a client which statement, scope or check decided. Where to look:";
  return [intro, `1. ${log}:`, ...WHERE[question.method]].flatMap((line) => wrap(line, WIDTH));
}

/** What AWS keeps to itself with each method, and where it can be found. */
const WHERE: Readonly<Record<Method, readonly string[]>> = {
  iam: [
    "   $context.authenticate.error (the signature), $context.authorize.error (the policies), $context.identity.userArn (empty: not authenticated), $context.error.responseType (INVALID_SIGNATURE, EXPIRED_TOKEN, ACCESS_DENIED).",
    "2. The message names the kind of policy that denied or is missing, never the statement: compare the role's policies and the API's resource policy with the resource ARN in it.",
    "3. CloudTrail: AssumeRole of the role (event source sts.amazonaws.com) says who got the session; requests to the API are not in it.",
  ],
  "cognito-scopes": [
    "   $context.authorizer.error, $context.authorizer.claims.scope and .client_id (empty: the token was not accepted), $context.error.responseType.",
    "2. A 401 does not say whether signature, issuer, expiry or scope was wrong: decode the token and compare iss, exp, token_use and scope with the authorizer's pool and the method's scopes.",
    "3. CloudTrail: token requests of the pool (event source cognito-idp.amazonaws.com) say which client got a token; requests to the API are not in it.",
  ],
  "custom-authorizer": [
    "   $context.authorizer.error, .status, .latency and .principalId, $context.error.responseType (UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_CONFIGURATION_ERROR).",
    '2. The log group of the authorizer function: why a token was refused, and what a 500 {"message":null} hides.',
    "3. The stage's execution log, if it is on: the policy that the function returned. CloudTrail has none of this.",
  ],
};
