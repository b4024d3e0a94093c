import type { Caller } from "../method.ts";
import type { Bearer, Credential, Expected, Plan, RequestSpec, Send, Signature, Step } from "./scenario.ts";

/** `GET /tests`: asks for `test.read`. */
export const READ: RequestSpec = { verb: "GET", path: "/tests" };

/** `POST /tests`: asks for `test.write`. */
export const WRITE: RequestSpec = { verb: "POST", path: "/tests", body: '{"amount":1}' };

/** `GET /whoami`: asks for `test.read`. */
export const WHOAMI: RequestSpec = { verb: "GET", path: "/whoami" };

/** Carries nothing. */
export const NONE: Credential = { kind: "none" };

/** A plan of steps. */
export function steps(...list: readonly Step[]): Plan {
  return { steps: list };
}

/** Why a method has no such thing. */
export function inexpressible(why: string): Plan {
  return { inexpressible: why };
}

/** A step that sends a request. */
export function send(request: RequestSpec, credential: Credential, expect: Expected, shows?: string): Send {
  return { do: "send", request, credential, expect, shows };
}

/** The caller's signature. */
export function signed(caller: Caller, change: Partial<Omit<Signature, "kind" | "caller">> = {}): Signature {
  return { kind: "signature", caller, ...change };
}

/** The caller's token. */
export function bearer(caller: Caller, change: Partial<Omit<Bearer, "kind" | "caller">> = {}): Bearer {
  return { kind: "bearer", caller, ...change };
}
