import type { APIGatewayProxyEvent } from "aws-lambda";
import { handler } from "../../../functions/backend/handler.ts";

const AUTHORIZED = { authorizer: { principalId: "reader", scope: "test.read" } };
const event = (
  method: string,
  path: string,
  requestContext: object = AUTHORIZED,
  headers: object | null = {},
) =>
  ({ httpMethod: method, resource: path, path, headers, requestContext }) as unknown as APIGatewayProxyEvent;

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.ALLOWED_ORIGINS;
});

test.each([
  ["GET", "/tests"],
  ["POST", "/tests"],
  ["DELETE", "/items/{id}"],
  ["GET", "/"],
])("%s %s answers the envelope and nothing else", async (method, path) => {
  expect(await handler(event(method, path))).toEqual({
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: '{"code":"00000","message":"success"}',
  });
});

test("GET /whoami answers the caller as well", async () => {
  const { body } = await handler(event("GET", "/whoami"));
  expect(body).toBe(
    '{"code":"00000","message":"success","caller":{"method":"custom-authorizer","principal":"reader",' +
      '"scopes":["test.read"],"context":{"scope":"test.read"}}}',
  );
});

test.each(["/tests", "/whoami"])(
  "%s on a method that was left open: refused and logged, not a success",
  async (path) => {
    const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const headers = {
      authorization: "Bearer secret",
      "x-amzn-user-arn": "arn:aws:iam::123456789012:user/alice",
      "x-principal-id": "reader",
    };
    const open = {
      requestId: "the-request",
      httpMethod: "GET",
      resourcePath: path,
      identity: { userArn: null, accountId: null },
    };
    const { statusCode, body } = await handler(event("GET", path, open, headers));
    expect(statusCode).toBe(500);
    expect(JSON.parse(body)).toEqual({ code: "50000", message: "the method has no authorization" });
    expect(error.mock.calls).toEqual([
      [JSON.stringify({ level: "ERROR", error: "NoCaller", requestId: "the-request", route: `GET ${path}` })],
    ]);
  },
);

describe("CORS", () => {
  const headersOf = async (headers: object | null) =>
    (await handler(event("GET", "/tests", AUTHORIZED, headers))).headers;

  test("no header where no origin is allowed", async () => {
    expect(await headersOf({ origin: "https://app.example" })).toEqual({
      "content-type": "application/json",
    });
  });

  test.each<[string, object | null, string | undefined]>([
    ["an allowed origin", { origin: "https://app.example" }, "https://app.example"],
    [
      "the other one, with the client's spelling of the header",
      { Origin: "http://localhost:3000" },
      "http://localhost:3000",
    ],
    ["another origin", { origin: "https://evil.example" }, undefined],
    ["an origin that begins like an allowed one", { origin: "https://app.example.evil.example" }, undefined],
    ["a list of origins", { origin: "https://app.example,http://localhost:3000" }, undefined],
    ["null, as a sandboxed page sends", { origin: "null" }, undefined],
    ["no origin", {}, undefined],
    ["no headers at all", null, undefined],
  ])("%s", async (_, headers, expected) => {
    process.env.ALLOWED_ORIGINS = "https://app.example,http://localhost:3000";
    const answered = await headersOf(headers);
    expect(answered?.["access-control-allow-origin"]).toBe(expected);
    expect(answered?.vary).toBe("Origin");
  });
});
