import { ThrottleLimit } from "../../../../lab/gateway/throttle.ts";
import { api } from "../support/api.ts";
import { lab, seen } from "../support/gateway.ts";

describe("throttle", () => {
  test("0.2 [R] more than the burst → 429 Too Many Requests, until the rate has refilled it", async () => {
    const throttle = new ThrottleLimit(1, 2, "aws_api_gateway_method_settings.all");
    const { send, clock, refusals } = lab(api({ methods: { "GET /tests": { throttle } } }));
    expect((await send("GET /dev/tests")).status).toBe(200);
    expect((await send("GET /dev/tests")).status).toBe(200);
    expect(seen(await send("GET /dev/tests"))).toEqual([
      429,
      "TooManyRequestsException",
      '{"message":"Too Many Requests"}',
    ]);
    expect(refusals[0]).toContain("aws_api_gateway_method_settings.all settings");
    clock.advance(1000);
    expect((await send("GET /dev/tests")).status).toBe(200);
    expect((await send("GET /dev/tests")).status).toBe(429);
  });

  test("a rate of 0 with a burst of 0 lets nothing through", () => {
    const limit = new ThrottleLimit(0, 0, "a");
    expect([limit.take(0), limit.take(1e9)]).toEqual([false, false]);
  });

  test("a clock that goes back neither fills nor empties the bucket", () => {
    const limit = new ThrottleLimit(1, 1, "a");
    expect([limit.take(10_000), limit.take(0), limit.take(500), limit.take(1000)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("[I] a request that is refused takes no token", async () => {
    const throttle = new ThrottleLimit(0, 1, "a");
    const { send } = lab(
      api({ methods: { "GET /tests": { throttle, authorization: { kind: "AWS_IAM" } } } }),
    );
    await send("GET /dev/tests");
    expect(throttle.take(0)).toBe(true);
  });
});

describe("validate", () => {
  const requiredParameters = [
    { kind: "header", name: "x-header-param" },
    { kind: "path", name: "issuer" },
    { kind: "querystring", name: "qs1" },
  ] as const;
  const around = () =>
    lab(api({ methods: { "GET /{issuer}": { requiredParameters }, "GET /": { requiredParameters } } }));

  test("0.2 [R] every missing parameter is named", async () => {
    expect(seen(await around().send("GET /dev/"))).toEqual([
      400,
      "BadRequestException",
      '{"message":"Missing required request parameters: [x-header-param, issuer, qs1]"}',
    ]);
  });

  test("[D] blank is missing", async () => {
    const answer = await around().send("GET /dev/a?qs1=%20", { headers: [["X-Header-Param", "1"]] });
    expect(seen(answer)[2]).toBe('{"message":"Missing required request parameters: [qs1]"}');
  });

  test("all there", async () => {
    expect((await around().send("GET /dev/a?qs1=1", { headers: [["X-Header-Param", "1"]] })).status).toBe(
      200,
    );
  });
});
