import { ACCOUNT, API_ARN } from "../gateway/support/api.ts";
import { seen } from "../gateway/support/gateway.ts";
import { iamLab, invoke, policy, principal, ROLE_ARN, SESSION_ARN } from "./support.ts";

const GET = { path: "/dev/tests" };
const MASKED = "arn:aws:execute-api:ap-northeast-2:********9012:abcde12345/dev/GET/tests";
const denial = (why: string, who = SESSION_ARN) => [
  403,
  "AccessDeniedException",
  `{"Message":"User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${MASKED} ${why}"}`,
];

describe("A.3 authenticated but not authorized", () => {
  test("A.3 [R] no policy allows → the caller in full, the resource's account masked", async () => {
    const { sendSigned, backend, decisions } = iamLab({
      policies: [policy(invoke(`${API_ARN}/dev/POST/tests`))],
    });
    expect(seen(await sendSigned(GET))).toEqual(
      denial("because no identity-based policy allows the execute-api:Invoke action"),
    );
    expect(backend.events).toHaveLength(0);
    expect(decisions[0]?.steps.at(-1)).toMatchObject({
      why: `no statement of the caller's policies allows ${API_ARN}/dev/GET/tests`,
      address: "aws_iam_role.reader",
    });
  });

  test("A.3 [I] explicit deny", async () => {
    const { sendSigned } = iamLab({ policies: [policy(invoke()), policy(invoke("*", { Effect: "Deny" }))] });
    expect(seen(await sendSigned(GET))).toEqual(denial("with an explicit deny in an identity-based policy"));
  });

  test("A.3 [D] session policy", async () => {
    const who = principal({ sessionPolicies: [policy(invoke(`${API_ARN}/dev/POST/*`), "session")] });
    expect(seen(await iamLab({ who }).sendSigned(GET))).toEqual(
      denial("because no session policy allows the execute-api:Invoke action"),
    );
  });

  test("A.3 [D] permissions boundary", async () => {
    const boundary = policy(invoke(`${API_ARN}/dev/POST/*`), "boundary");
    expect(seen(await iamLab({ boundary }).sendSigned(GET))).toEqual(
      denial("because no permissions boundary allows the execute-api:Invoke action"),
    );
  });

  test("the record names the statement, its resource and the caller", async () => {
    const deny = policy(invoke("*", { Effect: "Deny", Sid: "NoOne" }));
    const { sendSigned, decisions, refusals } = iamLab({ policies: [policy(invoke()), deny] });
    await sendSigned(GET);
    expect(decisions[0]).toMatchObject({
      caller: SESSION_ARN,
      route: "/tests",
      responseType: "ACCESS_DENIED",
      steps: [
        { step: "parse" },
        { step: "route" },
        { step: "authenticate", outcome: "pass", address: "aws_iam_role.reader" },
        {
          step: "authorize",
          outcome: "stop",
          address: "aws_iam_role_policy.identity",
          attribute: "policy",
          statement: { sid: "NoOne", effect: "Deny", index: 0 },
        },
      ],
    });
    expect(refusals[0]).toContain("statement NoOne");
  });
});

describe("G the ARN that policies see", () => {
  test.each([
    ["G [D+R] the concrete path, not the template", `${API_ARN}/dev/GET/items/a1b2`, "/dev/items/a1b2", 200],
    ["G [R] a literal {id} never matches", `${API_ARN}/dev/GET/items/{id}`, "/dev/items/a1b2", 403],
    ["G [R] * matches the empty string and slashes", `${API_ARN}/dev/*`, "/dev/items/a1b2", 200],
    ["G [R] an extra segment fails", `${API_ARN}/dev/*/GET/tests`, "/dev/tests", 403],
    ["G [D] ? is one character", `${API_ARN}/dev/GET/items/a?b2`, "/dev/items/a1b2", 200],
    ["G [D/I] ARNs are case-sensitive", `${API_ARN}/dev/GET/TESTS`, "/dev/tests", 403],
    [
      "G [D] another API's ARN",
      `arn:aws:execute-api:ap-northeast-2:${ACCOUNT}:zzzzz12345/dev/GET/tests`,
      "/dev/tests",
      403,
    ],
    ["G [R] a colon in the path", `${API_ARN}/dev/GET/items/*`, "/dev/items/a:b", 200],
    ["E [R] a trailing slash does not matter", `${API_ARN}/dev/GET/tests`, "/dev/tests/", 200],
  ])("%s", async (_, resource, path, status) => {
    expect((await iamLab({ policies: [policy(invoke(resource))] }).sendSigned({ path })).status).toBe(status);
  });

  test("a percent-encoded slash does not get around a deny, however often it is encoded", async () => {
    const statements = [
      invoke(`${API_ARN}/dev/GET/items/*`),
      invoke(`${API_ARN}/dev/GET/items/*/secrets`, { Effect: "Deny" }),
    ];
    const { sendSigned } = iamLab({ policies: statements.map((statement) => policy(statement)) });
    expect((await sendSigned({ path: "/dev/items/1" })).status).toBe(200);
    for (const path of [
      "/dev/items/1%2Fsecrets",
      "/dev/items/1%252fsecrets",
      "/dev/items/1%2F%2e%2Fsecrets",
    ]) {
      expect((await sendSigned({ path })).status).toBe(403);
    }
  });

  test("a percent-encoded path is not allowed by what allows its decoded form alone", async () => {
    const { sendSigned } = iamLab({ policies: [policy(invoke(`${API_ARN}/dev/GET/items/a`))] });
    expect((await sendSigned({ path: "/dev/items/%61" })).status).toBe(403);
  });
});

describe("B.1 with a resource policy", () => {
  const everyone = { Version: "2012-10-17" };
  const rule = (Effect: string, Principal: unknown = "*", Resource = "execute-api:/*") => ({
    policy: { ...everyone, Statement: { Effect, Principal, Action: "execute-api:Invoke", Resource } },
  });
  const neither = rule("Allow", "*", "execute-api:/dev/PUT/*");
  const allows = [policy(invoke())];
  const silent = [policy(invoke(`${API_ARN}/dev/POST/*`))];
  const denies = [policy(invoke("*", { Effect: "Deny" }))];

  test.each([
    ["Allow", "Allow", allows, rule("Allow"), 200],
    ["Allow", "neither", allows, neither, 200],
    ["Allow", "Deny", allows, rule("Deny"), 403],
    ["neither", "Allow", silent, rule("Allow"), 200],
    ["neither", "neither", silent, neither, 403],
    ["neither", "Deny", silent, rule("Deny"), 403],
    ["Deny", "Allow", denies, rule("Allow"), 403],
    ["Deny", "neither", denies, neither, 403],
    ["Deny", "Deny", denies, rule("Deny"), 403],
  ])(
    "B.1 [D] Table A, same account: IAM %s, resource policy %s",
    async (_, __, policies, overrides, status) => {
      expect((await iamLab({ policies, api: overrides }).sendSigned(GET)).status).toBe(status);
    },
  );

  test.each([
    ["Allow", "Allow", allows, rule("Allow"), 200],
    ["Allow", "neither", allows, neither, 403],
    ["Allow", "Deny", allows, rule("Deny"), 403],
    ["neither", "Allow", silent, rule("Allow"), 403],
    ["neither", "neither", silent, neither, 403],
    ["neither", "Deny", silent, rule("Deny"), 403],
    ["Deny", "Allow", denies, rule("Allow"), 403],
    ["Deny", "neither", denies, neither, 403],
    ["Deny", "Deny", denies, rule("Deny"), 403],
  ])(
    "B.1 [D] Table B, cross account: IAM %s, resource policy %s",
    async (_, __, policies, overrides, status) => {
      const who = principal({
        accountId: "999999999999",
        arn: "arn:aws:sts::999999999999:assumed-role/reader/alice",
        roleArn: "arn:aws:iam::999999999999:role/reader",
      });
      expect((await iamLab({ who, policies, api: overrides }).sendSigned(GET)).status).toBe(status);
    },
  );

  test("a resource policy may name the role, and deny by the caller's own keys (B.3 [D])", async () => {
    const named = rule("Allow", { AWS: ROLE_ARN });
    expect((await iamLab({ policies: silent, api: named }).sendSigned(GET)).status).toBe(200);
    const Condition = { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/other" } };
    const Statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition,
    };
    const denied = { policy: { ...everyone, Statement } };
    expect((await iamLab({ api: denied }).sendSigned(GET)).status).toBe(403);
  });

  test("B.1 [D] authenticate first: an unsigned request is Missing Authentication Token, not denied", async () => {
    const answer = await iamLab({ api: rule("Deny") }).send("GET /dev/tests");
    expect(seen(answer)[1]).toBe("MissingAuthenticationTokenException");
  });
});
