import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Connection } from "./connection.ts";
import { Dispatcher, type HttpServices } from "./dispatch.ts";
import { DEFAULT_LIMITS, type HttpLimits } from "./limits.ts";
import { LATE, MALFORMED, parserRefusal, STOPPING } from "./refusals.ts";
import { writeAnswer } from "./write-answer.ts";

/** Loopback, and IPv4 alone: nothing outside this machine reaches the lab. */
const HOST = "127.0.0.1";
/** How often `close()` looks at what is still open, in milliseconds. */
const SWEEP_MILLISECONDS = 20;
/** How long `close()` lets a connection without a request be, in milliseconds: one may just be arriving. */
const ARRIVAL_MILLISECONDS = 60;

/** The port cannot be had. Its message is a whole sentence for the person who started the lab. */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** What a server is made of. */
export interface HttpServerOptions {
  /** The port to listen on; 0 picks a free one. */
  readonly port: number;
  /** @default - `DEFAULT_LIMITS` */
  readonly limits?: Partial<HttpLimits>;
  /** Told of a fault of the lab itself, which the client sees as a 500. */
  readonly onFault: (error: unknown) => void;
}

/**
 * The lab's HTTP server: it bounds what comes in, hands each request over as a record, and sends the answers back
 * in order. Nothing that a client sends ends the process.
 */
export class HttpServer {
  readonly #server: Server;
  readonly #limits: HttpLimits;
  readonly #dispatcher: Dispatcher;
  readonly #onFault: (error: unknown) => void;
  readonly #connections = new Map<Socket, Connection>();
  #closed: Promise<void> | undefined;

  private constructor(options: HttpServerOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#onFault = options.onFault;
    this.#dispatcher = new Dispatcher(this.#limits, options.onFault);
    this.#server = createServer({
      noDelay: true,
      insecureHTTPParser: false,
      maxHeaderSize: this.#limits.headBytes,
      headersTimeout: this.#limits.headMilliseconds,
      requestTimeout: this.#limits.requestMilliseconds,
      keepAliveTimeout: this.#limits.keepAliveMilliseconds,
      connectionsCheckingInterval: this.#limits.checkMilliseconds,
    });
    // Node drops headers beyond this number without a word; the size of the head bounds them already.
    this.#server.maxHeadersCount = 0;
    this.#server.maxConnections = this.#limits.connections;
    this.#server.timeout = this.#limits.silenceMilliseconds;
    this.#server.on("connection", (socket) => this.#onConnection(socket));
    this.#server.on("clientError", (error, socket) => this.#onClientError(error, socket as Socket));
    for (const event of ["request", "checkContinue"] as const) {
      this.#server.on(event, (message, response) => {
        const connection = this.#connections.get(message.socket);
        if (connection !== undefined) {
          this.#dispatcher.onRequest(connection, message, response, event === "checkContinue");
        }
      });
    }
  }

  /**
   * Listens on 127.0.0.1. Every request is answered 503 until {@link serve} names the services, which may need
   * to know the port first.
   *
   * @throws PortError when the port is in use or may not be used.
   */
  static async listen(options: HttpServerOptions): Promise<HttpServer> {
    const server = new HttpServer(options);
    await new Promise<void>((resolve, reject) => {
      const onError = (error: NodeJS.ErrnoException): void => reject(portError(error, options.port));
      server.#server.once("error", onError);
      // The kernel's queue of connections not yet accepted: thousands may come at once.
      server.#server.listen({ host: HOST, port: options.port, backlog: 4_096 }, () => {
        server.#server.off("error", onError);
        server.#server.on("error", server.#onFault);
        resolve();
      });
    });
    return server;
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  /** Open connections, now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Bytes of request bodies held, now. */
  get bufferedBytes(): number {
    return this.#dispatcher.bufferedBytes;
  }

  /** Names the services that answer from now on. */
  serve(services: HttpServices): void {
    this.#dispatcher.services = services;
  }

  /**
   * Stops accepting, lets the answers under way be sent, answers 503 to what takes too long and closes what is
   * left. It resolves once every connection is closed, within a second in every case.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#dispatcher.closing = true;
    const began = performance.now();
    const sweep = setInterval(() => {
      const spent = performance.now() - began;
      for (const connection of this.#connections.values()) {
        const idle = spent > ARRIVAL_MILLISECONDS && !connection.busy;
        const late = spent - this.#limits.closeMilliseconds;
        if (idle || late > ARRIVAL_MILLISECONDS) {
          connection.socket.destroy();
        } else if (late > 0 && connection.latest !== undefined) {
          // Its answer would come too late: this one says so.
          writeAnswer(connection.latest, STOPPING, true, this.#onFault);
        }
      }
    }, SWEEP_MILLISECONDS);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    clearInterval(sweep);
    // Node's server is closed a moment before its last connections say that they are.
    while (this.#connections.size > 0) {
      await new Promise(setImmediate);
    }
  }

  #onConnection(socket: Socket): void {
    this.#connections.set(socket, new Connection(socket));
    socket.once("close", () => this.#connections.delete(socket));
  }

  #onClientError(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined || !socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    const { latest } = connection;
    if (latest === undefined || latest.req.complete || latest.headersSent) {
      connection.fail(parserRefusal(error.code));
    } else {
      // It is the latest request's own body that is broken or late: that request gets the answer, in its turn.
      writeAnswer(latest, error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? LATE : MALFORMED, true, this.#onFault);
    }
  }
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new PortError(`port ${port} is in use; choose another with --port N or --port 0`, {
        cause: error,
      });
    case "EACCES":
      return new PortError(`port ${port} may not be used by this user; choose one above 1023 with --port N`, {
        cause: error,
      });
    default:
      return error;
  }
}
