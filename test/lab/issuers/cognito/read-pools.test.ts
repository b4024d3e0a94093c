import { readUserPools } from "../../../../lab/issuers/cognito/read-pools.ts";
import { describeProblem, Problems } from "../../../../terraform/errors.ts";
import { changed, deployment, POOL_ARN, POOL_ID, RESOURCES, URLS } from "../support/deployment.ts";

type Resources = Parameters<typeof deployment>[0];

function read(...resources: readonly Resources[]) {
  const problems = new Problems();
  const deployments = resources.map((one, index) => deployment(one, index === 0 ? "first" : "second"));
  return { pools: readUserPools(deployments, URLS, problems), problems: problems.all.map(describeProblem) };
}

describe("readUserPools", () => {
  test("reads a pool with its domain, scopes and app clients", () => {
    const { pools, problems } = read(RESOURCES);
    expect(problems).toEqual([]);
    expect(pools).toHaveLength(1);
    const { clients, ...pool } = pools[0]!;
    expect(pool).toEqual({
      address: "aws_cognito_user_pool.pool",
      stack: "first",
      id: POOL_ID,
      arn: POOL_ARN,
      region: "ap-northeast-2",
      issuer: `http://127.0.0.1:4566/cognito-idp/${POOL_ID}`,
      domains: [
        {
          address: "aws_cognito_user_pool_domain.domain",
          domain: "three-ways",
          url: "http://127.0.0.1:4566/auth/three-ways",
        },
      ],
      resourceServerScopes: ["com.test.test/test.read", "com.test.test/test.write"],
    });
    expect([...clients.values()]).toEqual([
      {
        address: "aws_cognito_user_pool_client.reader",
        id: "1reader0000000000000000000",
        secret: "readersecret0000000000000000000000000000000000000000",
        oauthEnabled: true,
        flows: ["client_credentials"],
        scopes: ["com.test.test/test.read"],
        accessTokenSeconds: 3_600,
      },
      expect.objectContaining({ id: "1writer0000000000000000000", accessTokenSeconds: 1_800 }),
    ]);
  });

  test("a deployment without user pools has none", () => {
    expect(read({})).toEqual({ pools: [], problems: [] });
  });

  test("a client without generate_secret is public, without OAuth flows", () => {
    const { pools, problems } = read({
      "aws_cognito_user_pool.pool": { id: POOL_ID, arn: POOL_ARN },
      "aws_cognito_user_pool_client.app": { id: "app", user_pool_id: POOL_ID },
    });
    expect(problems).toEqual([]);
    expect(pools[0]?.clients.get("app")).toMatchObject({
      secret: undefined,
      oauthEnabled: false,
      flows: [],
      scopes: [],
    });
  });
});

describe("the lifetime of access tokens", () => {
  const units = (access_token: string) => [{ access_token }];
  test.each([
    ["an hour by default", {}, 3_600],
    ["hours by default", { access_token_validity: 2 }, 7_200],
    ["zero counts as not set", { access_token_validity: 0 }, 3_600],
    ["a unit without a value", { token_validity_units: units("minutes") }, 3_600],
    [
      "units for other tokens alone",
      { access_token_validity: 1, token_validity_units: [{ id_token: "days" }] },
      3_600,
    ],
    ["seconds", { access_token_validity: 300, token_validity_units: units("seconds") }, 300],
    ["minutes", { access_token_validity: 5, token_validity_units: units("minutes") }, 300],
    ["days", { access_token_validity: 1, token_validity_units: units("days") }, 86_400],
  ])("%s", (_what, attributes, seconds) => {
    const { pools, problems } = read(changed("aws_cognito_user_pool_client.reader", attributes));
    expect(problems).toEqual([]);
    expect(pools[0]?.clients.get("1reader0000000000000000000")?.accessTokenSeconds).toBe(seconds);
  });
});

describe("refused, with address, attribute and reason", () => {
  const POOL = "aws_cognito_user_pool.pool";
  const CLIENT = "aws_cognito_user_pool_client.reader";
  test.each<[string, Resources, string]>([
    [
      "a trigger before tokens are made",
      changed(POOL, { lambda_config: [{ pre_token_generation: "arn:aws:lambda:x" }] }),
      `${POOL}: lambda_config.pre_token_generation: changes the claims and scopes of tokens, and the lab does not run it`,
    ],
    [
      "the same trigger with a version",
      changed(POOL, {
        lambda_config: [{ pre_token_generation_config: [{ lambda_arn: "x", lambda_version: "V3_0" }] }],
      }),
      `${POOL}: lambda_config.pre_token_generation_config: changes the claims and scopes of tokens, and the lab does not run it`,
    ],
    [
      "a domain of a pool that is not here",
      changed("aws_cognito_user_pool_domain.domain", { user_pool_id: "ap-northeast-2_other" }),
      'aws_cognito_user_pool_domain.domain: user_pool_id: "ap-northeast-2_other" is not a user pool of this stack, and the lab runs no other',
    ],
    [
      "a client whose pool cannot be told",
      changed(CLIENT, { user_pool_id: undefined }),
      `${CLIENT}: user_pool_id: must be a string`,
    ],
    [
      "client_credentials beside another flow (recorded at apply)",
      changed(CLIENT, { allowed_oauth_flows: ["client_credentials", "code"] }),
      `${CLIENT}: allowed_oauth_flows: client_credentials cannot stand beside another flow`,
    ],
    [
      "client_credentials without a secret (recorded at apply)",
      changed(CLIENT, { generate_secret: false }),
      `${CLIENT}: generate_secret: must be true for client_credentials`,
    ],
    [
      "client_credentials with a scope for users (recorded at apply)",
      changed(CLIENT, { allowed_oauth_scopes: ["openid"] }),
      `${CLIENT}: allowed_oauth_scopes: "openid" is for users, not for client_credentials`,
    ],
    [
      "a flow that there is not",
      changed(CLIENT, { allowed_oauth_flows: ["password"] }),
      `${CLIENT}: allowed_oauth_flows: "password" must be one of client_credentials, code, implicit`,
    ],
    [
      "a scope of no resource server",
      changed(CLIENT, { allowed_oauth_scopes: ["com.test.test/test.delete"] }),
      `${CLIENT}: allowed_oauth_scopes: "com.test.test/test.delete" is a scope of no resource server of this pool`,
    ],
    [
      "a lifetime that is too short",
      changed(CLIENT, { access_token_validity: 299, token_validity_units: [{ access_token: "seconds" }] }),
      `${CLIENT}: access_token_validity: must be from 5 minutes to 1 day, not 299 seconds`,
    ],
    [
      "a lifetime that is too long",
      changed(CLIENT, { access_token_validity: 25 }),
      `${CLIENT}: access_token_validity: must be from 5 minutes to 1 day, not 90000 seconds`,
    ],
    [
      "an unknown unit",
      changed(CLIENT, { access_token_validity: 1, token_validity_units: [{ access_token: "weeks" }] }),
      `${CLIENT}: token_validity_units: "weeks" must be one of seconds, minutes, hours, days`,
    ],
    [
      "an attribute of another type",
      changed(CLIENT, { allowed_oauth_scopes: "com.test.test/test.read" }),
      `${CLIENT}: allowed_oauth_scopes: must be a list`,
    ],
  ])("%s", (_what, resources, problem) => {
    expect(read(resources).problems).toEqual([problem]);
  });

  test("a client that cannot be read is not there", () => {
    const { pools } = read(changed(CLIENT, { allowed_oauth_scopes: "com.test.test/test.read" }));
    expect([...(pools[0]?.clients.keys() ?? [])]).toEqual(["1writer0000000000000000000"]);
  });

  test("one domain for two pools", () => {
    const second = changed(POOL, { id: POOL_ID, arn: POOL_ARN });
    expect(read(RESOURCES, second).problems).toEqual([
      'aws_cognito_user_pool_domain.domain: domain: "three-ways" is already the domain of aws_cognito_user_pool_domain.domain in stack first',
    ]);
  });

  test("everything at once", () => {
    const resources = {
      ...changed(CLIENT, { generate_secret: false, allowed_oauth_flows: ["client_credentials", "implicit"] }),
      [POOL]: { ...RESOURCES[POOL], lambda_config: [{ pre_token_generation: "x" }] },
    };
    expect(read(resources).problems).toHaveLength(3);
  });

  test("triggers of a user's sign-in are none of these", () => {
    const resources = changed(POOL, { lambda_config: [{ pre_sign_up: "x", post_confirmation: "y" }] });
    expect(read(resources).problems).toEqual([]);
  });
});
