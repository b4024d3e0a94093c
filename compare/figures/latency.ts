import { compose, type Desk } from "../client/compose.ts";
import type { Sender } from "../client/send.ts";
import type { Method } from "../method.ts";
import type { Credential, RequestSpec } from "../scenarios/scenario.ts";
import { percentile } from "./percentile.ts";

/** How long answers took, from the first byte sent to the last received; credentials were made before. */
export interface Latency {
  readonly method: Method;
  readonly stack: string;
  /** `cold`: every request with a token that the policy cache has not seen. */
  readonly cache: "warm" | "cold";
  readonly samples: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Measured against an API on this machine: it says nothing about AWS. */
  readonly local: boolean;
}

const REQUEST: RequestSpec = { verb: "GET", path: "/tests" };

/** Measures accepted requests one after the other; undefined when one is not accepted. */
export async function measure(
  desk: Desk,
  sender: Sender,
  samples: number,
  cache: Latency["cache"],
  signal?: AbortSignal,
): Promise<Latency | undefined> {
  const { method, stack, loopback } = desk.target;
  const times: number[] = [];
  for (let i = 0; i < samples + 1; i++) {
    const wire = await compose(desk, REQUEST, credential(method, cache));
    const answer = await sender.send(wire, signal);
    if (answer.status !== 200) return undefined;
    // The first opens the connection and fills the cache.
    if (i > 0) times.push(answer.milliseconds);
  }
  return {
    method,
    stack,
    cache,
    samples,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    local: loopback,
  };
}

function credential(method: Method, cache: Latency["cache"]): Credential {
  if (method === "iam") return { kind: "signature", caller: "reader" };
  return { kind: "bearer", caller: "reader", fresh: cache === "cold" };
}
