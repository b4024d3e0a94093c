import fc from "fast-check";
import { isLoopbackHost } from "../../../lab/http/host.ts";
import { type HttpAnswer, type HttpRequest, jsonAnswer } from "../../../lab/http/message.ts";
import { type ApiRequest, createRouter } from "../../../lab/http/router.ts";

const seen: (readonly [string, HttpRequest])[] = [];
const service =
  (name: string) =>
  (request: HttpRequest): HttpAnswer => {
    seen.push([name, request]);
    return jsonAnswer(200, { name });
  };

const router = createRouter({
  executeApi: service("execute-api"),
  sts: service("sts"),
  cognitoIdp: service("cognito-idp"),
  auth: service("auth"),
  idp: service("idp"),
  control: service("control"),
});

function request(wirePath: string, host = "127.0.0.1:4566"): HttpRequest {
  return {
    method: "GET",
    wirePath,
    path: wirePath,
    query: "a=b",
    headers: [["Host", host]],
    body: Buffer.alloc(0),
    sourceIp: "127.0.0.1",
    host,
    httpVersion: "1.1",
  };
}

/** Where a path leads: the service, the path below its mount, and the API's id. */
function routed(wirePath: string): unknown[] {
  seen.length = 0;
  const answer = router(request(wirePath)) as HttpAnswer;
  const [name, given] = seen[0] ?? [answer.status, undefined];
  const { path, apiId } = (given ?? {}) as Partial<ApiRequest>;
  return [name, path, apiId];
}

describe("a path leads to its service", () => {
  test.each<[string, unknown[]]>([
    ["/execute-api/a1b2c3d4e5/dev/tests", ["execute-api", "/dev/tests", "a1b2c3d4e5"]],
    ["/execute-api/a1b2c3d4e5/dev/tests/", ["execute-api", "/dev/tests/", "a1b2c3d4e5"]],
    ["/execute-api/a1b2c3d4e5//dev/../%2e%2e/%zz", ["execute-api", "//dev/../%2e%2e/%zz", "a1b2c3d4e5"]],
    ["/execute-api/a1b2c3d4e5/", ["execute-api", "/", "a1b2c3d4e5"]],
    ["/execute-api/a1b2c3d4e5", ["execute-api", "/", "a1b2c3d4e5"]],
    ["/execute-api/", ["execute-api", "/", ""]],
    ["/execute-api/../sts", ["execute-api", "/sts", ".."]],
    ["/sts", ["sts", "/", undefined]],
    ["/sts/", ["sts", "/", undefined]],
    ["/cognito-idp/pool/.well-known/jwks.json", ["cognito-idp", "/pool/.well-known/jwks.json", undefined]],
    ["/auth/prefix/oauth2/token", ["auth", "/prefix/oauth2/token", undefined]],
    ["/idp/oauth2/token", ["idp", "/oauth2/token", undefined]],
    ["/_lab/decisions/1", ["control", "/decisions/1", undefined]],
    ["/_lab/../execute-api/a/dev", ["control", "/../execute-api/a/dev", undefined]],
  ])("%s", (wirePath, expected) => {
    expect(routed(wirePath)).toEqual(expected);
  });

  test.each([
    "/",
    "//",
    "/execute-api",
    "/stss",
    "/STS",
    "/%73ts",
    "//sts",
    "/__proto__/x",
    "/constructor",
    "/favicon.ico",
  ])("%s is nowhere, and the answer says in one line what lives where", (wirePath) => {
    const answer = router(request(wirePath)) as HttpAnswer;
    expect(answer.status).toBe(404);
    expect(answer.body).toMatch(/^\{"message":"[^"\n]*\/execute-api\/<api id>[^"\n]*"\}$/);
  });

  test("the request keeps what was on the wire", () => {
    routed("/idp/oauth2/token");
    expect(seen[0]?.[1]).toEqual({ ...request("/idp/oauth2/token"), path: "/oauth2/token" });
  });

  test("any path has an answer, and only the gateway's prefix leads to the gateway", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const [name] = routed(`/${text}`);
        expect(name === "execute-api").toBe(text.startsWith("execute-api/"));
      }),
    );
  });
});

describe("the Host must be this machine (DNS rebinding)", () => {
  test.each(["127.0.0.1", "127.0.0.1:4566", "localhost", "LocalHost:4566", "127.0.0.7:80"])(
    "%s passes",
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  test.each([
    "",
    "example.com",
    "127.0.0.1.example.com",
    "localhost.example.com",
    "127.0.0.1@example.com",
    "127.0.0.1:4566:1",
    "127.0.0.1:",
    "0.0.0.0:4566",
    "10.0.0.1",
    "2130706433",
    "[::1]:4566",
    "localhost ",
    "api.execute-api.ap-northeast-2.amazonaws.com",
  ])("%j does not: 421, whatever the path", (host) => {
    expect(isLoopbackHost(host)).toBe(false);
    seen.length = 0;
    for (const path of ["/execute-api/a/dev", "/sts", "/_lab/clock", "/nowhere"]) {
      expect((router(request(path, host)) as HttpAnswer).status).toBe(421);
    }
    expect(seen).toEqual([]);
  });
});
