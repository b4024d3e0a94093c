import { conditionKeys, type Policy } from "../../policy/document.ts";
import { matchesGlob } from "../../policy/pattern.ts";
import type { Problems } from "../../terraform/errors.ts";

/**
 * Refuses policies that would decide on a condition key that the lab has no value for: an absent key makes some
 * conditions true. Statements that cannot be about the actions may read what they like.
 *
 * @param actions lower case, for example `execute-api:invoke`.
 * @param isKnown whether the lab gives a key (lower case) its value, or its absence, as AWS does.
 */
export function refuseUnknownKeys(
  policies: Iterable<Policy>,
  actions: readonly string[],
  isKnown: (key: string) => boolean,
  problems: Problems,
): void {
  for (const { address, attribute, reason } of unknownKeys(policies, actions, isKnown)) {
    problems.add(address, attribute, reason);
  }
}

/** What {@link refuseUnknownKeys} refuses, policy by policy. */
export function* unknownKeys(
  policies: Iterable<Policy>,
  actions: readonly string[],
  isKnown: (key: string) => boolean,
): Generator<{ readonly address: string; readonly attribute: string; readonly reason: string }> {
  for (const { source, statements } of policies) {
    for (const statement of statements) {
      const listed = (action: string) => statement.actions.list.some((glob) => matchesGlob(glob, action));
      if (!actions.some((action) => listed(action) !== statement.actions.not)) continue;
      for (const key of conditionKeys({ source, statements: [statement] })) {
        if (isKnown(key)) continue;
        const reason = `Statement[${statement.ref.index}] reads the condition key ${key}, which the lab has no value for`;
        yield { address: source.address, attribute: source.attribute, reason };
      }
    }
  }
}
