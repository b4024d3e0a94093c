import type { IncomingMessage, ServerResponse } from "node:http";

/** How reading a body ended: read, too large, no room for it now, or given up by the client. */
export type BodyOutcome = Buffer | "too-large" | "no-room" | "aborted";

/** The bytes that the bodies being read and answered hold together, against one bound. */
export class BodyBudget {
  readonly #bound: number;
  #held = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** Bytes held now. */
  get held(): number {
    return this.#held;
  }

  /** Takes room, or answers false and takes none. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#bound) {
      return false;
    }
    this.#held += bytes;
    return true;
  }

  /** Gives room back. */
  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/**
 * Reads a whole body within two bounds: its own, and the budget of all bodies. Room that was taken is kept when a
 * body was read (its reader releases it once the request is answered) and given back in every other case.
 *
 * @param response the request's own, which may be answered before the body is there (400, 408).
 * @param limit largest body in bytes.
 * @param done called exactly once.
 */
export function readBody(
  message: IncomingMessage,
  response: ServerResponse,
  limit: number,
  budget: BodyBudget,
  done: (outcome: BodyOutcome) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (outcome: BodyOutcome): void => {
    message.off("data", onData).off("end", onEnd).off("close", onClose);
    response.off("close", onClose);
    if (typeof outcome === "string") {
      budget.release(size);
    }
    done(outcome);
  };
  const onData = (chunk: Buffer): void => {
    if (size + chunk.length > limit) {
      finish("too-large");
    } else if (budget.take(chunk.length)) {
      size += chunk.length;
      chunks.push(chunk);
    } else {
      finish("no-room");
    }
  };
  const onEnd = (): void => finish(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
  const onClose = (): void => finish("aborted");
  message.on("data", onData).on("end", onEnd).on("close", onClose);
  // A request that was answered before its end never says that it is closed; its response does.
  response.on("close", onClose);
}
