import type { IncomingMessage, ServerResponse } from "node:http";
import { type Connection, linger } from "./connection.ts";
import type { HttpLimits } from "./limits.ts";
import type { Handler, HttpAnswer, HttpRequest } from "./message.ts";
import { BodyBudget, type BodyOutcome, readBody } from "./read-body.ts";
import { BadRequest, readHead } from "./read-request.ts";
import { bodyTooLarge, FAULT, NO_ROOM, refusal, STARTING } from "./refusals.ts";
import { writeAnswer, writeAnswerOpen } from "./write-answer.ts";

/** The services behind a server. */
export interface HttpServices {
  readonly handle: Handler;
  /**
   * Answers a request whose body is over the limit; it is given the head alone, with an empty body.
   * @default - a 413 that names the limit
   */
  readonly tooLarge?: Handler;
}

/** Takes each request from its parsed head to its answer: read, hand over, answer. */
export class Dispatcher {
  services: HttpServices = { handle: () => STARTING };
  /** Set when the server closes: every further answer ends its connection. */
  closing = false;
  readonly #limits: HttpLimits;
  readonly #onFault: (error: unknown) => void;
  readonly #budget: BodyBudget;
  #unanswered = 0;

  /** @param onFault told of faults of the lab itself, which the client sees as a 500. */
  constructor(limits: HttpLimits, onFault: (error: unknown) => void) {
    this.#limits = limits;
    this.#onFault = onFault;
    this.#budget = new BodyBudget(limits.bufferedBytes);
  }

  /** Bytes of request bodies held, now. */
  get bufferedBytes(): number {
    return this.#budget.held;
  }

  /** @param awaitsContinue the client sends the body only after a `100 Continue` (RFC 9110 10.1.1). */
  onRequest(
    connection: Connection,
    message: IncomingMessage,
    response: ServerResponse,
    awaitsContinue: boolean,
  ): void {
    connection.latest = response;
    const head = readHead(message);
    if (head instanceof BadRequest) {
      this.#giveUp(message, response, refusal(400, head.reason));
    } else if (head.bodyLength === 0) {
      this.#handOver(connection, head.request, response, 0);
    } else if (head.bodyLength !== undefined && head.bodyLength > this.#limits.bodyBytes) {
      this.#refuseBody("too-large", head.request, message, response);
    } else {
      if (awaitsContinue) {
        response.writeContinue();
      }
      readBody(message, response, this.#limits.bodyBytes, this.#budget, (body) => {
        if (typeof body === "string") {
          this.#refuseBody(body, head.request, message, response);
        } else {
          this.#handOver(connection, { ...head.request, body }, response, body.length);
        }
      });
    }
  }

  #handOver(connection: Connection, request: HttpRequest, response: ServerResponse, held: number): void {
    if (this.#unanswered >= this.#limits.unanswered) {
      this.#budget.release(held);
      writeAnswer(response, NO_ROOM, true, this.#onFault);
      return;
    }
    this.#unanswered++;
    connection.asked();
    let answer: HttpAnswer | Promise<HttpAnswer>;
    try {
      answer = this.services.handle(request);
    } catch (error) {
      this.#fault(connection, response, held, error);
      return;
    }
    if ("then" in answer) {
      answer.then(
        (settled) => this.#answer(connection, response, held, settled),
        (error) => this.#fault(connection, response, held, error),
      );
    } else {
      this.#answer(connection, response, held, answer);
    }
  }

  #answer(connection: Connection, response: ServerResponse, held: number, answer: HttpAnswer): void {
    this.#unanswered--;
    connection.answered();
    this.#budget.release(held);
    writeAnswer(response, answer, this.closing, this.#onFault);
  }

  #fault(connection: Connection, response: ServerResponse, held: number, error: unknown): void {
    this.#onFault(error);
    this.#answer(connection, response, held, FAULT);
  }

  #refuseBody(
    outcome: Exclude<BodyOutcome, Buffer>,
    request: HttpRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (outcome === "aborted") {
      response.destroy();
    } else if (outcome === "no-room") {
      this.#giveUp(message, response, NO_ROOM);
    } else {
      const tooLarge = this.services.tooLarge ?? (() => bodyTooLarge(this.#limits.bodyBytes));
      Promise.resolve(request)
        .then(tooLarge)
        .catch((error: unknown) => {
          this.#onFault(error);
          return FAULT;
        })
        .then((answer) => this.#giveUp(message, response, answer));
    }
  }

  /**
   * Answers a request without having read all of it, and ends its connection. The client gets the whole answer
   * first and time to read it, while what it still sends is thrown away.
   */
  #giveUp(message: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
    if (message.complete) {
      writeAnswer(response, answer, true, this.#onFault);
    } else if (writeAnswerOpen(response, answer, this.#onFault)) {
      const end = (): void => {
        if (!response.destroyed) {
          response.end();
        }
      };
      message.once("close", end);
      message.resume();
      linger(end);
    }
  }
}
