import fc from "fast-check";
import { readProxyResult } from "../../../../lab/gateway/integration/lambda-result.ts";
import type { InvokeResult } from "../../../../lab/lambda/result.ts";
import { api, BACKEND_ARN, proxy } from "../support/api.ts";
import { FakeFunction, header, lab, seen } from "../support/gateway.ts";

const BAD_GATEWAY = [502, "InternalServerErrorException", '{"message":"Internal server error"}'];

const answering = (result: unknown, binaryMediaTypes: string[] = []) =>
  lab(api({ api: { binaryMediaTypes } }), { functions: { [BACKEND_ARN]: new FakeFunction(() => result) } });

describe("E Lambda proxy results", () => {
  test.each([
    ["E [R] an unknown top-level key", { statusCode: 200, wrongValue: "value" }],
    ["E [R] a bare string", "justAString"],
    ["E [R] a statusCode that is no number", { statusCode: "test" }],
    [
      "E [R] multiValueHeaders with a value that is no list",
      { statusCode: 200, multiValueHeaders: { "test-multi-invalid": "value1" } },
    ],
    ["null", null],
    ["a list", [1]],
    ["a number", 200],
    ["headers that are a list", { headers: ["a"] }],
    ["a header that is an object", { headers: { a: {} } }],
    ["a header that is null", { headers: { a: null } }],
    ["a header name with a space", { headers: { "a b": "c" } }],
    ["a header value with a line break", { headers: { a: "b\r\nSet-Cookie: c=d" } }],
    ["a body that is an object", { statusCode: 200, body: { a: 1 } }],
    ["a status outside of HTTP", { statusCode: 99 }],
    ["a status that is a fraction", { statusCode: 200.5 }],
    ["isBase64Encoded that is text", { isBase64Encoded: "yes" }],
  ])("%s → 502", async (_, result) => {
    expect(seen(await answering(result).send("GET /dev/tests"))).toEqual(BAD_GATEWAY);
  });

  test.each([
    ["E [R] no body", { statusCode: 200 }, 200, ""],
    ["E [R] headers: null", { statusCode: 200, headers: null }, 200, ""],
    ["E [R] body: null", { statusCode: 200, body: null }, 200, ""],
    ["E [R] a statusCode in text", { statusCode: "201" }, 201, ""],
    ["E [R] headers alone", { headers: { "test-header": "value" } }, 200, ""],
    [
      "E [R] isBase64Encoded without binary media types stays base64",
      { body: "dGVzdC1kYXRh", isBase64Encoded: true },
      200,
      "dGVzdC1kYXRh",
    ],
  ])("%s is fine", async (_, result, status, body) => {
    const answer = await answering(result).send("GET /dev/tests");
    expect([answer.status, answer.body.toString()]).toEqual([status, body]);
  });

  test("E [R] the default Content-Type, and a Boolean header value as text", async () => {
    const answer = await answering({
      statusCode: 200,
      headers: { "test-header": "value", "header-bool": true },
    }).send("GET /dev/tests");
    expect(["Content-Type", "test-header", "header-bool"].map((name) => header(answer, name))).toEqual([
      "application/json",
      "value",
      "true",
    ]);
  });

  test.each([
    [
      "E [R] multiValueHeaders and headers merge",
      { "test-multi": ["value-multi"] },
      { "test-multi": "value-solo" },
      [
        ["test-multi", "value-multi"],
        ["test-multi", "value-solo"],
      ],
    ],
    [
      "E [R] in the case of multiValueHeaders",
      { "tesT-Multi": ["value-multi"] },
      { "test-multi": "value-solo" },
      [
        ["tesT-Multi", "value-multi"],
        ["tesT-Multi", "value-solo"],
      ],
    ],
    ["[D] the same pair in both is there once", { a: ["b"] }, { a: "b" }, [["a", "b"]]],
    [
      "[D] WWW-Authenticate is remapped",
      {},
      { "WWW-Authenticate": "Bearer" },
      [["x-amzn-Remapped-WWW-Authenticate", "Bearer"]],
    ],
    [
      "Date, Connection and Content-Length are remapped",
      {},
      { Date: "x", Connection: "close", "Content-Length": "9" },
      [
        ["x-amzn-Remapped-Date", "x"],
        ["x-amzn-Remapped-Connection", "close"],
        ["x-amzn-Remapped-Content-Length", "9"],
      ],
    ],
    [
      "the gateway's own headers cannot be taken",
      {},
      { "X-Amzn-RequestId": "mine" },
      [["x-amzn-Remapped-X-Amzn-RequestId", "mine"]],
    ],
    ["Transfer-Encoding is dropped", {}, { "Transfer-Encoding": "chunked" }, []],
    [
      "cookies stay apart",
      { "Set-Cookie": ["a=1", "b=2"] },
      {},
      [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
      ],
    ],
  ])("%s", (_, multiValueHeaders, headers, expected) => {
    const result = readProxyResult(JSON.stringify({ multiValueHeaders, headers }));
    expect(result.ok && result.answer.headers).toEqual(expected);
  });

  test("base64 is decoded when the client accepts a binary media type", async () => {
    const { send } = answering(
      { body: "/wD+", isBase64Encoded: true, headers: { "Content-Type": "image/png" } },
      ["image/*"],
    );
    const binary = await send("GET /dev/tests", { headers: [["Accept", "image/png,*/*"]] });
    expect([binary.body, header(binary, "Content-Length")]).toEqual([Buffer.from([0xff, 0x00, 0xfe]), "3"]);
    expect((await send("GET /dev/tests", { headers: [["Accept", "text/html"]] })).body.toString()).toBe(
      "/wD+",
    );
  });

  test("[D] base64 that is none → 500", async () => {
    const { send } = answering({ body: "not base64!", isBase64Encoded: true }, ["*/*"]);
    expect((await send("GET /dev/tests")).status).toBe(500);
  });

  test("no JSON text makes it throw, and what it takes is a status with sendable headers", () => {
    const keys = fc.constantFrom(
      "statusCode",
      "headers",
      "multiValueHeaders",
      "body",
      "isBase64Encoded",
      "other",
    );
    const object = fc.dictionary(keys, fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          object.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (payload) => {
          const result = readProxyResult(payload);
          if (!result.ok) return;
          expect(result.answer.status).toBeGreaterThanOrEqual(200);
          for (const [name, value] of result.answer.headers) expect(`${name}${value}`).not.toMatch(/[\r\n]/);
        },
      ),
    );
  });
});

describe("E functions that fail", () => {
  const failing = (kind: Extract<InvokeResult, { ok: false }>["kind"]) => ({
    invoke: async (): Promise<InvokeResult> => ({
      ok: false,
      kind,
      errorType: "Error",
      errorMessage: "it broke",
      trace: [],
      requestId: "r",
      durationMs: 1,
    }),
  });

  test.each(["unhandled", "timeout", "crash", "init", "invalid-result", "refused"] as const)(
    "E [R] %s → 502",
    async (kind) => {
      const { send, refusals } = lab(api(), { functions: { [BACKEND_ARN]: failing(kind) } });
      expect(seen(await send("GET /dev/tests"))).toEqual(BAD_GATEWAY);
      expect(refusals[0]).toContain("it broke");
    },
  );

  test("E [R/D] no answer within timeout_milliseconds → 504", async () => {
    const integration = proxy({ timeoutMilliseconds: 50 });
    const functions = { [BACKEND_ARN]: { invoke: () => new Promise<InvokeResult>(() => undefined) } };
    const { send } = lab(api({ methods: { "GET /tests": { integration } } }), { functions });
    expect(seen(await send("GET /dev/tests"))).toEqual([
      504,
      "InternalServerErrorException",
      '{"message":"Endpoint request timed out"}',
    ]);
  });

  test("E [I] no permission to invoke → 500, and the function is not invoked", async () => {
    const integration = proxy({
      grant: { allowed: false, why: "no aws_lambda_permission", address: undefined },
    });
    const { send, backend, refusals } = lab(api({ methods: { "GET /tests": { integration } } }));
    expect(seen(await send("GET /dev/tests"))).toEqual([
      500,
      "InternalServerErrorException",
      '{"message":"Internal server error"}',
    ]);
    expect(backend.events).toHaveLength(0);
    expect(refusals[0]).toContain("no aws_lambda_permission");
  });

  test("a fault of the lab is a 500 to the client and is told", async () => {
    const functions = { [BACKEND_ARN]: { invoke: () => Promise.reject(new Error("a bug")) } };
    const { send, faults } = lab(api(), { functions });
    expect((await send("GET /dev/tests")).status).toBe(500);
    expect(faults).toEqual([new Error("a bug")]);
  });
});
