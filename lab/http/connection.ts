import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long a client may take to read the last answer of a connection that was given up, in milliseconds. */
const LINGER_MILLISECONDS = 500;
/** Requests of one connection that may wait for their answers before no more are read from it. */
const PIPELINE_MOST = 64;

/** What the server remembers of one open connection. */
export class Connection {
  readonly socket: Socket;
  /** The latest request's response; responses leave in the order of their requests. */
  latest: ServerResponse | undefined;
  /** Requests handed to a service and not yet answered by it. */
  #unanswered = 0;
  /** Set once the connection was given up: what else the client sends is not looked at. */
  #failed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    // Node resumes a connection after each request that it has parsed; this one may have to wait all the same.
    socket.on("resume", () => {
      if (this.#unanswered >= PIPELINE_MOST) {
        socket.pause();
      }
    });
  }

  /** Whether a request that came in is still to be answered. */
  get busy(): boolean {
    const { latest } = this;
    return latest !== undefined && !latest.writableFinished && !latest.destroyed;
  }

  /** Counts a request in. A client that sends many ahead of their answers (pipelining) is made to wait. */
  asked(): void {
    this.#unanswered++;
    if (this.#unanswered === PIPELINE_MOST) {
      this.socket.pause();
    }
  }

  /** Counts a request out. */
  answered(): void {
    this.#unanswered--;
    if (this.#unanswered === PIPELINE_MOST - 1) {
      this.socket.resume();
    }
  }

  /**
   * Ends the connection with one last answer, after those that are under way. The client gets time to read it:
   * closing at once would reset the connection and could take the answer away from a client that still sends.
   *
   * @param bytes a whole HTTP response that says `Connection: close`.
   */
  fail(bytes: string): void {
    if (this.#failed) {
      return;
    }
    this.#failed = true;
    if (this.busy) {
      this.latest?.once("close", () => this.#end(bytes));
    } else {
      this.#end(bytes);
    }
  }

  #end(bytes: string): void {
    const { socket } = this;
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(bytes);
    socket.resume();
    linger(() => socket.destroy());
  }
}

/** Runs `close` after the time that a client gets to read a last answer. */
export function linger(close: () => void): void {
  setTimeout(close, LINGER_MILLISECONDS).unref();
}
