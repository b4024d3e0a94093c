import { Clock } from "../../../lab/clock.ts";
import { type Answer, seen, UNAUTHORIZED } from "../support/call.ts";
import { callSigned } from "../support/caller.ts";
import { handMadeToken, keysIn } from "../support/hand-made-token.ts";
import {
  apiMethod,
  apiResource,
  ECHO,
  invokePermission,
  lambdaFunction,
  merge,
  policyText,
  restApi,
  stackOf,
  writeStack,
} from "../support/terraform-directory.ts";
import { faults, TestLab } from "../support/test-lab.ts";

/** 127.0.0.0/24 may call, 127.0.0.2 may not, and of the rest of the loopback network nothing is said. */
const RESOURCE_POLICY = policyText(
  {
    Effect: "Allow",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
    Condition: { IpAddress: { "aws:SourceIp": ["127.0.0.0/24"] } },
  },
  {
    Effect: "Deny",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: ["execute-api:/*/*/*"],
    Condition: { IpAddress: { "aws:SourceIp": "127.0.0.2/32" } },
  },
  // Plain HTTP to the lab stands for HTTPS: nobody is denied by this.
  {
    Effect: "Deny",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
);
const [ALLOWED, DENIED, UNSAID] = ["127.0.0.9", "127.0.0.2", "127.9.9.9"];

const resource = merge(
  restApi(),
  apiResource("open", "open"),
  apiResource("signed", "signed"),
  apiResource("other", "other"),
  apiResource("user", "user"),
  apiMethod("GET", "open", { authorization: "NONE" }),
  apiMethod("GET", "signed", { authorization: "AWS_IAM" }),
  apiMethod("GET", "other", { authorization: "AWS_IAM" }),
  apiMethod("GET", "user", {
    authorization: "COGNITO_USER_POOLS",
    authorizer_id: "${aws_api_gateway_authorizer.pool.id}",
  }),
  {
    aws_api_gateway_rest_api_policy: {
      shop: { rest_api_id: "${aws_api_gateway_rest_api.shop.id}", policy: RESOURCE_POLICY },
    },
    aws_api_gateway_authorizer: {
      pool: {
        name: "pool",
        rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
        type: "COGNITO_USER_POOLS",
        provider_arns: ["${aws_cognito_user_pool.people.arn}"],
      },
    },
    aws_cognito_user_pool: { people: { name: "people" } },
    aws_cognito_user_pool_client: {
      web: { name: "web", user_pool_id: "${aws_cognito_user_pool.people.id}", generate_secret: false },
    },
    aws_iam_user: { robot: { name: "robot", path: "/machines/" } },
    aws_iam_access_key: { robot: { user: "${aws_iam_user.robot.name}" } },
    aws_iam_user_policy: {
      robot: {
        name: "call",
        user: "${aws_iam_user.robot.name}",
        policy: policyText({
          Effect: "Allow",
          Action: "execute-api:Invoke",
          Resource: "${aws_api_gateway_rest_api.shop.execution_arn}/v1/GET/signed",
        }),
      },
    },
  },
  lambdaFunction("backend", "main.echo"),
  invokePermission("backend"),
);

const output = {
  url: { value: "${aws_api_gateway_stage.shop.invoke_url}" },
  issuer: { value: "https://${aws_cognito_user_pool.people.endpoint}" },
  client_id: { value: "${aws_cognito_user_pool_client.web.id}" },
  key_id: { value: "${aws_iam_access_key.robot.id}" },
  key_secret: { value: "${aws_iam_access_key.robot.secret}", sensitive: true },
};

describe("one API: an open route, AWS_IAM, a user pool, and a resource policy", () => {
  const clock = new Clock(() => Date.UTC(2026, 3, 1, 12));
  let shop: TestLab;
  beforeAll(async () => {
    shop = await TestLab.start(writeStack(stackOf(resource, { output }), { "backend.zip": ECHO }), { clock });
  });
  afterAll(() => shop.close());
  afterEach(() => expect(faults(shop)).toEqual([]));

  const out = (name: string) => shop.output("shop", name);
  const idToken = (claims: object = {}) => {
    const [key] = keysIn(shop.read("keys/cognito.jwks.json"));
    if (!key) throw new Error("no key");
    const now = clock.now() / 1000;
    return handMadeToken(key, {
      sub: "a1",
      aud: out("client_id"),
      token_use: "id",
      auth_time: now,
      iss: out("issuer"),
      "cognito:username": "ada",
      "cognito:groups": ["admin", "staff"],
      email_verified: true,
      exp: now + 3600,
      iat: now,
      ...claims,
    });
  };
  const robot = () => ({ accessKeyId: out("key_id"), secretAccessKey: out("key_secret") });
  const callers: Record<string, (from: string) => Promise<Answer>> = {
    open: (from) => shop.call("shop", "/open", { from }, "url"),
    signed: (from) =>
      callSigned(`${out("url")}/signed`, robot(), { from, region: "us-east-1", at: clock.now() }),
    other: (from) =>
      callSigned(`${out("url")}/other`, robot(), { from, region: "us-east-1", at: clock.now() }),
    user: (from) => shop.call("shop", "/user", { from, headers: { Authorization: idToken() } }, "url"),
  };

  const resourceArn = (route: string) =>
    `arn:aws:execute-api:us-east-1:********9012:${/execute-api\/([a-z0-9]{10})/.exec(out("url"))?.[1]}/v1/GET/${route}`;
  const refused = (who: string, route: string, why: string) => [
    403,
    "AccessDeniedException",
    `{"Message":"User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${resourceArn(route)} ${why}"}`,
  ];
  const ROBOT = "arn:aws:iam::123456789012:user/machines/robot";
  const EXPLICIT = "with an explicit deny in a resource-based policy";
  const NO_RESOURCE = "because no resource-based policy allows the execute-api:Invoke action";
  const NO_IDENTITY = "because no identity-based policy allows the execute-api:Invoke action";

  test.each([
    ["B.1 [D] NONE: an explicit Allow", "open", ALLOWED],
    ["B.1 [D] Table A: both allow", "signed", ALLOWED],
    ["B.1 [D] Table A: the user's policy allows, the resource policy says nothing", "signed", UNSAID],
    ["B.1 [D] Table A: the user's policy says nothing, the resource policy allows", "other", ALLOWED],
    ["B.1 [D] Cognito: a good token and an explicit Allow", "user", ALLOWED],
  ])("%s → 200", async (_, route, from) => {
    const answer = await callers[route]!(from!);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).requestContext.identity.sourceIp).toBe(from);
  });

  test.each([
    ["B.1 [D] NONE: nothing is said", "open", UNSAID, "anonymous", NO_RESOURCE],
    ["B.1 [D] NONE: an explicit Deny", "open", DENIED, "anonymous", EXPLICIT],
    ["B.1 [D] Table A: the resource policy denies", "signed", DENIED, ROBOT, EXPLICIT],
    ["B.1 [D] Table A: nobody says anything", "other", UNSAID, ROBOT, NO_IDENTITY],
    ["B.1 [D] Cognito: a good token, nothing is said", "user", UNSAID, "anonymous", NO_RESOURCE],
    ["B.1 [D] Cognito: a good token, an explicit Deny", "user", DENIED, "anonymous", EXPLICIT],
  ])("%s → 403", async (_, route, from, who, why) => {
    expect(seen(await callers[route]!(from!))).toEqual(refused(who, route, why));
  });

  test("B.1 [D] Cognito: a bad token is 401 before the resource policy is asked", async () => {
    const answer = await shop.call(
      "shop",
      "/user",
      { from: DENIED!, headers: { Authorization: "x.y.z" } },
      "url",
    );
    expect(seen(answer)).toEqual(UNAUTHORIZED);
  });

  test("C.1 [R] the claims of an ID token as the backend gets them", async () => {
    const { body } = await callers.user!(ALLOWED!);
    expect(JSON.parse(body).requestContext.authorizer).toEqual({
      claims: {
        sub: "a1",
        aud: out("client_id"),
        token_use: "id",
        auth_time: "1775044800",
        iss: out("issuer"),
        "cognito:username": "ada",
        "cognito:groups": "admin,staff",
        email_verified: "true",
        exp: "Wed Apr 01 13:00:00 UTC 2026",
        iat: "Wed Apr 01 12:00:00 UTC 2026",
      },
    });
  });

  test.each([
    ["C [R] an access token, and the method has no scopes", { token_use: "access" }],
    ["C [D] another issuer", { iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other0000" }],
    ["no exp", { exp: undefined }],
  ])("%s → 401", async (_, claims) => {
    const headers = { Authorization: idToken(claims) };
    expect(seen(await shop.call("shop", "/user", { headers }, "url"))).toEqual(UNAUTHORIZED);
  });

  test("C [R] expired → 401 The incoming token has expired", async () => {
    const headers = { Authorization: `Bearer ${idToken({ exp: clock.now() / 1000 })}` };
    const { status, body } = await shop.call("shop", "/user", { headers }, "url");
    expect([status, body]).toEqual([401, '{"message":"The incoming token has expired"}']);
  });

  test("a user's secret key in the outputs signs, another one does not", async () => {
    const wrong = { ...robot(), secretAccessKey: `${robot().secretAccessKey}x` };
    const answer = await callSigned(`${out("url")}/signed`, wrong, { region: "us-east-1", at: clock.now() });
    expect([answer.status, answer.errorType]).toEqual([403, "InvalidSignatureException"]);
  });
});
