import { connect, type Socket } from "node:net";

/** What came back over one connection. */
export interface Received {
  /** Everything that the server sent, one character a byte. */
  readonly text: string;
  /** The status of each response, in order. */
  readonly statuses: readonly number[];
}

/** One raw connection to a server on this machine. */
export class RawConnection {
  readonly socket: Socket;
  #text = "";
  readonly #closed: Promise<void>;

  /** @param from the local address to connect from. */
  constructor(port: number, from = "127.0.0.1") {
    this.socket = connect({ port, host: "127.0.0.1", localAddress: from });
    this.socket.setEncoding("latin1");
    this.socket.on("data", (data: string) => {
      this.#text += data;
    });
    // A reset is one of the ways in which a server may end a connection.
    this.socket.on("error", () => undefined);
    this.#closed = new Promise((resolve) => this.socket.once("close", () => resolve()));
  }

  /** Sends text, one byte a character. */
  send(text: string | Uint8Array): this {
    if (!this.socket.destroyed) {
      this.socket.write(typeof text === "string" ? Buffer.from(text, "latin1") : text);
    }
    return this;
  }

  /** Resolves once the server closed the connection. */
  async closed(): Promise<Received> {
    await this.#closed;
    return this.#received();
  }

  /** Resolves once what came back fits the pattern, or the connection is closed. */
  async until(pattern: RegExp): Promise<Received> {
    while (!pattern.test(this.#text) && !this.socket.destroyed) {
      await new Promise<void>((resolve) => {
        const proceed = (): void => {
          this.socket.off("data", proceed).off("close", proceed);
          resolve();
        };
        this.socket.on("data", proceed).on("close", proceed);
      });
    }
    return this.#received();
  }

  #received(): Received {
    const statuses = [...this.#text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
    return { text: this.#text, statuses };
  }
}

/** Sends bytes and waits until the server closed the connection. */
export function sendAndClose(port: number, bytes: string | Uint8Array): Promise<Received> {
  return new RawConnection(port).send(bytes).closed();
}

/** A request that ends its connection. */
export function lastRequest(target: string, headers: readonly string[] = [], method = "GET"): string {
  return [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...headers, "", ""].join(
    "\r\n",
  );
}
