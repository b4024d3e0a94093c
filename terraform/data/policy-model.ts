import { compareText } from "../value.ts";

/** An element of a policy: one text, or a list of them. Any other JSON only out of a document given as text. */
export type PolicyJson =
  | null
  | string
  | number
  | boolean
  | readonly PolicyJson[]
  | { readonly [key: string]: PolicyJson };

/** A statement with its elements in the order in which the AWS provider writes them. */
export type Statement = Map<StatementElement, PolicyJson>;
export type StatementElement = (typeof statementElements)[number];

export const statementElements = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
] as const;

/** A policy document. */
export interface Document {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
}

/** An object whose keys are written in order. */
export function sortedObject(entries: Iterable<readonly [string, PolicyJson]>): PolicyJson {
  return Object.assign(
    Object.create(null),
    Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b))),
  );
}
