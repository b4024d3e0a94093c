import { api } from "./support/api.ts";
import { lab, seen } from "./support/gateway.ts";

const statement = (Effect: string, more: object = {}) => ({
  Effect,
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
  ...more,
});
const withPolicy = (Statement: unknown, methods = { "GET /tests": {}, "GET /": {}, "OPTIONS /tests": {} }) =>
  lab(api({ methods, policy: { Version: "2012-10-17", Statement } }));

const denial = (path: string, why: string) => [
  403,
  "AccessDeniedException",
  `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:ap-northeast-2:********9012:abcde12345/dev/${path} ${why}"}`,
];
const IMPLICIT = "because no resource-based policy allows the execute-api:Invoke action";

describe("B a resource policy with an open method", () => {
  test("B.1 [D] explicit Allow required: Allow → the backend is called", async () => {
    expect((await withPolicy(statement("Allow")).send("GET /dev/tests")).status).toBe(200);
  });

  test("B.2 [R] implicit deny, root path printed as GET/", async () => {
    const { send } = withPolicy(statement("Allow", { Resource: "execute-api:/dev/POST/*" }));
    expect(seen(await send("GET /dev/tests"))).toEqual(denial("GET/tests", IMPLICIT));
    expect(seen(await send("GET /dev/"))).toEqual(denial("GET/", IMPLICIT));
  });

  test("B.2 [I] explicit deny", async () => {
    const { send } = withPolicy([
      statement("Allow"),
      statement("Deny", { Resource: "execute-api:/*/GET/tests" }),
    ]);
    expect(seen(await send("GET /dev/tests"))).toEqual(
      denial("GET/tests", "with an explicit deny in a resource-based policy"),
    );
  });

  test("B.2 [R] a denial also hits the OPTIONS preflight", async () => {
    const { send } = withPolicy(statement("Allow", { Resource: "execute-api:/*/GET/*" }));
    expect((await send("OPTIONS /dev/tests")).status).toBe(403);
  });

  test("B.2 [D] Principal AWS on a method without IAM is always the anonymous message", async () => {
    const { send } = withPolicy(statement("Allow", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }));
    expect(seen(await send("GET /dev/tests"))).toEqual(denial("GET/tests", IMPLICIT));
  });

  test.each([
    ["B.3 [D] the shorthand", "execute-api:/dev/GET/tests", 200],
    ["B.3 [D] the shorthand of another stage", "execute-api:/prod/GET/tests", 403],
    ["the ARN", "arn:aws:execute-api:ap-northeast-2:123456789012:abcde12345/*/GET/*", 200],
    ["another region's ARN", "arn:aws:execute-api:us-east-1:123456789012:abcde12345/*", 403],
    ["another account's ARN", "arn:aws:execute-api:ap-northeast-2:999999999999:abcde12345/*", 403],
  ])("%s", async (_, Resource, status) => {
    expect((await withPolicy(statement("Allow", { Resource })).send("GET /dev/tests")).status).toBe(status);
  });

  test.each([
    ["from the address", { IpAddress: { "aws:SourceIp": "127.0.0.2/32" } }, 200],
    ["from another address", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, 403],
    ["not from a list", { NotIpAddress: { "aws:SourceIp": ["127.0.0.2/32"] } }, 403],
    ["by HTTPS, which plain HTTP here stands for", { Bool: { "aws:SecureTransport": "true" } }, 200],
    ["by user agent", { StringLike: { "aws:UserAgent": "Mozilla*" } }, 200],
    ["by referer", { StringLike: { "aws:Referer": "https://a.example/*" } }, 200],
    ["before a time", { DateLessThan: { "aws:CurrentTime": "2024-06-17T14:58:26Z" } }, 200],
    ["after a time", { DateGreaterThan: { "aws:CurrentTime": "2024-06-17T14:58:26Z" } }, 403],
    ["by epoch time", { NumericLessThan: { "aws:EpochTime": "1718636306" } }, 200],
    [
      "by VPC endpoint, which no client here comes through",
      { StringEquals: { "aws:SourceVpce": "vpce-1" } },
      403,
    ],
    ["by an IAM key, absent on a method without IAM", { StringEquals: { "aws:PrincipalArn": "*" } }, 403],
  ])("B.3 [D] condition keys: allowed %s", async (_, Condition, status) => {
    const { send } = withPolicy(statement("Allow", { Condition }));
    const headers = [
      ["User-Agent", "Mozilla/5.0"],
      ["Referer", "https://a.example/x"],
    ] as const;
    expect((await send("GET /dev/tests", { headers, overrides: { sourceIp: "127.0.0.2" } })).status).toBe(
      status,
    );
  });

  test("the record names the policy that does not allow", async () => {
    const { send, decisions } = withPolicy(statement("Allow", { Resource: "execute-api:/dev/POST/*" }));
    await send("GET /dev/tests");
    expect(decisions[0]?.steps.at(-1)).toMatchObject({
      step: "authorize",
      outcome: "stop",
      address: "aws_api_gateway_rest_api_policy.test",
      attribute: "policy",
    });
  });

  test("an encoded path gets around neither Deny nor Allow", async () => {
    const methods = { "GET /{proxy+}": {} };
    const { send } = lab(
      api({
        methods,
        policy: {
          Version: "2012-10-17",
          Statement: [statement("Allow"), statement("Deny", { Resource: "execute-api:/dev/GET/admin*" })],
        },
      }),
    );
    expect((await send("GET /dev/other")).status).toBe(200);
    for (const path of ["admin", "%61dmin", "x/../admin", "x/%2e%2e/admin", "%2561dmin"]) {
      expect((await send(`GET /dev/${path}`)).status).toBe(403);
    }
  });
});

describe("a private API", () => {
  const priv = (Statement: unknown) =>
    lab(api({ api: { endpoint: "PRIVATE" }, policy: { Version: "2012-10-17", Statement } }));

  test("B.3 [D] a policy that asks for a VPC endpoint denies: no client of the lab comes through one", async () => {
    const only = { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };
    const { send } = priv([statement("Allow"), statement("Deny", { Condition: only })]);
    expect((await send("GET /dev/tests")).status).toBe(403);
  });

  test("B.3 [D] aws:SourceIp never matches, aws:VpcSourceIp is the connection's address", async () => {
    const bySourceIp = priv(
      statement("Allow", { Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } }),
    );
    expect((await bySourceIp.send("GET /dev/tests")).status).toBe(403);
    const byVpcSourceIp = priv(
      statement("Allow", { Condition: { IpAddress: { "aws:VpcSourceIp": "127.0.0.0/8" } } }),
    );
    expect((await byVpcSourceIp.send("GET /dev/tests")).status).toBe(200);
  });
});
