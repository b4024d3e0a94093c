/** What the lab does with each attribute of a resource type that it enforces. */
export interface TypeCoverage {
  /** Read and enforced, or read and refused where the value asks for what the lab does not run. */
  readonly read: readonly string[];
  /** Bears on who gets in, and is not run: attribute → why it is refused when it is configured. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Ignored, and no request is let in or kept out by it: attribute → why. */
  readonly harmless: Readonly<Record<string, string>>;
}

/** Why a type or an attribute is ignored or refused. */
export type Reasons = Readonly<Record<string, string>>;

export const NAMING = "a name for people";
export const NO_CHANGE = "the lab changes and destroys nothing";
export const NO_CACHE = "nothing is cached: each request reaches its backend";
export const NO_METRICS = "the lab keeps access logs alone";
