import { api } from "./support/api.ts";
import { header, lab, NOW } from "./support/gateway.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const names = (answer: { headers: readonly (readonly [string, string])[] }) =>
  answer.headers.map(([name]) => name);

describe("0.1 headers", () => {
  test("0.1.2 [R] the order of a Regional API's error", async () => {
    const { send } = lab(api());
    expect(names(await send("GET /dev/nothing"))).toEqual([
      "Date",
      "Content-Type",
      "Content-Length",
      "Connection",
      "x-amzn-RequestId",
      "x-amzn-ErrorType",
      "x-amz-apigw-id",
    ]);
  });

  test("0.1.1 [R] the order of an edge-optimized API's error, without CloudFront's own headers", async () => {
    const { send } = lab(api({ api: { endpoint: "EDGE" } }));
    expect(names(await send("GET /dev/nothing"))).toEqual([
      "Content-Type",
      "Content-Length",
      "Connection",
      "Date",
      "x-amz-apigw-id",
      "x-amzn-RequestId",
      "x-amzn-ErrorType",
    ]);
  });

  test("0.1.4 [R] request id and extended request id are on every answer and never the same", async () => {
    const { send } = lab(api());
    const answers = await Promise.all(
      ["GET /dev/tests", "GET /dev/nothing", "GET /nowhere/x"].map((target) => send(target)),
    );
    for (const answer of answers) {
      expect(header(answer, "x-amzn-RequestId")).toMatch(UUID);
      expect(header(answer, "x-amz-apigw-id")).toMatch(/^[A-Za-z0-9_-]{15}=$/);
    }
    expect(new Set(answers.map((answer) => header(answer, "x-amz-apigw-id"))).size).toBe(3);
  });

  test("0.1.5 [R] X-Amzn-Trace-Id is on AWS_PROXY answers, not on MOCK ones and not on errors", async () => {
    const mock = {
      kind: "MOCK",
      address: "m",
      requestTemplates: new Map([["application/json", 200]]),
      passthrough: "WHEN_NO_MATCH",
      responses: [{ address: "r", status: 200, pattern: undefined, headers: [], templates: new Map() }],
    } as const;
    const { send } = lab(api({ methods: { "GET /tests": {}, "OPTIONS /tests": { integration: mock } } }));
    expect(header(await send("GET /dev/tests"), "X-Amzn-Trace-Id")).toBeDefined();
    expect(names(await send("OPTIONS /dev/tests"))).not.toContain("X-Amzn-Trace-Id");
    expect(names(await send("PUT /dev/tests"))).not.toContain("X-Amzn-Trace-Id");
  });

  test("0.1.5 [R] with X-Ray on for the stage, errors have one too", async () => {
    const { send } = lab(api({ stage: { tracing: true } }));
    expect(header(await send("GET /dev/nothing"), "X-Amzn-Trace-Id")).toMatch(/^Root=1-/);
  });

  test("0.1.6 [R] the form of the trace id, and the client's own root in it", async () => {
    const { send, backend } = lab(api());
    const answer = await send("GET /dev/tests");
    expect(header(answer, "X-Amzn-Trace-Id")).toMatch(
      /^Root=1-66704f11-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0$/,
    );
    const root = "Root=1-66704f11-56b0f1d611b392cb68ad2b83";
    const traced = await send("GET /dev/tests", {
      headers: [["X-Amzn-Trace-Id", `Self=1-a;${root};Sampled=1`]],
    });
    expect(header(traced, "X-Amzn-Trace-Id")).toMatch(new RegExp(`^${root};Parent=`));
    expect(backend.events[1]?.headers).toMatchObject({ "X-Amzn-Trace-Id": root });
  });

  test("0.1.7 [R] the Content-Type of a gateway response has no charset", async () => {
    expect(header(await lab(api()).send("GET /dev/nothing"), "Content-Type")).toBe("application/json");
  });

  test("0.1.8 and 0.1.9 [R] no WWW-Authenticate and no CORS header on an error", async () => {
    const found = names(await lab(api()).send("GET /dev/nothing")).map((name) => name.toLowerCase());
    expect(found.filter((name) => /^(www-authenticate|access-control-)/.test(name))).toEqual([]);
  });

  test("0.1.10 [I] HEAD: the same status and headers, Content-Length 0, no body", async () => {
    const answer = await lab(api({ methods: { "HEAD /tests": {} } })).send("HEAD /dev/tests");
    expect([answer.status, header(answer, "Content-Length"), answer.body]).toEqual([200, "0", ""]);
  });

  test("0.1.12 [D] a client may override the request id, with a UUID alone", async () => {
    const { send, gateway } = lab(api());
    const own = "123e4567-e89b-42d3-a456-426614174000";
    expect(
      header(await send("GET /dev/tests", { headers: [["x-amzn-RequestId", own]] }), "x-amzn-RequestId"),
    ).toBe(own);
    expect(gateway.decisions.find(own)?.status).toBe(200);
    const other = await send("GET /dev/tests", { headers: [["x-amzn-RequestId", "123344566"]] });
    expect(header(other, "x-amzn-RequestId")).toMatch(UUID);
  });

  test("Date is the lab's own time", async () => {
    const { send, clock } = lab(api());
    clock.set(NOW + 86_400_000);
    expect(header(await send("GET /dev/tests"), "Date")).toBe("Tue, 18 Jun 2024 14:58:25 GMT");
  });

  test("204 has no body and no Content-Length", async () => {
    const integration = {
      kind: "MOCK",
      address: "m",
      requestTemplates: new Map([["application/json", 200]]),
      passthrough: "WHEN_NO_MATCH",
      responses: [
        {
          address: "r",
          status: 204,
          pattern: undefined,
          headers: [],
          templates: new Map([["application/json", () => "x"]]),
        },
      ],
    } as const;
    const answer = await lab(api({ methods: { "OPTIONS /tests": { integration } } })).send(
      "OPTIONS /dev/tests",
    );
    expect([answer.status, answer.body, names(answer).includes("Content-Length")]).toEqual([204, "", false]);
  });
});
