import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { type HttpAnswer, jsonAnswer } from "../../../lab/http/message.ts";
import { HttpServer, PortError } from "../../../lab/http/server.ts";
import { lastRequest, RawConnection, sendAndClose } from "./support/raw.ts";
import { closeAll, start } from "./support/server.ts";

afterEach(closeAll);

describe("a request reaches the handler as it was on the wire", () => {
  test("target, headers in order with duplicates and case, body, address, version", async () => {
    const { port, requests } = await start();
    await sendAndClose(
      port,
      "POST /a//b/../%2e%zz/c?x=1&x=%20?y HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-Two: 1\r\nx-one:  b \r\nX-TWO: 2\r\n" +
        "Content-Length: 5\r\nConnection: close\r\n\r\nh\xe9\x00lo",
    );
    expect(requests).toEqual([
      {
        method: "POST",
        wirePath: "/a//b/../%2e%zz/c",
        path: "/a//b/../%2e%zz/c",
        query: "x=1&x=%20?y",
        headers: [
          ["Host", "127.0.0.1:1"],
          ["X-Two", "1"],
          ["x-one", "b"],
          ["X-TWO", "2"],
          ["Content-Length", "5"],
          ["Connection", "close"],
        ],
        body: Buffer.from("h\xe9\x00lo", "latin1"),
        sourceIp: "127.0.0.1",
        host: "127.0.0.1:1",
        httpVersion: "1.1",
      },
    ]);
  });

  test("bytes that are not UTF-8 stay one character each in headers", async () => {
    const { port, requests } = await start();
    await sendAndClose(port, lastRequest("/", ["X-Name: \xfe\xe9"]));
    expect(requests[0]?.headers).toContainEqual(["X-Name", "\xfe\xe9"]);
  });

  test("the source address is the one that the connection comes from", async () => {
    const { port, requests } = await start();
    await new RawConnection(port, "127.0.0.7").send(lastRequest("/")).closed();
    expect(requests[0]?.sourceIp).toBe("127.0.0.7");
  });

  test.each([
    ["no body", "", ""],
    ["an empty body", "Content-Length: 0\r\n", ""],
    ["a body in chunks", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n"],
  ])("with %s", async (_what, header, body) => {
    const { port, requests } = await start();
    await sendAndClose(port, `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n${body}`);
    expect(requests[0]?.body.toString()).toBe(body.startsWith("3") ? "abcdefg" : "");
  });

  test("more headers than node counts by itself are all there", async () => {
    const { port, requests } = await start();
    const many = Array.from({ length: 3_000 }, (_, index) => `h${index}: v`);
    await sendAndClose(port, lastRequest("/", many));
    expect(requests[0]?.headers).toHaveLength(3_002);
  });

  test("Expect: 100-continue is answered before the body is read", async () => {
    const { port, requests } = await start();
    const connection = new RawConnection(port);
    connection.send(lastRequest("/", ["Content-Length: 2", "Expect: 100-continue"], "PUT"));
    await connection.until(/100 Continue\r\n\r\n/);
    expect((await connection.send("hi").closed()).statuses).toEqual([100, 200]);
    expect(requests[0]?.body.toString()).toBe("hi");
  });
});

describe("an answer goes out as the handler gave it", () => {
  const answerOf = async (answer: HttpAnswer, request = lastRequest("/")): Promise<string> =>
    (await sendAndClose((await start(() => answer)).port, request)).text;

  test("status, headers in their order and case, body; framing last when the answer leaves it open", async () => {
    const headers = [
      ["x-amzn-RequestId", "1"],
      ["Date", "d"],
      ["X-a", "1"],
      ["X-A", "2"],
    ] as const;
    expect(await answerOf({ status: 418, headers, body: "é" })).toBe(
      "HTTP/1.1 418 I'm a Teapot\r\nx-amzn-RequestId: 1\r\nDate: d\r\nX-a: 1\r\nX-A: 2\r\n" +
        "Content-Length: 2\r\nConnection: close\r\n\r\n\xc3\xa9",
    );
  });

  test("0.1.2 [R] the framing headers stand where the answer lists them, with the server's values", async () => {
    const { port } = await start(() => ({
      status: 401,
      headers: [
        ["Date", "d"],
        ["Content-Type", "application/json"],
        ["Content-Length", "999"],
        ["Connection", "keep-alive"],
        ["x-amzn-RequestId", "1"],
      ],
      body: "{}",
    }));
    const head = (connection: string): string =>
      `HTTP/1.1 401 Unauthorized\r\nDate: d\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: ${connection}\r\nx-amzn-RequestId: 1\r\n\r\n{}`;
    const connection = new RawConnection(port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await connection.until(/\{\}$/);
    const { text } = await connection.send(lastRequest("/")).closed();
    expect(text).toBe(head("keep-alive") + head("close"));
  });

  test("an answer cannot change the framing", async () => {
    const text = await answerOf({
      status: 200,
      headers: [
        ["Transfer-Encoding", "chunked"],
        ["Content-Length", "1"],
        ["content-length", "3"],
        ["Keep-Alive", "timeout=9"],
        ["Upgrade", "x"],
        ["Trailer", "x"],
      ],
      body: "four",
    });
    expect(text).toMatch(
      /^HTTP\/1\.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\nDate: [^\r]+\r\n\r\nfour$/,
    );
  });

  test("a body of bytes is sent as it is", async () => {
    expect(await answerOf({ status: 200, headers: [], body: Buffer.from([0, 255, 10]) })).toMatch(
      /\r\n\r\n\0\xff\n$/,
    );
  });

  test("HEAD gets the head alone", async () => {
    const text = await answerOf(jsonAnswer(200, { a: 1 }), lastRequest("/", [], "HEAD"));
    expect(text).toMatch(/Content-Length: 7\r\n[\s\S]*\r\n\r\n$/);
  });

  test.each([204, 304])("%i has neither a body nor a length", async (status) => {
    const text = await answerOf({ status, headers: [["Content-Length", "3"]], body: "abc" });
    expect(text).not.toMatch(/content-length|abc/i);
  });

  test.each<[string, HttpAnswer]>([
    ["a line break in a header's value", { status: 200, headers: [["X", "a\r\nSet-Cookie: b"]], body: "" }],
    ["a character that no header can hold", { status: 200, headers: [["X", "€"]], body: "" }],
    ["a name that is no name", { status: 200, headers: [["a b", "c"]], body: "" }],
    ["an interim status", { status: 100, headers: [], body: "" }],
    ["a status that is none", { status: 1_000, headers: [], body: "" }],
    ["a status that is not a number", { status: Number.NaN, headers: [], body: "" }],
  ])("%s is a fault of the lab: 500, and the server goes on", async (_what, answer) => {
    const running = await start(() => answer);
    const { text, statuses } = await sendAndClose(running.port, lastRequest("/"));
    expect(statuses).toEqual([500]);
    expect(text).toMatch(/\{"message":"Internal server error"\}$/);
    expect(text).not.toContain("Set-Cookie");
    expect(running.faults).toHaveLength(1);
  });

  test.each([
    [
      "throws",
      (): never => {
        throw new Error("secret detail");
      },
    ],
    ["rejects", () => Promise.reject(new Error("secret detail"))],
  ])("a handler that %s is a 500 that does not say why", async (_what, handle) => {
    const { port, faults } = await start(handle);
    const { text } = await sendAndClose(port, lastRequest("/"));
    expect(text).toMatch(/^HTTP\/1\.1 500 [\s\S]*\{"message":"Internal server error"\}$/);
    expect(faults).toEqual([new Error("secret detail")]);
  });
});

describe("listening", () => {
  test("on 127.0.0.1 and on no other address", async () => {
    const { port, server } = await start();
    expect(server.url).toBe(`http://127.0.0.1:${port}`);
    const elsewhere = new RawConnection(port);
    elsewhere.socket.destroy();
    const refused = await fetch(`http://[::1]:${port}/`).catch(
      (error: Error) => (error.cause as NodeJS.ErrnoException).code,
    );
    expect(["ECONNREFUSED", "EADDRNOTAVAIL"]).toContain(refused);
  });

  test("a port in use is refused with a sentence", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as AddressInfo;
    const failure = await HttpServer.listen({ port, onFault: () => undefined }).catch(
      (error: unknown) => error,
    );
    blocker.close();
    expect(failure).toBeInstanceOf(PortError);
    expect((failure as Error).message).toBe(
      `port ${port} is in use; choose another with --port N or --port 0`,
    );
  });

  test("every request is 503 until the services are there", async () => {
    const server = await HttpServer.listen({ port: 0, onFault: () => undefined });
    expect((await sendAndClose(server.port, lastRequest("/"))).statuses).toEqual([503]);
    server.serve({ handle: () => jsonAnswer(200, {}) });
    expect((await sendAndClose(server.port, lastRequest("/"))).statuses).toEqual([200]);
    await server.close();
  });
});

describe("closing", () => {
  const spent = async (close: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await close();
    return performance.now() - began;
  };

  test("lets the answers under way be sent, then accepts nothing", async () => {
    let release = (_answer: HttpAnswer): void => undefined;
    const { port, server, requests } = await start(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    const connection = new RawConnection(port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    while (requests.length === 0) await new Promise(setImmediate);
    const closed = server.close();
    release(jsonAnswer(200, { done: true }));
    const { text } = await connection.closed();
    expect(text).toMatch(/Connection: close\r\n[\s\S]*\{"done":true\}$/);
    await closed;
    const after = new RawConnection(port);
    await after.closed();
    expect(after.socket.bytesRead).toBe(0);
  });

  test.each<[string, string, (connection: RawConnection) => unknown]>([
    ["idle after a request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", (connection) => connection.until(/path/)],
    ["silent", "", (connection) => new Promise((resolve) => connection.socket.once("connect", resolve))],
    ["in the middle of a head", "GET / HTTP/1.1\r\nHo", () => new Promise(setImmediate)],
    [
      "in the middle of a body",
      "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
      () => new Promise(setImmediate),
    ],
  ])("with a connection that is %s, within a second", async (_what, sent, ready) => {
    const { port, server } = await start();
    const connection = new RawConnection(port).send(sent);
    await ready(connection);
    expect(await spent(() => server.close())).toBeLessThan(1_000);
    await connection.closed();
    expect(server.connections).toBe(0);
  });

  test("with a handler that never answers and a client that never reads, within a second", async () => {
    const big = { status: 200, headers: [], body: Buffer.alloc(20_000_000) };
    const { port, server, requests } = await start(({ path }) =>
      path === "/big" ? big : new Promise(() => undefined),
    );
    const connections = ["/never", "/big"].map((path) => {
      const connection = new RawConnection(port);
      connection.socket.pause();
      return connection.send(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    });
    while (requests.length < 2) await new Promise(setImmediate);
    expect(await spent(() => server.close())).toBeLessThan(1_000);
    for (const { socket } of connections) socket.destroy();
  });

  test("twice is once", async () => {
    const { server } = await start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
