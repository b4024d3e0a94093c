import { Clock } from "../../../lab/clock.ts";
import { CONFIGURATION, IMPLICIT_DENY, MISSING, seen, UNAUTHORIZED } from "../support/call.ts";
import {
  apiMethod,
  apiResource,
  custom,
  ECHO,
  invokePermission,
  lambdaAuthorizer,
  lambdaFunction,
  merge,
  restApi,
  stackOf,
  writeStack,
} from "../support/terraform-directory.ts";
import { faults, TestLab } from "../support/test-lab.ts";

/** An ES module that lets a key into the API as far as the key says, and counts its invocations. */
const AUTHORIZER = `
let calls = 0;
export const authorize = async (event) => {
  calls += 1;
  const key = event.headers["X-Key"] ?? event.headers["x-key"];
  if (key === "none") throw new Error("Unauthorized");
  if (key === "broken") throw new Error("broken");
  const [api, stage] = event.methodArn.split("/");
  const resource = key === "narrow" ? event.methodArn : api + "/" + stage + "/*";
  return {
    principalId: key,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: resource }],
    },
    context: { calls, keys: Object.keys(event).join(" "), arn: event.methodArn, ok: true },
  };
};
`;

const SOURCES = "method.request.header.X-Key,method.request.querystring.tenant";

const resource = merge(
  restApi(),
  apiResource("orders", "orders"),
  apiResource("order", "{id}", "orders"),
  apiResource("items", "items", "order"),
  apiResource("item", "{item}", "items"),
  apiResource("files", "files"),
  apiResource("file", "{proxy+}", "files"),
  apiMethod("GET", "order", custom("cached")),
  apiMethod("POST", "order", custom("cached")),
  apiMethod("GET", "item", custom("cached")),
  apiMethod("ANY", "file", custom("fresh")),
  lambdaAuthorizer("cached", "guard", {
    type: "REQUEST",
    identity_source: SOURCES,
    authorizer_result_ttl_in_seconds: 300,
  }),
  lambdaAuthorizer("fresh", "guard", {
    type: "REQUEST",
    identity_source: SOURCES,
    authorizer_result_ttl_in_seconds: 0,
  }),
  lambdaFunction("guard", "index.authorize", { runtime: "nodejs22.x", memory_size: 256 }),
  lambdaFunction("backend", "main.echo"),
  invokePermission("guard", "${aws_api_gateway_rest_api.shop.execution_arn}/authorizers/*"),
  invokePermission("backend"),
);

describe("a REQUEST authorizer of somebody else's Terraform", () => {
  const clock = new Clock(() => Date.UTC(2026, 3, 1));
  let shop: TestLab;
  beforeAll(async () => {
    const from = writeStack(stackOf(resource), {
      "guard.zip": { "index.mjs": AUTHORIZER },
      "backend.zip": ECHO,
    });
    shop = await TestLab.start(from, { clock });
  });
  afterAll(() => shop.close());
  afterEach(() => expect(faults(shop)).toEqual([]));

  const get = (target: string, key?: string, method = "GET") =>
    shop.call("shop", target, { method, headers: key === undefined ? {} : { "X-Key": key } }, "url");
  const event = async (target: string, key: string, method?: string) => {
    const { status, body } = await get(target, key, method);
    expect(status).toBe(200);
    return JSON.parse(body) as Event;
  };

  test.each([
    ["both missing", "/orders/7", undefined],
    ["the query missing", "/orders/7", "a"],
    ["the query empty", "/orders/7?tenant=", "a"],
    ["the header missing", "/orders/7?tenant=t", undefined],
    ["the header empty", "/orders/7?tenant=t", ""],
    ["the name in another case", "/orders/7?Tenant=t", "a"],
  ])("D.1 [D] %s → 401, and the function is not invoked", async (_, target, key) => {
    const before = (await event("/files/a?tenant=count", "count")).requestContext.authorizer.calls;
    expect(seen(await get(target, key))).toEqual(UNAUTHORIZED);
    const after = (await event("/files/a?tenant=count", "count")).requestContext.authorizer.calls;
    expect(Number(after)).toBe(Number(before) + 1);
  });

  test("D.4 [R] the event has AWS's keys in AWS's order, and the backend gets the context as text", async () => {
    const { requestContext } = await event("/orders/7?tenant=keys", "a");
    expect(requestContext.authorizer).toMatchObject({
      principalId: "a",
      ok: "true",
      keys: "type methodArn resource path httpMethod headers multiValueHeaders queryStringParameters multiValueQueryStringParameters pathParameters stageVariables requestContext",
    });
    expect(requestContext.authorizer.integrationLatency).toEqual(expect.any(Number));
    expect(requestContext.authorizer.arn).toMatch(
      /^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}\/v1\/GET\/orders\/7$/,
    );
  });

  test("D.2 [D] the key is every identity source together, and the policy lives for the TTL", async () => {
    const calls = async (target: string, key: string) =>
      (await event(target, key)).requestContext.authorizer.calls;
    const first = await calls("/orders/1?tenant=a", "k");
    expect(await calls("/orders/2?tenant=a", "k")).toBe(first);
    expect(await calls("/orders/1/items/2?tenant=a", "k")).toBe(first);
    expect(await calls("/orders/1?tenant=b", "k")).not.toBe(first);
    expect(await calls("/orders/1?tenant=a", "k2")).not.toBe(first);
    clock.advance(299_000);
    expect(await calls("/orders/1?tenant=a", "k")).toBe(first);
    clock.advance(2_000);
    expect(await calls("/orders/1?tenant=a", "k")).not.toBe(first);
  });

  test("D.2 [R] the policy is cached, not the decision: another route is judged by it", async () => {
    expect((await get("/orders/1?tenant=n", "narrow")).status).toBe(200);
    expect(seen(await get("/orders/2?tenant=n", "narrow"))).toEqual(IMPLICIT_DENY);
    expect(seen(await get("/orders/1?tenant=n", "narrow", "POST"))).toEqual(IMPLICIT_DENY);
    clock.advance(301_000);
    expect((await get("/orders/2?tenant=n", "narrow")).status).toBe(200);
  });

  test("D.2 [D] a TTL of 0 asks each time", async () => {
    const first = Number((await event("/files/a?tenant=t", "z")).requestContext.authorizer.calls);
    expect(Number((await event("/files/a?tenant=t", "z")).requestContext.authorizer.calls)).toBe(first + 1);
  });

  test("D.1 Unauthorized is 401, any other error 500", async () => {
    expect(seen(await get("/orders/1?tenant=t", "none"))).toEqual(UNAUTHORIZED);
    expect(seen(await get("/orders/1?tenant=t", "broken"))).toEqual(CONFIGURATION);
  });

  test("E [R] nested parameters and greedy ones, percent-encodings as they came", async () => {
    expect(await event("/orders/a%20b/items/c%2Fd?tenant=t", "p")).toMatchObject({
      resource: "/orders/{id}/items/{item}",
      path: "/orders/a%20b/items/c%2Fd",
      pathParameters: { id: "a%20b", item: "c%2Fd" },
    });
    expect(await event("/files/a/b/c.txt?tenant=t", "p")).toMatchObject({
      resource: "/files/{proxy+}",
      pathParameters: { proxy: "a/b/c.txt" },
    });
  });

  test.each(["DELETE", "PATCH", "PUT", "POST", "OPTIONS"])("ANY takes %s", async (verb) => {
    expect(await event("/files/x?tenant=t", "v", verb)).toMatchObject({ httpMethod: verb });
  });

  test.each([
    ["/files?tenant=t", "GET"],
    ["/orders?tenant=t", "GET"],
    ["/orders/1?tenant=t", "DELETE"],
    ["/orders/1/items?tenant=t", "GET"],
    ["/?tenant=t", "GET"],
  ])("E [R] there is no route for %s %s", async (target, verb) => {
    expect(seen(await get(target, "a", verb))).toEqual(MISSING);
  });
});

interface Event {
  readonly requestContext: { readonly authorizer: Readonly<Record<string, unknown>> };
}
