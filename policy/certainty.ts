/**
 * Whether something holds: `true`, `false`, or `undefined` for "cannot be said with certainty".
 *
 * The rule of this folder: where a statement cannot be evaluated with certainty, an Allow does not apply and a Deny
 * does. So doubt is carried through the evaluation (Kleene's three-valued logic) and is settled once, by the effect
 * of the statement (evaluate.ts). Doubt arises from what AWS does not document: a single-valued operator on a key
 * with several values, a value that is not of the operator's type, a `*` that may or may not run across a colon.
 */
export type Answer = boolean | undefined;

/** The complement; doubt stays doubt. */
export function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

/** True if any item's answer is, false if all are; otherwise in doubt. */
export function anyOf<T>(items: readonly T[], test: (item: T) => Answer): Answer {
  let result: Answer = false;
  for (const item of items) {
    const answer = test(item);
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

/** False if any item's answer is, true if all are; otherwise in doubt. */
export function allOf<T>(items: readonly T[], test: (item: T) => Answer): Answer {
  let result: Answer = true;
  for (const item of items) {
    const answer = test(item);
    if (answer === false) return false;
    if (answer === undefined) result = undefined;
  }
  return result;
}
