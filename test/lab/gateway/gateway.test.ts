import { api } from "./support/api.ts";
import { header, lab, SUCCESS, seen } from "./support/gateway.ts";

describe("Gateway, an open method", () => {
  test("answers with the function's body, in the order of a Regional API", async () => {
    const { send, backend } = lab(api());
    const answer = await send("GET /dev/tests");
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe(SUCCESS);
    expect(answer.headers.map(([name]) => name)).toEqual([
      "Date",
      "Content-Type",
      "Content-Length",
      "Connection",
      "x-amzn-RequestId",
      "x-amz-apigw-id",
      "X-Amzn-Trace-Id",
    ]);
    expect(header(answer, "Content-Length")).toBe("36");
    expect(backend.events).toHaveLength(1);
  });

  test("E [R] unknown stage → 403 Forbidden", async () => {
    const { send } = lab(api());
    expect(seen(await send("GET /prod/tests"))).toEqual([
      403,
      "ForbiddenException",
      '{"message":"Forbidden"}',
    ]);
    expect(seen(await send("GET /"))).toEqual([403, "ForbiddenException", '{"message":"Forbidden"}']);
  });
});
