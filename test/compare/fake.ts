import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a fake received it. */
export interface Received {
  readonly verb: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly remoteAddress: string | undefined;
}

/** What a fake answers. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A small HTTP server on a free port that answers as a test says and remembers what it was asked. */
export interface Fake {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export async function startFake(answer: (request: Received) => FakeAnswer | undefined): Promise<Fake> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: Received = {
      verb: incoming.method ?? "",
      target: incoming.url ?? "",
      headers: incoming.headers,
      rawHeaders: incoming.rawHeaders,
      body: Buffer.concat(chunks).toString(),
      remoteAddress: incoming.socket.remoteAddress,
    };
    received.push(request);
    const given = answer(request);
    if (!given) return; // never answers
    outgoing.writeHead(given.status, { ...given.headers });
    outgoing.end(given.body ?? "");
  }
}

/** Pauses that cost no time; what they would have been is remembered. */
export function noPauses(): { readonly slept: number[]; random(): number; sleep(ms: number): Promise<void> } {
  const slept: number[] = [];
  return {
    slept,
    random: () => 1,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
    },
  };
}
