import { createHash } from "node:crypto";
import { errorTypeOf, headerOf, type WireAnswer, type WireRequest } from "../client/message.ts";
import type { Expected } from "../scenarios/scenario.ts";
import type { Shown } from "./result.ts";

/** What placeholders in an expected answer stand for. */
export interface Fillings {
  /** The Authorization header that was sent. */
  readonly authorization?: string;
  /** Whom `/whoami` must name. */
  readonly caller?: string;
}

/** Every way in which an answer is not the expected one, a sentence each; empty when it is. */
export function check(answer: WireAnswer, expected: Expected, fillings: Fillings): readonly string[] {
  const mismatches: string[] = [];
  const errorType = errorTypeOf(answer);
  if (answer.status !== expected.status) {
    mismatches.push(`status ${answer.status}, expected ${expected.status}`);
  }
  if (expected.errorType !== undefined && (errorType ?? null) !== expected.errorType) {
    mismatches.push(`error type ${errorType ?? "absent"}, expected ${expected.errorType ?? "absent"}`);
  }
  if (expected.body !== undefined && answer.body !== fill(expected.body, fillings)) {
    mismatches.push("body differs");
  }
  if (expected.bodyMatches !== undefined && !pattern(expected.bodyMatches, fillings).test(answer.body)) {
    mismatches.push("body does not match");
  }
  return mismatches;
}

/** The fillings of a request that was sent for a caller. */
export function fillingsOf(wire: WireRequest, caller: string | undefined): Fillings {
  return { authorization: headerOf(wire, "authorization"), caller };
}

/** An expected answer as a reader compares it with the actual one. */
export function shownExpected(expected: Expected, fillings: Fillings): Shown {
  const body = expected.body !== undefined ? fill(expected.body, fillings) : undefined;
  const matches = expected.bodyMatches && `matches ${fill(expected.bodyMatches, fillings)}`;
  return { status: expected.status, errorType: expected.errorType ?? undefined, body: body ?? matches };
}

/** An answer as a reader compares it with the expected one. */
export function shownActual(answer: WireAnswer): Shown {
  return { status: answer.status, errorType: errorTypeOf(answer), body: answer.body };
}

function fill(text: string, { authorization = "", caller = "" }: Fillings): string {
  return text
    .replaceAll("{hash}", () => createHash("sha256").update(authorization).digest("base64"))
    .replaceAll("{caller}", () => caller);
}

function pattern(source: string, fillings: Fillings): RegExp {
  const caller = (fillings.caller ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(fill(source, { ...fillings, caller }), "s");
}
