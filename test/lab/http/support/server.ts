import type { HttpLimits } from "../../../../lab/http/limits.ts";
import { type Handler, type HttpRequest, jsonAnswer } from "../../../../lab/http/message.ts";
import { HttpServer } from "../../../../lab/http/server.ts";
import { lastRequest, sendAndClose } from "./raw.ts";

/** A server with what it handed over and what went wrong in it. */
export interface Running {
  readonly server: HttpServer;
  readonly port: number;
  readonly requests: HttpRequest[];
  readonly faults: unknown[];
}

const running: Running[] = [];

/** Starts a server that answers `{"path":…}`, or what the handler says. Closed by {@link closeAll}. */
export async function start(handle?: Handler, limits: Partial<HttpLimits> = {}): Promise<Running> {
  const faults: unknown[] = [];
  const requests: HttpRequest[] = [];
  const server = await HttpServer.listen({ port: 0, limits, onFault: (fault) => faults.push(fault) });
  server.serve({
    handle: (request) => {
      requests.push(request);
      return handle === undefined ? jsonAnswer(200, { path: request.path }) : handle(request);
    },
  });
  const started = { server, port: server.port, requests, faults };
  running.push(started);
  return started;
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map(({ server }) => server.close()));
}

/** Whether the server answers a plain request as if nothing had happened. */
export async function answers({ port }: Pick<Running, "port">): Promise<boolean> {
  const { text } = await sendAndClose(port, lastRequest("/alive"));
  return text.startsWith("HTTP/1.1 200 OK\r\n");
}

/** Checks that a server answers as if nothing had happened, and that nothing of what did is left in it. */
export async function unharmed(running: Running): Promise<void> {
  expect(await answers(running)).toBe(true);
  expect(running.faults).toEqual([]);
  expect(running.server.bufferedBytes).toBe(0);
}
