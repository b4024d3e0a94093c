import { declared } from "../../support/context.ts";
import { resources, synthesized } from "../../support/synthesized.ts";

const trigger = (changes: Record<string, unknown> = {}): unknown =>
  Object.values(resources(synthesized("iam", changes), "aws_api_gateway_deployment"))[0]?.triggers;
const customTrigger = (changes: Record<string, unknown>): unknown =>
  Object.values(resources(synthesized("custom-authorizer", changes), "aws_api_gateway_deployment"))[0]
    ?.triggers;
const routes = declared().routes as { method: string; path: string; permission: string }[];

test("is a hash", () =>
  expect(trigger()).toEqual({ configuration: expect.stringMatching(/^[0-9a-f]{64}$/) }));

describe("changes when the API's behaviour does", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a route more", { routes: [...routes, { method: "DELETE", path: "/tests", permission: "test.write" }] }],
    [
      "a path renamed",
      { routes: routes.map((route) => ({ ...route, path: route.path.replace("whoami", "me") })) },
    ],
    ["the function's name", { name: "other" }],
    ["CORS", { cors: { allowOrigin: "https://app.example.com" } }],
    ["a resource policy", { resourcePolicy: { denyCidrs: ["192.0.2.0/24"] } }],
  ])("%s", (_, changes) => expect(trigger(changes)).not.toEqual(trigger()));

  test("another block in the resource policy", () => {
    const withBlock = (cidr: string) => trigger({ resourcePolicy: { denyCidrs: [cidr] } });
    expect(withBlock("192.0.2.0/24")).not.toEqual(withBlock("198.51.100.0/24"));
  });

  test("the authorizer's cache", () => {
    expect(customTrigger({ authorizer: { resultTtlSeconds: 0 } })).not.toEqual(customTrigger({}));
  });
});

describe("stays when nothing that a deployment freezes has changed", () => {
  test.each<[string, Record<string, unknown>]>([
    ["log retention", { logs: { retentionDays: 7 } }],
    ["throttling", { throttling: { rateLimit: 1, burstLimit: 1 } }],
    ["state", { state: { s3: { bucket: "state-of-things" } } }],
    ["a caller more", { callers: { reader: ["test.read"], writer: ["test.write"], third: ["test.read"] } }],
  ])("%s", (_, changes) => expect(trigger(changes)).toEqual(trigger()));
});
