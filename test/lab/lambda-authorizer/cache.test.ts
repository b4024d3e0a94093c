import type { Authorization } from "../../../lab/gateway/model.ts";
import { PolicyCache } from "../../../lab/lambda-authorizer/cache.ts";
import { readOutput } from "../../../lab/lambda-authorizer/output.ts";
import { API_ARN, api } from "../gateway/support/api.ts";
import { FakeFunction, lab } from "../gateway/support/gateway.ts";
import { AUTHORIZER_ARN, authorizerLab, METHOD_ARN, policy, TOKEN, tokenAuthorizer } from "./support.ts";

const as = (token: string) => ({ headers: [["Authorization", token]] as const });

describe("D.2 the policy cache", () => {
  test("D.2 [D] the same token within the TTL does not invoke the function again; after it, it does", async () => {
    const { send, authorizer, clock } = authorizerLab(() => policy("Allow"));
    await send("GET /dev/tests", TOKEN);
    clock.advance(299_999);
    await send("GET /dev/tests", TOKEN);
    expect(authorizer.events).toHaveLength(1);
    clock.advance(1);
    await send("GET /dev/tests", TOKEN);
    expect(authorizer.events).toHaveLength(2);
  });

  test("D.2 [R] the policy is cached, not the decision: what covers one method denies the next", async () => {
    const { send, authorizer } = authorizerLab((event) => policy("Allow", event.methodArn));
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
    const next = await send("POST /dev/tests", TOKEN);
    expect(next.status).toBe(403);
    expect(next.body.toString()).toContain("because no identity-based policy allows");
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
    expect(authorizer.events.map(({ methodArn }) => methodArn)).toEqual([METHOD_ARN]);
  });

  test("D.2 [R] one entry serves every resource and method of the stage", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow", `${API_ARN}/dev/*`));
    for (const target of ["GET /dev/tests", "POST /dev/tests", "GET /dev/items/1"]) {
      expect((await send(target, TOKEN)).status).toBe(200);
    }
    expect(authorizer.events).toHaveLength(1);
  });

  test("D.2 [R] the key holds API, stage and authorizer: another of each asks again", async () => {
    const authorizers = [
      tokenAuthorizer(),
      tokenAuthorizer({ id: "auth02" }),
      tokenAuthorizer({ stage: "prod" }),
      tokenAuthorizer(),
    ].map((authorizer) => ({ kind: "CUSTOM", authorizer }) as const);
    const [first, second, prod, other] = authorizers as [Authorization, ...Authorization[]];
    const fake = new FakeFunction(() => policy("Allow", "*"));
    const apis = [
      api({
        methods: {
          "GET /a": { authorization: first },
          "GET /b": { authorization: second },
          "GET /c": { authorization: prod },
        },
      }),
      api({ methods: { "GET /a": { authorization: other } }, api: { id: "fghij67890" } }),
    ];
    const { send } = lab(apis, { functions: { [AUTHORIZER_ARN]: fake } });
    for (const target of ["GET /dev/a", "GET /dev/b", "GET /dev/c", "GET /dev/a"]) await send(target, TOKEN);
    expect(fake.events).toHaveLength(3);
    await send("GET /dev/a", { ...TOKEN, overrides: { apiId: "fghij67890" } });
    expect(fake.events).toHaveLength(4);
  });

  test("D.2 [D] the key is the token header's value, to the letter", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"));
    for (const token of ["Bearer a", "Bearer b", "bearer a", "Bearer  a"])
      await send("GET /dev/tests", as(token));
    expect(authorizer.events).toHaveLength(4);
    await send("GET /dev/tests", as("Bearer b"));
    expect(authorizer.events).toHaveLength(4);
  });

  test("D.2 [D] TTL 0 disables it", async () => {
    const { send, authorizer } = authorizerLab(() => policy("Allow"), tokenAuthorizer({ ttlSeconds: 0 }));
    await send("GET /dev/tests", TOKEN);
    await send("GET /dev/tests", TOKEN);
    expect(authorizer.events).toHaveLength(2);
  });

  test("D.2 [D] REQUEST: the key is all identity sources together, however they are cut", async () => {
    const source = (name: string) =>
      ({ kind: "querystring", name, expression: `method.request.querystring.${name}` }) as const;
    const request = tokenAuthorizer({ kind: "REQUEST", identitySources: [source("a"), source("b")] });
    const { send, authorizer } = authorizerLab(() => policy("Allow"), request);
    for (const query of ["a=1&b=2", "a=12&b=3", "a=1&b=23", "a=1%22,%222&b=3", "a=1&b=2&c=9"]) {
      expect((await send(`GET /dev/tests?${query}`)).status).toBe(200);
    }
    expect(authorizer.events).toHaveLength(4);
  });

  test("D.2 [D] REQUEST without identity sources is asked every time", async () => {
    const request = tokenAuthorizer({ kind: "REQUEST", identitySources: [], ttlSeconds: 0 });
    const { send, authorizer } = authorizerLab(() => policy("Allow"), request);
    await send("GET /dev/tests");
    await send("GET /dev/tests");
    expect(authorizer.events).toHaveLength(2);
  });

  test("D.2 [D] the context comes from the cached answer too", async () => {
    let calls = 0;
    const { send, backend } = authorizerLab(() => policy("Allow", "*", { context: { call: ++calls } }));
    await send("GET /dev/tests", TOKEN);
    await send("GET /dev/tests", TOKEN);
    const contexts = backend.events.map(
      ({ requestContext }) => (requestContext as { authorizer: object }).authorizer,
    );
    expect(contexts).toMatchObject([{ call: "1" }, { call: "1", integrationLatency: 0 }]);
  });

  test("D.2 [I] 401 and 500 are not cached", async () => {
    const answers = [
      () => {
        throw new Error("Unauthorized");
      },
      () => {
        throw new Error("broken");
      },
      () => ({ wrong: true }),
      () => policy("Allow"),
    ];
    const { send } = authorizerLab(() => answers.shift()?.());
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await send("GET /dev/tests", TOKEN)).status);
    expect(statuses).toEqual([401, 500, 500, 200]);
  });

  test("a cached Deny denies until it ends", async () => {
    const effects: ("Allow" | "Deny")[] = ["Deny", "Allow"];
    const { send, clock } = authorizerLab(() => policy(effects.shift() ?? "Allow"));
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(403);
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(403);
    clock.advance(300_000);
    expect((await send("GET /dev/tests", TOKEN)).status).toBe(200);
  });
});

test("the cache holds a fixed number of answers", () => {
  const cache = new PolicyCache(3);
  const reading = readOutput(JSON.stringify(policy("Allow")), {
    kind: "authorizer",
    address: "a",
    attribute: "b",
    name: "c",
  });
  if (!reading.ok) throw new Error(reading.why);
  for (let index = 0; index < 100; index++) cache.set(String(index), reading.output, 1000);
  expect(cache.size).toBe(3);
  expect(cache.get("99", 0)).toBe(reading.output);
  expect(cache.get("99", 1000)).toBeUndefined();
  expect(cache.size).toBe(2);
});
