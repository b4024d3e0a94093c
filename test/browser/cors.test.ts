import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { synthesizedStacks, TestLab } from "../lab/support/test-lab.ts";
import { onPath } from "../support/on-path.ts";
import { describeWith } from "../support/requires.ts";

/** What keeps Chromium from calling anybody else, and what a container needs. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A request that a page sends with `fetch`. */
interface PageCall {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describeWith(["chromium"], "a page of another origin, in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let declared: TestLab;
  let silent: TestLab;
  beforeAll(async () => {
    server = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<title>app</title>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const cors = { allowOrigin: origin };
    [declared, silent, browser] = await Promise.all([
      TestLab.start(synthesizedStacks({ cors })),
      TestLab.start(synthesizedStacks()),
      chromium.launch({ executablePath: onPath("chromium") ?? "", args: ARGUMENTS }),
    ]);
    page = await browser.newPage();
    await page.goto(origin);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), declared?.lab.close(), silent?.lab.close()]);
    server?.close().closeAllConnections();
  });

  /** What the page sees of an answer; or the name of the error that the browser gives it instead. */
  const send = (request: PageCall) =>
    page.evaluate(async ({ url, ...init }) => {
      try {
        const response = await fetch(url, init);
        return { status: response.status, body: await response.text() };
      } catch (error) {
        return { refused: (error as Error).name };
      }
    }, request);

  /** The page gets a token by `client_credentials`: of a user pool, or of the outside identity provider. */
  async function token(url: string, id: string | undefined, secret: string | undefined): Promise<string> {
    const headers = {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    };
    const { status, body } = await send({
      url,
      method: "POST",
      headers,
      body: "grant_type=client_credentials",
    });
    expect(status).toBe(200);
    return JSON.parse(body ?? "").access_token;
  }
  const poolToken = (lab: TestLab) => {
    const output = (name: string) => lab.output("cognito-scopes", name);
    return token(output("token_url"), output("reader_client_id"), output("reader_client_secret"));
  };
  const idpToken = ({ lab: { environment } }: TestLab) =>
    token(environment.TOKEN_URL ?? "", environment.READER_CLIENT_ID, environment.READER_CLIENT_SECRET);
  const tests = (lab: TestLab, stack: string, method: string, authorization?: string) =>
    send({
      url: `${lab.output(stack, "api_url")}/tests`,
      method,
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      ...(method === "POST" && { body: "{}" }),
    });

  const SUCCESS = { status: 200, body: '{"code":"00000","message":"success"}' };
  const REFUSED = { refused: "TypeError" };

  describe("with CORS declared for its origin", () => {
    test("a token of the user pool, then the API, preflight included", async () => {
      const authorization = `Bearer ${await poolToken(declared)}`;
      expect(await tests(declared, "cognito-scopes", "GET", authorization)).toEqual(SUCCESS);
    });

    test("a token of the identity provider, then the API", async () => {
      const authorization = `Bearer ${await idpToken(declared)}`;
      expect(await tests(declared, "custom-authorizer", "GET", authorization)).toEqual(SUCCESS);
    });

    test("0.1.9 [D] the page can read 401 and 403, whatever says no", async () => {
      const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };
      expect(await tests(declared, "cognito-scopes", "GET")).toEqual(unauthorized);
      expect(await tests(declared, "cognito-scopes", "POST", await poolToken(declared))).toEqual(
        unauthorized,
      );
      expect(await tests(declared, "custom-authorizer", "GET", "Bearer a.b.c")).toEqual(unauthorized);
      expect(
        await tests(declared, "custom-authorizer", "POST", `Bearer ${await idpToken(declared)}`),
      ).toEqual({
        status: 403,
        body: expect.stringContaining("no identity-based policy allows"),
      });
      expect(await tests(declared, "iam", "GET")).toEqual({
        status: 403,
        body: '{"message":"Missing Authentication Token"}',
      });
    });
  });

  describe("with CORS declared for another origin", () => {
    test("the browser refuses", async () => {
      await page.goto(page.url().replace("127.0.0.1", "localhost"));
      expect(await tests(declared, "cognito-scopes", "GET", "Bearer x")).toEqual(REFUSED);
      await page.goto(page.url().replace("localhost", "127.0.0.1"));
    });
  });

  describe("without CORS declared", () => {
    test("E [R] the browser refuses: the preflight is 403, as OPTIONS is no method of the API", async () => {
      const authorization = `Bearer ${await poolToken(silent)}`;
      expect(await tests(silent, "cognito-scopes", "GET", authorization)).toEqual(REFUSED);
      expect(silent.lines.at(-1)).toMatch(/^403 OPTIONS \/dev\/tests · route: no route for OPTIONS/);
    });

    test("0.1.9 [R] nor may the page read the answer to a request that needs no preflight", async () => {
      expect(await send({ url: `${silent.output("cognito-scopes", "api_url")}/tests` })).toEqual(REFUSED);
      expect(silent.lines.at(-1)).toMatch(/^401 GET/);
    });
  });
});
