import { Sha256 } from "@aws-crypto/sha256-js";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Environment = Readonly<Record<string, string>>;

/** One request as bytes (latin1), by method: the reader's `GET /tests`, with a credential that stays good for minutes. */
export async function requestsOf(
  outputs: Outputs,
  environment: Environment,
): Promise<Record<string, string>> {
  const { iam, "cognito-scopes": cognito, "custom-authorizer": custom } = outputs;
  if (!iam || !cognito || !custom) throw new Error("the lab runs none of our stacks");
  const idp = { id: environment.READER_CLIENT_ID ?? "", secret: environment.READER_CLIENT_SECRET ?? "" };
  const pool = { id: cognito.reader_client_id ?? "", secret: cognito.reader_client_secret ?? "" };
  return {
    "custom authorizer": request(custom.api_url, {
      Authorization: `Bearer ${await token(environment.TOKEN_URL, idp)}`,
    }),
    Cognito: request(cognito.api_url, { Authorization: `Bearer ${await token(cognito.token_url, pool)}` }),
    IAM: request(iam.api_url, await signed(`${iam.api_url}/tests`, iam.reader_role_arn, environment)),
  };
}

function request(apiUrl = "", headers: Readonly<Record<string, string>>): string {
  const { host, pathname } = new URL(apiUrl);
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${pathname}/tests HTTP/1.1\r\n${lines.join("")}\r\n`;
}

async function token(
  url = "",
  { id, secret }: { readonly id: string; readonly secret: string },
): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function signed(
  url: string,
  roleArn: string | undefined,
  environment: Environment,
): Promise<Record<string, string>> {
  const region = environment.AWS_REGION ?? "";
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? "",
  };
  const sts = new STSClient({ region, credentials, endpoint: environment.AWS_ENDPOINT_URL_STS });
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "bench" }),
  );
  const signer = new SignatureV4({
    region,
    service: "execute-api",
    sha256: Sha256,
    credentials: {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    },
  });
  const { host, hostname, port, protocol, pathname } = new URL(url);
  const { headers } = await signer.sign({
    method: "GET",
    hostname,
    port: Number(port),
    protocol,
    path: pathname,
    headers: { host },
    query: {},
  });
  const { host: _, ...rest } = headers;
  return rest;
}
