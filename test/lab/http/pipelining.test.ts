import { jsonAnswer } from "../../../lab/http/message.ts";
import { lastRequest, RawConnection } from "./support/raw.ts";
import { answers, closeAll, start } from "./support/server.ts";

afterAll(closeAll);

describe("the order of answers", () => {
  test("a bad request after a slow one waits for its turn", async () => {
    let release = (): void => undefined;
    const running = await start(({ path }) =>
      path === "/slow"
        ? new Promise((resolve) => {
            release = () => resolve(jsonAnswer(200, { slow: true }));
          })
        : jsonAnswer(200, {}),
    );
    const connection = new RawConnection(running.port);
    connection.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
    while (running.requests.length === 0) await new Promise(setImmediate);
    expect(await answers(running)).toBe(true);
    release();
    const { text, statuses } = await connection.closed();
    expect(statuses).toEqual([200, 400]);
    expect(text).toMatch(/"slow":true[\s\S]*not valid HTTP/);
  });

  test("answers to pipelined requests leave in the order of the requests, whoever is done first", async () => {
    const waiting: (() => void)[] = [];
    const running = await start(({ path }) =>
      path.startsWith("/n")
        ? new Promise((resolve) => {
            waiting.unshift(() => resolve(jsonAnswer(200, { path })));
          })
        : jsonAnswer(200, {}),
    );
    const connection = new RawConnection(running.port);
    connection.send(Array.from({ length: 20 }, (_, n) => `GET /n${n} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""));
    while (waiting.length < 20) await new Promise(setImmediate);
    for (const release of waiting) release();
    const { text } = await connection.until(/n19/);
    expect([...text.matchAll(/\/n(\d+)/g)].map(([, n]) => Number(n))).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    connection.socket.destroy();
  });

  test("a client that sends thousands of requests ahead of their answers is made to wait, and gets them all", async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const running = await start(async () => {
      await released;
      return jsonAnswer(200, {});
    });
    const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    const connection = new RawConnection(running.port);
    connection.send(request.repeat(20_000) + lastRequest("/last"));
    while (running.requests.length === 0) await new Promise(setImmediate);
    // Time enough to read all of it many times over.
    for (let round = 0; round < 300; round++) await new Promise(setImmediate);
    // What one read of 64 KiB holds comes in at once; nothing is read beyond it.
    expect(running.requests.length).toBeLessThanOrEqual(65_536 / request.length);
    release();
    const { statuses } = await connection.closed();
    expect(statuses).toHaveLength(20_001);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await answers(running)).toBe(true);
  });
});
