import { RawConnection, sendAndClose } from "./support/raw.ts";
import { closeAll, start, unharmed } from "./support/server.ts";

afterAll(closeAll);

describe("slow clients", () => {
  const QUICK = { headMilliseconds: 60, requestMilliseconds: 120, checkMilliseconds: 20 };

  test.each([
    ["a head that does not end", "GET / HTTP/1.1\r\nHost: x\r\nX: "],
    ["a body that does not come", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"],
    ["chunks that do not end", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"],
  ])("%s is 408", async (_what, bytes) => {
    const running = await start(undefined, QUICK);
    const { statuses } = await sendAndClose(running.port, bytes);
    expect(statuses).toEqual([408]);
    expect(running.requests).toEqual([]);
    await unharmed(running);
  });

  test("a head that drips is 408, however often a byte comes", async () => {
    const running = await start(undefined, QUICK);
    const connection = new RawConnection(running.port);
    const drip = setInterval(() => connection.send("a"), 5);
    const { statuses } = await connection.send("GET / HTTP/1.1\r\nHost: x\r\nX: ").closed();
    clearInterval(drip);
    expect(statuses).toEqual([408]);
    await unharmed(running);
  });

  test("a connection on which nothing comes at all is closed", async () => {
    const running = await start(undefined, QUICK);
    await new RawConnection(running.port).closed();
    await unharmed(running);
  });

  test("an idle connection is closed after its time, one in use is not", async () => {
    const running = await start(undefined, { keepAliveMilliseconds: 50 });
    const connection = new RawConnection(running.port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect((await connection.closed()).statuses).toEqual([200]);
    await unharmed(running);
  });
});
