import { jsonAnswer } from "../../../lab/http/message.ts";
import { lastRequest, RawConnection, sendAndClose } from "./support/raw.ts";
import { closeAll, start, unharmed } from "./support/server.ts";

afterAll(closeAll);

describe("floods", () => {
  const HEAD_LIMIT = 64 * 1024;
  const BODY_LIMIT = 10 * 1024 * 1024;

  test("heads up to the limit pass, so that the gateway answers AWS's smaller limits; beyond it 431", async () => {
    const running = await start();
    const statusOf = async (target: string, headers: readonly string[] = []): Promise<readonly number[]> =>
      (await sendAndClose(running.port, lastRequest(target, headers))).statuses;
    expect(await statusOf(`/${"a".repeat(20_000)}`)).toEqual([200]);
    expect(await statusOf("/", [`X: ${"a".repeat(60_000)}`])).toEqual([200]);
    expect(await statusOf(`/${"a".repeat(HEAD_LIMIT)}`)).toEqual([431]);
    expect(await statusOf("/", [`X: ${"a".repeat(HEAD_LIMIT)}`])).toEqual([431]);
    expect(
      await statusOf(
        "/",
        Array.from({ length: 20_000 }, (_, n) => `h${n}: v`),
      ),
    ).toEqual([431]);
    await unharmed(running);
  });

  test("a body of exactly 10 MB passes", async () => {
    const running = await start(({ body }) => jsonAnswer(200, { length: body.length }));
    const connection = new RawConnection(running.port);
    connection
      .send(lastRequest("/", [`Content-Length: ${BODY_LIMIT}`], "POST"))
      .send(new Uint8Array(BODY_LIMIT));
    expect((await connection.closed()).text).toMatch(/\{"length":10485760\}$/);
    await unharmed(running);
  });

  test("E [D] one byte more is 413, sent before the body is read", async () => {
    const running = await start();
    const connection = new RawConnection(running.port);
    connection.send(lastRequest("/", [`Content-Length: ${BODY_LIMIT + 1}`], "POST"));
    const { text, statuses } = await connection.until(/\}$/);
    expect(statuses).toEqual([413]);
    expect(text).toContain("Connection: close");
    await connection.send(new Uint8Array(1_000_000)).closed();
    expect(running.requests).toEqual([]);
    await unharmed(running);
  });

  test("E [D] in chunks too, while the client is still sending", async () => {
    const running = await start();
    const connection = new RawConnection(running.port);
    connection.send(lastRequest("/", ["Transfer-Encoding: chunked"], "POST"));
    const chunk = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(0x100000), Buffer.from("\r\n")]);
    for (let sent = 0; sent < 12; sent++) connection.send(chunk);
    const { statuses } = await connection.closed();
    expect(statuses).toEqual([413]);
    expect(running.requests).toEqual([]);
    await unharmed(running);
  });

  test("a client that waits for 100 Continue gets the 413 instead", async () => {
    const running = await start();
    const headers = [`Content-Length: ${BODY_LIMIT + 1}`, "Expect: 100-continue"];
    const { statuses } = await new RawConnection(running.port)
      .send(lastRequest("/", headers, "POST"))
      .closed();
    expect(statuses).toEqual([413]);
    await unharmed(running);
  });

  test("the service may answer the 413 itself, given the head", async () => {
    const running = await start();
    running.server.serve({
      handle: () => jsonAnswer(200, {}),
      tooLarge: ({ path, body }) => jsonAnswer(413, { path, length: body.length }),
    });
    const request = lastRequest("/x", [`Content-Length: ${BODY_LIMIT + 1}`], "POST");
    expect((await sendAndClose(running.port, request)).text).toMatch(/\{"path":"\/x","length":0\}$/);
  });

  test("bodies of many connections together are bounded: 503 beyond, and room again when they are gone", async () => {
    const running = await start(undefined, { bufferedBytes: 3_000_000 });
    const half = lastRequest("/", ["Content-Length: 2000000"], "POST");
    const first = new RawConnection(running.port).send(half).send(new Uint8Array(1_999_999));
    while (running.server.bufferedBytes < 1_999_999) await new Promise(setImmediate);
    const second = new RawConnection(running.port).send(half).send(new Uint8Array(1_999_999));
    expect((await second.closed()).statuses).toEqual([503]);
    expect((await first.send("x").closed()).statuses).toEqual([200]);
    await unharmed(running);
  });

  test("an aborted body gives its room back, and no handler sees it", async () => {
    const running = await start();
    const connection = new RawConnection(running.port);
    connection.send(lastRequest("/", ["Content-Length: 9000000"], "POST")).send(new Uint8Array(5_000_000));
    while (running.server.bufferedBytes < 5_000_000) await new Promise(setImmediate);
    connection.socket.resetAndDestroy();
    while (running.server.connections > 0) await new Promise(setImmediate);
    expect(running.requests).toEqual([]);
    await unharmed(running);
  });

  test("requests that wait for answers are bounded: 503 beyond", async () => {
    const waiting: (() => void)[] = [];
    const running = await start(
      ({ path }) =>
        path === "/wait"
          ? new Promise((resolve) => {
              waiting.push(() => resolve(jsonAnswer(200, {})));
            })
          : jsonAnswer(200, {}),
      { unanswered: 2 },
    );
    const connections = [1, 2].map(() => new RawConnection(running.port).send(lastRequest("/wait")));
    while (waiting.length < 2) await new Promise(setImmediate);
    expect((await sendAndClose(running.port, lastRequest("/wait"))).statuses).toEqual([503]);
    for (const release of waiting) release();
    for (const connection of connections) expect((await connection.closed()).statuses).toEqual([200]);
    await unharmed(running);
  });

  test("connections beyond the limit are closed at once, and there is room again when others are gone", async () => {
    const running = await start(undefined, { connections: 3 });
    const held = [1, 2, 3].map(() => new RawConnection(running.port));
    while (running.server.connections < 3) await new Promise(setImmediate);
    expect((await new RawConnection(running.port).closed()).text).toBe("");
    for (const { socket } of held) socket.destroy();
    while (running.server.connections > 0) await new Promise(setImmediate);
    await unharmed(running);
  });

  test("2,000 requests on as many connections at once are all answered", async () => {
    const running = await start(async ({ path }) => {
      await new Promise(setImmediate);
      return jsonAnswer(200, { path });
    });
    const received = await Promise.all(
      Array.from({ length: 2_000 }, (_, n) => sendAndClose(running.port, lastRequest(`/c${n}`))),
    );
    expect(received.filter(({ text }, n) => !text.endsWith(`{"path":"/c${n}"}`))).toEqual([]);
    await unharmed(running);
  });
});
