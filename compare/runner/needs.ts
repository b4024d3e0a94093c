import type { Step } from "../scenarios/scenario.ts";

/** What a target gives beyond its URLs; only a lab gives most of it. */
export interface Gifts {
  /** A control endpoint: the clock, permissions, decisions. */
  readonly control: boolean;
  /** The private keys of the token issuers. */
  readonly keys: boolean;
  /** A directory with its logs. */
  readonly logs: boolean;
  /** An address of this machine that the deployment denies. */
  readonly deniedAddress: boolean;
}

/** Why a scenario cannot be run against a target, before anything of it is sent; undefined if it can. */
export function missingFor(steps: readonly Step[], gifts: Gifts): string | undefined {
  for (const step of steps) {
    const reason = missing(step, gifts);
    if (reason) return reason;
  }
  return undefined;
}

/** Whether steps change the target for everybody while they run: they use credentials of their own. */
export function changesTarget(steps: readonly Step[]): boolean {
  return steps.some(({ do: what }) => what === "advance" || what === "remove-permission");
}

function missing(step: Step, gifts: Gifts): string | undefined {
  switch (step.do) {
    case "advance":
      return gifts.control ? undefined : "it moves the target's clock, which only a lab lets a client do";
    case "remove-permission":
      return gifts.control
        ? undefined
        : "it removes a permission, which only a lab lets a client do: in AWS nothing is changed";
    case "inspect-logs":
      return gifts.logs
        ? undefined
        : "the logs are not on this machine: search the log groups in CloudWatch for eyJ and Signature=";
    case "send":
      if (step.from === "denied-address" && !gifts.deniedAddress) {
        return "no address is declared as denied (--denied-address, for a deployment that denies it)";
      }
      if (step.credential.kind === "bearer" && step.credential.forgery?.key === "issuer" && !gifts.keys) {
        return "it needs a token signed by hand with the issuer's private key, which only a lab gives away";
      }
      return undefined;
    case "repeat":
    case "ask-token":
      return undefined;
  }
}
