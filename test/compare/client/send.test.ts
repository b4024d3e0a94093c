import { SendError, Sender } from "../../../compare/client/send.ts";
import { type Fake, startFake } from "../fake.ts";

let fake: Fake;
const sender = new Sender(300);

beforeAll(async () => {
  fake = await startFake(({ target }) =>
    target === "/silent"
      ? undefined
      : { status: 403, headers: { "x-amzn-ErrorType": "E" }, body: "späte Antwort" },
  );
});
afterAll(async () => {
  sender.close();
  await fake.close();
});

const base = { headers: [["Host", "api.test"]] as const, verb: "GET" };

describe("Sender", () => {
  test("sends path, query, header case and order as they are", async () => {
    const target = "//tests/../a%2Fb/%7e?x=1&x=2&é=%zz".replace("é", "%C3%A9");
    await sender.send({
      ...base,
      origin: fake.url,
      target,
      headers: [
        ["Host", "api.test"],
        ["X-b", "1"],
        ["X-A", "2"],
        ["X-b", "3"],
      ],
    });
    const seen = fake.received.at(-1);
    expect(seen?.target).toBe(target);
    expect(seen?.rawHeaders.slice(0, 8)).toEqual(["Host", "api.test", "X-b", "1", "X-A", "2", "X-b", "3"]);
  });

  test("reads status, headers and body, and takes the time", async () => {
    const answer = await sender.send({ ...base, origin: fake.url, target: "/" });
    expect(answer).toMatchObject({ status: 403, body: "späte Antwort" });
    expect(answer.headers).toContainEqual(["x-amzn-ErrorType", "E"]);
    expect(answer.milliseconds).toBeGreaterThan(0);
  });

  test("gives a body its length in bytes", async () => {
    await sender.send({ ...base, verb: "POST", origin: fake.url, target: "/", body: "ä" });
    const seen = fake.received.at(-1);
    expect(seen?.headers["content-length"]).toBe("2");
    expect(seen?.headers["transfer-encoding"]).toBeUndefined();
    expect(seen?.body).toBe("ä");
  });

  test("comes from the address that it is told", async () => {
    const sent = sender.send({ ...base, origin: fake.url, target: "/", localAddress: "127.0.0.1" });
    await sent;
    expect(fake.received.at(-1)?.remoteAddress).toBe("127.0.0.1");
    const elsewhere = sender.send({ ...base, origin: fake.url, target: "/", localAddress: "203.0.113.7" });
    await expect(elsewhere).rejects.toMatchObject({
      code: "EADDRNOTAVAIL",
      message: expect.stringContaining("203.0.113.7"),
    });
  });

  test("says that nothing listens", async () => {
    const closed = await startFake(() => ({ status: 200 }));
    await closed.close();
    const sent = sender.send({ ...base, origin: closed.url, target: "/" });
    await expect(sent).rejects.toThrow(SendError);
    await expect(sent).rejects.toThrow("nothing listens there");
  });

  test("does not wait for ever", async () => {
    await expect(sender.send({ ...base, origin: fake.url, target: "/silent" })).rejects.toThrow(
      "no answer within 300 ms",
    );
  });

  test("refuses a target that is no target instead of changing it", async () => {
    await expect(sender.send({ ...base, origin: fake.url, target: "/a b" })).rejects.toThrow(SendError);
  });

  test("stops when it is told to", async () => {
    const stop = new AbortController();
    const sent = sender.send({ ...base, origin: fake.url, target: "/silent" }, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(sent).rejects.toThrow("stopped");
  });
});
