import { api } from "../support/api.ts";
import { lab, request, seen } from "../support/gateway.ts";

const FORBIDDEN = [403, "ForbiddenException", '{"message":"Forbidden"}'];

describe("parse", () => {
  test("0.2 [R] unknown API, unknown stage, no stage → 403 Forbidden", async () => {
    const { send } = lab(api());
    expect(seen(await send("GET /dev/tests", { overrides: { apiId: "zzzzz99999" } }))).toEqual(FORBIDDEN);
    expect(seen(await send("GET /DEV/tests"))).toEqual(FORBIDDEN);
    expect(seen(await send("GET /"))).toEqual(FORBIDDEN);
    expect(seen(await send("GET /__proto__/tests"))).toEqual(FORBIDDEN);
  });

  test("disable_execute_api_endpoint closes the default endpoint", async () => {
    const { send, backend, refusals } = lab(api({ api: { disabled: true } }));
    expect(seen(await send("GET /dev/tests"))).toEqual(FORBIDDEN);
    expect(backend.events).toHaveLength(0);
    expect(refusals[0]).toContain("disable_execute_api_endpoint");
  });

  test.each([
    ["REGIONAL", 10_240],
    ["EDGE", 8192],
    ["PRIVATE", 10_240],
  ] as const)("E [D] a URL of a %s API may have %i characters; more is 414", async (endpoint, limit) => {
    const { send } = lab(api({ api: { endpoint } }));
    const path = "/dev/tests?q=";
    expect((await send(`GET ${path}${"a".repeat(limit - path.length)}`)).status).toBe(200);
    expect((await send(`GET ${path}${"a".repeat(limit - path.length + 1)}`)).status).toBe(414);
  });

  test("D.3 [D] header values may have 10240 bytes in total; the status of more is inferred", async () => {
    const { send } = lab(api());
    const values = (bytes: number) => [["x-a", "a".repeat(bytes - "127.0.0.1:4566".length)]] as const;
    expect((await send("GET /dev/tests", { headers: values(10_240) })).status).toBe(200);
    const answer = await send("GET /dev/tests", { headers: values(10_241) });
    expect([answer.status, answer.body]).toEqual([
      431,
      '{"message":"HTTP header is larger than 10240 bytes."}',
    ]);
  });

  test("E [D] a payload may have 10 MB; more is 413", async () => {
    const { send, gateway } = lab(api({ methods: { "POST /tests": {} } }));
    expect((await send("POST /dev/tests", { body: Buffer.alloc(10 * 1024 * 1024) })).status).toBe(200);
    expect((await send("POST /dev/tests", { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
    expect(gateway.tooLarge(request("POST /dev/tests")).status).toBe(413);
  });

  test("E [D] a pipe in the query string must be encoded", async () => {
    const { send } = lab(api());
    expect((await send("GET /dev/tests?a=b|c")).status).toBe(400);
    expect((await send("GET /dev/tests?a=b%7Cc")).status).toBe(200);
  });

  test("E [D] ; splits a query string like &", async () => {
    const { send, backend } = lab(api());
    await send("GET /dev/tests?a=1;b=2");
    expect(backend.events[0]?.queryStringParameters).toEqual({ a: "1", b: "2" });
  });

  test("E [D] X-HTTP-Method-Override changes the method: route, event and ARN", async () => {
    const { send, backend, gateway } = lab(api({ methods: { "DELETE /tests": {} } }));
    const answer = await send("POST /dev/tests", { headers: [["X-HTTP-Method-Override", "DELETE"]] });
    expect(answer.status).toBe(200);
    expect(backend.events[0]).toMatchObject({
      httpMethod: "DELETE",
      requestContext: { httpMethod: "DELETE" },
    });
    expect(gateway.decisions.latest(() => true, 1)[0]?.method).toBe("DELETE");
  });

  test("an override does not get around authorization: it calls the method that it names", async () => {
    const { send, backend } = lab(
      api({ methods: { "GET /tests": {}, "DELETE /tests": { authorization: { kind: "AWS_IAM" } } } }),
    );
    expect((await send("GET /dev/tests", { headers: [["X-HTTP-Method-Override", "DELETE"]] })).status).toBe(
      403,
    );
    expect((await send("GET /dev/tests", { headers: [["X-HTTP-Method-Override", "PURGE"]] })).status).toBe(
      403,
    );
    expect(backend.events).toHaveLength(0);
  });
});

describe("route", () => {
  test("E [R] OPTIONS without a method → Missing Authentication Token", async () => {
    expect(seen(await lab(api()).send("OPTIONS /dev/tests"))).toEqual([
      403,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token"}',
    ]);
  });

  test("E [R] known resource, undefined method → Missing Authentication Token", async () => {
    expect(seen(await lab(api()).send("PUT /dev/tests"))[2]).toBe(
      '{"message":"Missing Authentication Token"}',
    );
  });

  test("D.3 [D] a method's ARN of more than 1600 bytes → 414 when it has authorization or the API a policy", async () => {
    const methods = {
      "GET /open/{proxy+}": {},
      "GET /signed/{proxy+}": { authorization: { kind: "AWS_IAM" } },
    } as const;
    const { send } = lab(api({ methods }));
    const long = "a".repeat(1600);
    expect((await send(`GET /dev/open/${long}`)).status).toBe(200);
    expect((await send(`GET /dev/signed/${long}`)).status).toBe(414);
  });
});
