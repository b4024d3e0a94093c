import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Leashed } from "../../support/leash.ts";
import { type Exchange, MotoGaps } from "./moto-gaps.ts";

/** An AWS control plane on this machine. */
export interface Moto {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  /** Leaves the next request that matches without an answer, and moto without the request. @returns once it has come */
  holdBack(matches: (request: Exchange) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a moto of its own, with nothing in it, behind a proxy that fills its gaps; both on free ports. */
export async function startMoto(): Promise<Moto> {
  const { process: moto, address } = await startServer();
  const gaps = new MotoGaps();
  let held: ((request: Exchange) => boolean) | undefined;
  let arrived = () => {};

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const exchange: Exchange = {
      method: request.method ?? "",
      path: (request.url ?? "").split("?")[0] as string,
      target: String(request.headers["x-amz-target"] ?? ""),
      body,
    };
    if (held?.(exchange)) {
      held = undefined;
      arrived();
      return;
    }
    const answer = gaps.answer(exchange);
    if (answer !== undefined) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(answer);
      return;
    }
    const upstream = await forward(address, request, body);
    const mended = gaps.mend(exchange, await buffer(upstream));
    const headers = { ...upstream.headers, "content-length": String(mended.length), connection: "close" };
    response.writeHead(upstream.statusCode ?? 502, request.method === "HEAD" ? upstream.headers : headers);
    response.end(mended);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdBack: (matches) =>
      new Promise((resolve) => {
        held = matches;
        arrived = resolve;
      }),
    async stop() {
      server.close();
      server.closeAllConnections();
      await moto.stop();
    },
  };
}

async function startServer(): Promise<{ readonly process: Leashed; readonly address: URL }> {
  const { PATH = "", HOME = "" } = process.env;
  let found = (_: URL) => {};
  const address = new Promise<URL>((resolve) => {
    found = resolve;
  });
  const moto = new Leashed(["moto_server", "-H", "127.0.0.1", "-p", "0"], {
    env: { PATH, HOME, PYTHONUNBUFFERED: "1" },
    onOutput(output) {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (url) found(new URL(url));
    },
  });
  const early = moto.finished.then(({ status, output }) => {
    throw new Error(`moto_server ended with ${status}\n${output}`);
  });
  early.catch(() => {});
  return { process: moto, address: await Promise.race([address, early]) };
}

function forward({ hostname, port }: URL, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { connection: _, "transfer-encoding": __, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    send(
      {
        hostname,
        port,
        method: request.method,
        path: request.url,
        headers: { ...headers, "content-length": String(body.length) },
        agent: false,
      },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
}
