import { JwksUnavailable, Refused } from "../../../functions/authorizer/errors.ts";
import { KeySource } from "../../../functions/authorizer/key-source.ts";
import { json, makeKey, TestIssuer } from "./issuer.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const old = makeKey("old");
const rotated = makeKey("rotated");
let now = START;
let issuer: TestIssuer;
let warnings: JwksUnavailable[];

beforeEach(async () => {
  now = START;
  jest.spyOn(Date, "now").mockImplementation(() => now);
  issuer = await new TestIssuer().start();
  issuer.keys = [old.jwk];
  warnings = [];
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.stop();
});

const source = (times = {}) =>
  new KeySource({ issuer: issuer.url, algorithms: ["RS256"] }, (failure) => warnings.push(failure), times);

/** What comes of asking for a key: its id, or the name of the error. */
const ask = (keys: KeySource, kid: string) =>
  keys.find(kid, "RS256").then(
    (key) => key.kid,
    (error: Error) => (error instanceof Refused ? error.reason : error.name),
  );

const broken = json({ error: "overloaded" }, 503);

test("the keys are found by discovery and fetched once", async () => {
  const keys = source();
  expect(await ask(keys, "old")).toBe("old");
  expect(await ask(keys, "old")).toBe("old");
  expect(issuer.requests).toEqual(["/.well-known/openid-configuration", "/keys"]);
});

test("requests that come while the keys are being fetched wait for the same fetch", async () => {
  const keys = source();
  expect(await Promise.all(["old", "old", "made-up", "old"].map((kid) => ask(keys, kid)))).toEqual([
    "old",
    "old",
    "unknown-key",
    "old",
  ]);
  expect(issuer.fetches).toBe(1);
});

describe("rotation", () => {
  test("a new key is taken over as soon as a token names it", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keys = [old.jwk, rotated.jwk];
    expect(await ask(keys, "rotated")).toBe("rotated");
    expect(issuer.fetches).toBe(2);
  });

  test("after a made-up key id, a new key is refused for ten seconds at most", async () => {
    const keys = source();
    await ask(keys, "old");
    expect(await ask(keys, "made-up")).toBe("unknown-key");
    issuer.keys = [rotated.jwk];
    now += 9_999;
    expect(await ask(keys, "rotated")).toBe("unknown-key");
    now += 1;
    expect(await ask(keys, "rotated")).toBe("rotated");
  });

  test("a key that the issuer withdrew is refused after ten minutes", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keys = [rotated.jwk];
    now += 10 * MINUTE - 1;
    expect(await ask(keys, "old")).toBe("old");
    now += 1;
    expect(await ask(keys, "old")).toBe("unknown-key");
  });

  test("the issuer may move its keys to another place", async () => {
    const keys = source();
    await ask(keys, "old");
    const elsewhere = await new TestIssuer().start();
    try {
      elsewhere.keys = [rotated.jwk];
      issuer.discovery = json({ issuer: issuer.url, jwks_uri: `${elsewhere.url}/keys` });
      now += MINUTE;
      expect(await ask(keys, "rotated")).toBe("rotated");
    } finally {
      await elsewhere.stop();
    }
  });

  test("a clock that is set back does not stop the keys from being fetched", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keys = [rotated.jwk];
    now -= 60 * MINUTE;
    expect(await ask(keys, "rotated")).toBe("rotated");
  });
});

describe("made-up key ids", () => {
  test("a thousand of them in a minute cause one fetch in ten seconds, and no valid token is any the worse", async () => {
    const keys = source();
    await ask(keys, "old");
    for (let request = 0; request < 1000; request++) {
      now += 60;
      expect(await ask(keys, `made-up-${request}`)).toBe("unknown-key");
      if (request % 100 === 0) expect(await ask(keys, "old")).toBe("old");
    }
    // The first one for the keys; then at once, and every ten seconds.
    expect(issuer.fetches).toBe(1 + 6);
  });

  test("while the issuer is down, they are errors and known keys are not", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keySet = broken;
    now += MINUTE;
    expect(await ask(keys, "made-up")).toBe("JwksUnavailable");
    expect(await ask(keys, "made-up-too")).toBe("JwksUnavailable");
    expect(await ask(keys, "old")).toBe("old");
    expect(issuer.fetches).toBe(2);
  });
});

describe("an issuer that is down", () => {
  test("without keys, every token is an error; once it is up again, so is the API a second later", async () => {
    const keys = source();
    issuer.keySet = broken;
    expect(await ask(keys, "old")).toBe("JwksUnavailable");
    issuer.keySet = json({ keys: [old.jwk] });
    now += 999;
    expect(await ask(keys, "old")).toBe("JwksUnavailable");
    expect(issuer.fetches).toBe(1);
    now += 1;
    expect(await ask(keys, "old")).toBe("old");
  });

  test("with keys, they are used for up to an hour, and the log says so", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keySet = broken;
    now += 10 * MINUTE;
    expect(await ask(keys, "old")).toBe("old");
    expect(warnings.map(({ message }) => message)).toEqual([
      `JwksUnavailable: GET ${issuer.url}/keys: came status 503; allowed: 200`,
    ]);
    now = START + 60 * MINUTE - 1;
    expect(await ask(keys, "old")).toBe("old");
    now = START + 60 * MINUTE;
    expect(await ask(keys, "old")).toBe("JwksUnavailable");
  });

  test("nobody listens", async () => {
    const keys = source();
    const port = Number(new URL(issuer.url).port);
    await issuer.stop();
    await expect(keys.find("old", "RS256")).rejects.toThrow(
      `JwksUnavailable: GET http://127.0.0.1:${port}/.well-known/openid-configuration: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
  });

  test.each(["discovery", "keySet"] as const)("%s answers too slowly", async (which) => {
    issuer[which] = () => undefined;
    await expect(source({ fetch: 50 }).find("old", "RS256")).rejects.toThrow(
      /GET http.*aborted due to timeout/,
    );
  });

  test("the time limit holds for a body that never ends, too", async () => {
    issuer.keySet = (response) =>
      void response.writeHead(200, { "content-type": "application/json" }).write('{"keys":[');
    await expect(source({ fetch: 50 }).find("old", "RS256")).rejects.toThrow(
      /\/keys: .*aborted due to timeout/,
    );
  });
});

describe("what an issuer must not answer", () => {
  const metadata = (change: object) =>
    json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, ...change });

  test.each<[string, () => void, RegExp]>([
    [
      "another issuer",
      () => (issuer.discovery = metadata({ issuer: `${issuer.url}/` })),
      /discovery: issuer: came "http.*\/"; allowed/,
    ],
    [
      "no issuer",
      () => (issuer.discovery = metadata({ issuer: undefined })),
      /discovery: issuer: came undefined/,
    ],
    ["null", () => (issuer.discovery = json(null)), /discovery: issuer/],
    ["no jwks_uri", () => (issuer.discovery = metadata({ jwks_uri: undefined })), /jwks_uri: came undefined/],
    [
      "keys over http elsewhere",
      () => (issuer.discovery = metadata({ jwks_uri: "http://keys.example/" })),
      /jwks_uri: came "http:\/\/keys/,
    ],
    [
      "keys in a file",
      () => (issuer.discovery = metadata({ jwks_uri: "file:///etc/passwd" })),
      /jwks_uri: came "file/,
    ],
    [
      "keys behind credentials",
      () => (issuer.discovery = metadata({ jwks_uri: "https://a:b@keys.example/" })),
      /jwks_uri: came/,
    ],
    [
      "a redirect",
      () => (issuer.keySet = (response) => response.writeHead(302, { location: "/other" }).end()),
      /came status 302/,
    ],
    [
      "HTML",
      () =>
        (issuer.keySet = (response) => response.writeHead(200, { "content-type": "text/html" }).end("{}")),
      /came content type text\/html/,
    ],
    [
      "no content type",
      () => (issuer.keySet = (response) => response.writeHead(200).end("{}")),
      /came content type none/,
    ],
    [
      "no JSON",
      () =>
        (issuer.keySet = (response) =>
          response.writeHead(200, { "content-type": "application/json" }).end("{")),
      /JSON/,
    ],
    [
      "no UTF-8",
      () =>
        (issuer.keySet = (response) =>
          response
            .writeHead(200, { "content-type": "application/json" })
            .end(Buffer.from('{"keys":["\xff"]}', "latin1"))),
      /encoded data was not valid/,
    ],
    [
      "100,001 bytes",
      () => (issuer.keySet = json({ keys: [old.jwk], x: "x".repeat(100_001) })),
      /came more than 100000 bytes/,
    ],
    ["no keys", () => (issuer.keys = []), /came 0 keys, none for RS256/],
  ])("%s", async (_, arrange, message) => {
    arrange();
    const keys = source();
    await expect(keys.find("old", "RS256")).rejects.toThrow(message);
    await expect(keys.find("old", "RS256")).rejects.toBeInstanceOf(JwksUnavailable);
  });

  test("an empty key set does not replace keys that work", async () => {
    const keys = source();
    await ask(keys, "old");
    issuer.keys = [];
    now += 10 * MINUTE;
    expect(await ask(keys, "old")).toBe("old");
  });

  test("a key set may have its own media type, and charset", async () => {
    issuer.keySet = (response) =>
      response
        .writeHead(200, { "content-type": "application/jwk-set+json; charset=utf-8" })
        .end(JSON.stringify({ keys: [old.jwk] }));
    expect(await ask(source(), "old")).toBe("old");
  });
});
