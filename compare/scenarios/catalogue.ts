import { NO_CREDENTIAL } from "./no-credential.ts";
import { PERMISSIONS } from "./permissions.ts";
import { PLACES } from "./places.ts";
import type { Scenario } from "./scenario.ts";
import { STRANGERS } from "./strangers.ts";
import { TAMPERED } from "./tampered.ts";
import { TIME } from "./time.ts";

/** Every scenario, in the order in which it is sent and printed. */
export const SCENARIOS: readonly Scenario[] = [
  ...PERMISSIONS,
  ...NO_CREDENTIAL,
  ...TAMPERED,
  ...STRANGERS,
  ...PLACES.filter((scenario) => scenario.id !== "clean-logs"),
  ...TIME,
  // Last: the logs of everything before it are looked through.
  ...PLACES.filter((scenario) => scenario.id === "clean-logs"),
];

/** The scenario of an id. */
export function scenarioOf(id: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}
