import { contextWith } from "../../support/context.ts";

const { region } = contextWith();

/** Credentials of one account, in the environment of Terraform, the SDK and the CLI. */
export type AccountEnvironment = Readonly<Record<string, string>>;

/** Terraform's variables that have no default. */
const VARIABLES = {
  TF_VAR_token_issuer: "https://issuer.example.com/",
  TF_VAR_token_audience: "https://api.example.com",
};

/** An account of a moto, empty until something is put into it: moto takes the account from the credentials. */
export async function account(endpoint: string, id: string): Promise<AccountEnvironment> {
  const nobody = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "none" };
  const RoleArn = `arn:aws:iam::${id}:role/deployer`;
  const answer = await query(nobody, "sts", {
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn,
    RoleSessionName: "test",
  });
  const field = (name: string) => (new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer) ?? [])[1] as string;
  return {
    ...VARIABLES,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: field("AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: field("SecretAccessKey"),
    AWS_SESSION_TOKEN: field("SessionToken"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/**
 * Everything that lies in the account and can stand alone: `<service> <name>`. What belongs to an API, a function, a role
 * or a pool is gone with it.
 */
export async function inventory(environment: AccountEnvironment): Promise<string[]> {
  const lists = await Promise.all([
    get(environment, "apigateway", "/restapis").then(names("item", "name", "apigateway")),
    get(environment, "lambda", "/2015-03-31/functions/").then(names("Functions", "FunctionName", "lambda")),
    json(environment, "logs", "Logs_20140328.DescribeLogGroups", {}).then(
      names("logGroups", "logGroupName", "logs"),
    ),
    json(environment, "cognito-idp", "AWSCognitoIdentityProviderService.ListUserPools", {
      MaxResults: 60,
    }).then(names("UserPools", "Name", "cognito-idp")),
    iam(environment, "ListRoles", "RoleName"),
    iam(environment, "ListPolicies", "PolicyName"),
    loggingRole(environment).then((arn) => (arn ? [`account logging role ${arn}`] : [])),
  ]);
  return lists.flat().sort();
}

/** ARN of the role with which API Gateway writes this account's logs, if one is set. */
export async function loggingRole(environment: AccountEnvironment): Promise<string | undefined> {
  const { cloudwatchRoleArn } = (await get(environment, "apigateway", "/account")) as {
    cloudwatchRoleArn?: string;
  };
  return cloudwatchRoleArn || undefined;
}

export async function setLoggingRole(environment: AccountEnvironment, arn: string): Promise<void> {
  const patchOperations = [{ op: "replace", path: "/cloudwatchRoleArn", value: arn }];
  await send(environment, "apigateway", "/account", {
    method: "PATCH",
    body: JSON.stringify({ patchOperations }),
  });
}

export async function createRole(environment: AccountEnvironment, path: string, name: string): Promise<void> {
  await query(environment, "iam", {
    Action: "CreateRole",
    Version: "2010-05-08",
    Path: path,
    RoleName: name,
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
  });
}

/** A bucket of the account. */
export function bucket(environment: AccountEnvironment, name: string) {
  const request = (path: string, init: Parameters<typeof exchange>[3]) =>
    exchange(environment, "s3", `/${name}${path}`, init);
  return {
    create: () => request("", { method: "PUT", body: locationOf(region) }),
    put: (key: string, body: string) => request(`/${key}`, { method: "PUT", body }),
    head: async (key: string) => (await request(`/${key}`, { method: "HEAD" })).headers,
    list: async () =>
      [...(await (await request("?list-type=2", {})).text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(
        ([, key]) => key,
      ),
  };
}

const locationOf = (location: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${location}</LocationConstraint></CreateBucketConfiguration>`;

const names =
  (list: string, name: string, service: string) =>
  (answer: unknown): string[] =>
    ((answer as Record<string, Record<string, string>[]>)[list] ?? []).map(
      (item) => `${service} ${item[name]}`,
    );

async function iam(environment: AccountEnvironment, action: string, element: string): Promise<string[]> {
  const answer = await query(environment, "iam", { Action: action, Version: "2010-05-08", Scope: "Local" });
  return [...answer.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, "g"))].map(
    ([, name]) => `iam ${name}`,
  );
}

const get = async (environment: AccountEnvironment, service: string, path: string): Promise<unknown> =>
  JSON.parse(await send(environment, service, path, {}));

const json = async (
  environment: AccountEnvironment,
  service: string,
  target: string,
  body: object,
): Promise<unknown> =>
  JSON.parse(
    await send(environment, service, "/", {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(body),
    }),
  );

const query = (
  environment: AccountEnvironment,
  service: string,
  parameters: Record<string, string>,
): Promise<string> =>
  send(environment, service, "/", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  });

const send = async (...request: Parameters<typeof exchange>): Promise<string> =>
  (await exchange(...request)).text();

/** moto reads account, region and service out of the signature's scope, and checks no signature. */
async function exchange(
  environment: AccountEnvironment,
  service: string,
  path: string,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string },
): Promise<Response> {
  const scope = `${environment.AWS_ACCESS_KEY_ID}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(`${environment.AWS_ENDPOINT_URL}${path}`, {
    ...init,
    headers: {
      ...init.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
  });
  if (!response.ok) throw new Error(`${service} ${path}: ${response.status} ${await response.text()}`);
  return response;
}
