import fc from "fast-check";
import { RawConnection, sendAndClose } from "./support/raw.ts";
import { closeAll, type Running, start, unharmed } from "./support/server.ts";

afterAll(closeAll);

describe("what is not HTTP is 400, and its handler is never called", () => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterEach(() => unharmed(running));

  const HOST = "Host: 127.0.0.1\r\n";
  test.each<[string, string]>([
    ["another protocol", "SSH-2.0-x\r\n\r\n"],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["bytes", "\0\0\0\0\r\n\r\n"],
    ["a method that there is not", `GTE / HTTP/1.1\r\n${HOST}\r\n`],
    ["HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a version that there is not", `GET / HTTP/9.9\r\n${HOST}\r\n`],
    ["a space in the target", `GET /a b HTTP/1.1\r\n${HOST}\r\n`],
    ["bytes beyond ASCII in the target", `GET /\xff\xc3?\xe9 HTTP/1.1\r\n${HOST}\r\n`],
    ["a NUL in the target", `GET /a\0b HTTP/1.1\r\n${HOST}\r\n`],
    ["a target that is no path", `GET a/b HTTP/1.1\r\n${HOST}\r\n`],
    ["a target with a host of its own", `GET http://example.com/execute-api/x HTTP/1.1\r\n${HOST}\r\n`],
    ["an asterisk for a target", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
    ["no Host", "GET / HTTP/1.1\r\n\r\n"],
    ["two Hosts", `GET / HTTP/1.1\r\n${HOST}Host: example.com\r\nConnection: close\r\n\r\n`],
    [
      "a header that goes on in the next line",
      `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\nConnection: close\r\n\r\n`,
    ],
    ["a space before the colon", `GET / HTTP/1.1\r\n${HOST}X : y\r\n\r\n`],
    ["a header without a colon", `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`],
    ["a header without a name", `GET / HTTP/1.1\r\n${HOST}: y\r\n\r\n`],
    ["a NUL in a header", `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
    ["a lone carriage return in a header", `GET / HTTP/1.1\r\n${HOST}X: a\rY: b\r\n\r\n`],
    [
      "a length and chunks",
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      "chunks and a length",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
    ],
    ["two lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`],
    ["a list of lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 4, 4\r\n\r\nabcd`],
    ["a negative length", `POST / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`],
    ["a length with a sign", `POST / HTTP/1.1\r\n${HOST}Content-Length: +4\r\n\r\nabcd`],
    ["a length in hex", `POST / HTTP/1.1\r\n${HOST}Content-Length: 0x4\r\n\r\nabcd`],
    ["a length beyond numbers", `POST / HTTP/1.1\r\n${HOST}Content-Length: ${"9".repeat(40)}\r\n\r\n`],
    [
      "an encoding that is not chunked",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      "chunked, and then something else",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    ],
    [
      "chunked twice, spelled two ways",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n`,
    ],
    ["a chunk without a length", `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    [
      "a chunk that is longer than it says",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n`,
    ],
    [
      "a chunk length beyond numbers",
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\n`,
    ],
  ])("%s", async (_what, bytes) => {
    const before = running.requests.length;
    const { statuses } = await sendAndClose(running.port, bytes);
    expect(statuses).toEqual([400]);
    expect(running.requests.length).toBe(before);
  });

  test("a request hidden behind a refused one is not seen (request smuggling)", async () => {
    const hidden = "GET /hidden HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    const { statuses } = await sendAndClose(
      running.port,
      `POST / HTTP/1.1\r\n${HOST}Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    );
    expect(statuses).toEqual([400]);
    expect(running.requests.some(({ path }) => path === "/hidden")).toBe(false);
  });

  test("a good request before the bad one keeps its answer, in order", async () => {
    const connection = new RawConnection(running.port);
    connection.send(`GET /good HTTP/1.1\r\n${HOST}\r\nnonsense\r\n\r\n`);
    const { text, statuses } = await connection.closed();
    expect(statuses).toEqual([200, 400]);
    expect(text).toMatch(/"\/good"[\s\S]*not valid HTTP/);
  });
});

describe("any bytes at all", () => {
  test("never harm the server: each connection ends, and it answers afterwards", async () => {
    const running = await start(undefined, {
      headMilliseconds: 50,
      requestMilliseconds: 50,
      checkMilliseconds: 10,
    });
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom(
        "GET / HTTP/1.1\r\n",
        "POST /x HTTP/1.1\r\n",
        "Host: x\r\n",
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        ":",
        "\0",
        "Content-Length: 3\r\n",
        "Content-Length: 999999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n",
        "Connection: close\r\n",
        "Connection: upgrade\r\nUpgrade: h2c\r\n",
        "3\r\nabc\r\n",
        "0\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\n",
        "HTTP/1.0\r\n",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const connection = new RawConnection(running.port);
        connection.send(pieces.join(""));
        connection.socket.end();
        const { text } = await connection.closed();
        expect(text === "" || text.startsWith("HTTP/1.1 ")).toBe(true);
        expect(running.faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
    await unharmed(running);
  });
});
