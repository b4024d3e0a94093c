import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Handler } from "../../../lab/http/message.ts";

/** A server on 127.0.0.1, on a port that the system picks. */
export interface PlainServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a handler that knows nothing of sockets, with each request exactly as it came over the wire. */
export async function serve(handler: Handler): Promise<PlainServer> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const [path = "", ...rest] = (incoming.url ?? "").split("?");
      const answer = await handler({
        method: incoming.method ?? "",
        path,
        wirePath: path,
        query: rest.join("?"),
        headers: pairs(incoming.rawHeaders),
        body: Buffer.concat(chunks),
        sourceIp: incoming.socket.remoteAddress ?? "",
        host: incoming.headers.host ?? "",
        httpVersion: incoming.httpVersion,
      });
      outgoing.writeHead(answer.status, answer.headers.flat());
      outgoing.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `rawHeaders` of `node:http`, two by two. */
function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : []));
}

/** Text as it looks on the wire: one character a byte of its UTF-8. */
export function onWire(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
