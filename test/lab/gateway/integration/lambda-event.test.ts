import { api } from "../support/api.ts";
import { lab, NOW } from "../support/gateway.ts";

const anything = api({ methods: { "ANY /{proxy+}": {}, "GET /hardcoded": {}, "POST /iam": {} } });

describe("the event of a Lambda proxy integration", () => {
  test("A.5, D.4 [R] is the recorded one but for what is the lab's own", async () => {
    const { send, backend } = lab(anything);
    await send("POST /dev/iam", {
      headers: [
        ["Accept-Encoding", "gzip, deflate"],
        ["Accept", "*/*"],
        ["Connection", "keep-alive"],
        ["User-Agent", "HTTPie/3.2.2"],
        ["Content-Length", "0"],
        ["X-Amzn-Trace-Id", "Root=1-66704f11-56b0f1d611b392cb68ad2b83"],
      ],
    });
    const [event] = backend.events as [{ requestContext: { extendedRequestId: string; requestId: string } }];
    const { extendedRequestId, requestId } = event.requestContext;
    const headers = {
      Accept: "*/*",
      "Accept-Encoding": "gzip, deflate",
      Host: "127.0.0.1:4566",
      "User-Agent": "HTTPie/3.2.2",
      "X-Amzn-Trace-Id": "Root=1-66704f11-56b0f1d611b392cb68ad2b83",
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Proto": "https",
    };
    expect(JSON.stringify(event)).toBe(
      JSON.stringify({
        resource: "/iam",
        path: "/iam",
        httpMethod: "POST",
        headers,
        multiValueHeaders: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, [value]]),
        ),
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
        pathParameters: null,
        stageVariables: null,
        requestContext: {
          resourceId: "res002",
          resourcePath: "/iam",
          httpMethod: "POST",
          extendedRequestId,
          requestTime: "17/Jun/2024:14:58:25 +0000",
          path: "/dev/iam",
          accountId: "123456789012",
          protocol: "HTTP/1.1",
          stage: "dev",
          domainPrefix: "abcde12345",
          requestTimeEpoch: NOW,
          requestId,
          identity: {
            cognitoIdentityPoolId: null,
            accountId: null,
            cognitoIdentityId: null,
            caller: null,
            sourceIp: "127.0.0.1",
            principalOrgId: null,
            accessKey: null,
            cognitoAuthenticationType: null,
            cognitoAuthenticationProvider: null,
            userArn: null,
            userAgent: "HTTPie/3.2.2",
            user: null,
          },
          domainName: "abcde12345.execute-api.ap-northeast-2.amazonaws.com",
          deploymentId: "dep123",
          apiId: "abcde12345",
        },
        body: null,
        isBase64Encoded: false,
      }),
    );
  });

  test.each([
    [
      "E [R] a trailing slash stays in path and leaves {proxy}",
      "/dev/proxy-value/",
      "/proxy-value/",
      "/dev/proxy-value/",
      { proxy: "proxy-value" },
    ],
    [
      "E [R] // stays inside",
      "/dev/proxy-value//x",
      "/proxy-value//x",
      "/dev/proxy-value//x",
      { proxy: "proxy-value//x" },
    ],
    [
      "E [R] // before the stage is merged",
      "//dev/proxy-value",
      "/proxy-value",
      "/dev/proxy-value",
      { proxy: "proxy-value" },
    ],
    [
      "E [R] // after the stage is merged in path alone",
      "/dev//proxy-value",
      "/proxy-value",
      "/dev//proxy-value",
      { proxy: "proxy-value" },
    ],
    [
      "E [R] // after the stage still finds a resource",
      "/dev//hardcoded",
      "/hardcoded",
      "/dev//hardcoded",
      null,
    ],
    [
      "E [R] %2B stays encoded",
      "/dev/user/test%2Balias@gmail.com",
      "/user/test%2Balias@gmail.com",
      "/dev/user/test%2Balias@gmail.com",
      { proxy: "user/test%2Balias@gmail.com" },
    ],
    ["an invalid percent-encoding stays as it is", "/dev/%zz", "/%zz", "/dev/%zz", { proxy: "%zz" }],
  ])("%s", async (_, wire, path, contextPath, pathParameters) => {
    const { send, backend } = lab(anything);
    await send(`GET ${wire}`);
    expect(backend.events[0]).toMatchObject({ path, pathParameters, requestContext: { path: contextPath } });
  });

  test("E [R] query values are decoded, the last of a repeated name wins", async () => {
    const { send, backend } = lab(anything);
    const query =
      "dateTimeOffset=2023-06-12T18:05:10.123456+00:00&email=test%2Balias@gmail.com&url=https://www.google.com/&whitespace=foo%20bar&price=10&price=20&flag";
    await send(`GET /dev/a?${query}`);
    expect(backend.events[0]).toMatchObject({
      queryStringParameters: {
        dateTimeOffset: "2023-06-12T18:05:10.123456 00:00",
        email: "test+alias@gmail.com",
        url: "https://www.google.com/",
        whitespace: "foo bar",
        price: "20",
        flag: "",
      },
      multiValueQueryStringParameters: { price: ["10", "20"], flag: [""] },
    });
  });

  test("the last value of a repeated header wins, all are in multiValueHeaders, X-Forwarded-For is continued", async () => {
    const { send, backend } = lab(anything);
    const headers = [
      ["tEsT-HEADeR", "a"],
      ["test-header", "b"],
      ["X-Forwarded-For", "203.0.113.7"],
      ["X-Forwarded-Proto", "http"],
      ["Transfer-Encoding", "chunked"],
      ["Expect", "100-continue"],
      ["TE", "trailers"],
      ["Upgrade", "websocket"],
      ["Max-Forwards", "2"],
    ] as const;
    await send("GET /dev/a", { headers });
    const [event] = backend.events as [{ headers: Record<string, string> }];
    expect(event).toMatchObject({
      headers: {
        "tEsT-HEADeR": "b",
        "X-Forwarded-For": "203.0.113.7, 127.0.0.1",
        "X-Forwarded-Proto": "https",
      },
      multiValueHeaders: { "tEsT-HEADeR": ["a", "b"] },
    });
    const dropped = ["Transfer-Encoding", "Expect", "TE", "Upgrade", "Max-Forwards"];
    expect(Object.keys(event.headers).filter((name) => dropped.includes(name))).toEqual([]);
  });

  test("recorded on an edge-optimized API: authorization becomes Authorization", async () => {
    const { send, backend } = lab({ ...anything, endpoint: "EDGE" });
    await send("GET /dev/a", { headers: [["aUThorization", "x"]] });
    expect(backend.events[0]?.headers).toMatchObject({ Authorization: "x" });
  });

  test("a binary media type comes in base64, anything else as text", async () => {
    const { send, backend } = lab({ ...anything, binaryMediaTypes: ["image/*", "application/octet-stream"] });
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    await send("POST /dev/a", { headers: [["Content-Type", "image/png; x=y"]], body });
    await send("POST /dev/a", { headers: [["Content-Type", "application/json"]], body: '{"a":"é"}' });
    await send("POST /dev/a", { body: "" });
    expect(backend.events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
      ["/wD+", true],
      ['{"a":"é"}', false],
      [null, false],
    ]);
  });

  test("stage variables", async () => {
    const { send, backend } = lab(api({ stage: { variables: { table: "t1" } } }));
    await send("GET /dev/tests");
    expect(backend.events[0]?.stageVariables).toEqual({ table: "t1" });
  });

  test("headers and query parameters named like a prototype are data", async () => {
    const { send, backend } = lab(anything);
    await send("GET /dev/a?__proto__=x&constructor=y", { headers: [["__proto__", "z"]] });
    const [event] = backend.events as [{ headers: object; queryStringParameters: object }];
    expect(JSON.stringify(event.queryStringParameters)).toBe('{"__proto__":"x","constructor":"y"}');
    expect(Object.entries(event.headers)).toContainEqual(["__proto__", "z"]);
  });
});
