import { fetchJson } from "../../../functions/authorizer/fetch-json.ts";
import { json, TestIssuer } from "./issuer.ts";

let server: TestIssuer;
beforeEach(async () => {
  server = await new TestIssuer().start();
});
afterEach(() => server.stop());

const never = new AbortController().signal;

test("the document at an http URL", async () => {
  server.keySet = json({ keys: [] });
  expect(await fetchJson(new URL(`${server.url}/keys`), never)).toEqual({ keys: [] });
});

test("an https URL is asked over TLS: a server without it gets no request", async () => {
  const url = new URL(`${server.url.replace("http:", "https:")}/keys`);
  await expect(fetchJson(url, never)).rejects.toThrow(`GET ${url.href}`);
  expect(server.requests).toEqual([]);
});

test("a signal that has ended already ends the request before it begins", async () => {
  await expect(fetchJson(new URL(`${server.url}/keys`), AbortSignal.abort())).rejects.toMatchObject({
    cause: { name: "AbortError" },
  });
  expect(server.requests).toEqual([]);
});

test("no connection is kept open", async () => {
  let connection: string | undefined;
  server.keySet = (response) => {
    connection = response.req.headers.connection;
    json({})(response);
  };
  await fetchJson(new URL(`${server.url}/keys`), never);
  expect(connection).toBe("close");
});
