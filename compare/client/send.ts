import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { performance } from "node:perf_hooks";
import { headerOf, type WireAnswer, type WireRequest } from "./message.ts";

/** A request got no HTTP answer. */
export class SendError extends Error {
  /** Node's code of what happened: `ECONNREFUSED`, `EADDRNOTAVAIL`, … */
  readonly code: string;

  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.name = "SendError";
    this.code = code;
  }
}

/** Sends requests over kept-alive connections. */
export class Sender {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  readonly #timeoutMs: number;

  /** @param timeoutMs how long an answer may take; API Gateway's own limit is 29 s. */
  constructor(timeoutMs = 35_000) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends one request as it is and reads the answer.
   *
   * @throws SendError when there is none
   */
  send(wire: WireRequest, signal?: AbortSignal): Promise<WireAnswer> {
    const { protocol, hostname, port } = new URL(wire.origin);
    const secure = protocol === "https:";
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const fail = (error: NodeJS.ErrnoException): void => {
        if (signal?.aborted) reject(signal.reason);
        else reject(new SendError(describe(wire, error), error.code ?? "UNKNOWN", error));
      };
      const options = {
        host: hostname.replace(/^\[|\]$/g, ""),
        port: port || (secure ? 443 : 80),
        method: wire.verb,
        path: wire.target,
        headers: withLength(wire).flat(),
        agent: secure ? this.#https : this.#http,
        localAddress: wire.localAddress,
        signal,
        timeout: this.#timeoutMs,
      };
      let outgoing: ReturnType<typeof httpRequest>;
      try {
        outgoing = (secure ? httpsRequest : httpRequest)(options);
      } catch (error) {
        fail(error as NodeJS.ErrnoException);
        return;
      }
      outgoing.on("error", fail);
      outgoing.on("timeout", () => {
        outgoing.destroy(
          Object.assign(new Error(`no answer within ${this.#timeoutMs} ms`), { code: "ETIMEDOUT" }),
        );
      });
      outgoing.on("response", (incoming) => {
        read(incoming, started).then(resolve, fail);
      });
      outgoing.end(wire.body);
    });
  }

  /** Closes the connections. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

function withLength(wire: WireRequest): WireRequest["headers"] {
  if (wire.body === undefined || headerOf(wire, "content-length") !== undefined) return wire.headers;
  return [...wire.headers, ["Content-Length", String(Buffer.byteLength(wire.body))]];
}

async function read(incoming: IncomingMessage, started: number): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { rawHeaders } = incoming;
  const headers = Array.from(
    { length: rawHeaders.length / 2 },
    (_, i) => [rawHeaders[2 * i]!, rawHeaders[2 * i + 1]!] as const,
  );
  return {
    status: incoming.statusCode ?? 0,
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
    milliseconds: performance.now() - started,
  };
}

function describe(wire: WireRequest, error: NodeJS.ErrnoException): string {
  const where = `${wire.verb} ${wire.origin}`;
  switch (error.code) {
    case "ECONNREFUSED":
      return `${where}: nothing listens there (is the lab running? npm run lab)`;
    case "ENOTFOUND":
      return `${where}: the host name is not known (was the stack destroyed?)`;
    case "EADDRNOTAVAIL":
      return `${where}: this machine has no address ${wire.localAddress ?? ""}`;
    default:
      return `${where}: ${error.message}`;
  }
}
