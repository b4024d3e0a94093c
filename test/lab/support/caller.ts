import type { CredentialRecord } from "../../../lab/sigv4/types.ts";
import { type Answer, type Call, call } from "./call.ts";
import { signed } from "./sign.ts";

/** An access key, with its session's token where it has one. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How a request is signed. */
export interface SignedCall extends Omit<Call, "headers" | "body"> {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Headers that are added to what was signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly region: string;
  readonly service?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Signs a request as the AWS SDK does, and sends it. */
export async function callSigned(
  url: string,
  key: AccessKey,
  { from, ...wanted }: SignedCall,
): Promise<Answer> {
  const { region, service, at, body, headers, method, unsigned = {} } = wanted;
  const { host, origin, pathname, searchParams } = new URL(url);
  const credential = { ...key, principal: undefined } as unknown as CredentialRecord;
  const request = await signed(
    {
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { host, ...headers },
      ...(method && { method }),
      ...(body && { body }),
    },
    { credential, at, region, ...(service && { service }) },
  );
  const query = request.query === "" ? "" : `?${request.query}`;
  return call(`${origin}${request.path}${query}`, {
    method: request.method,
    headers: beside(Object.fromEntries(request.headers), unsigned),
    body: request.body,
    ...(from && { from }),
  });
}

/** Headers with more of them beside; one that is there already is sent twice. */
function beside(headers: Readonly<Record<string, string>>, more: Readonly<Record<string, string>>) {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const added = Object.entries(more).map(([name, value]) => {
    const there = lower[name.toLowerCase()];
    return [name.toLowerCase(), there === undefined ? value : [there, value]] as const;
  });
  return { ...lower, ...Object.fromEntries(added) };
}

/** Gets a session of a role from the lab's STS. */
export async function assumeRole(
  environment: Readonly<Record<string, string>>,
  roleArn: string,
  at: number,
  parameters: Readonly<Record<string, string>> = {},
): Promise<AccessKey> {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_REGION = "" } = environment;
  const body = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: "tester",
    ...parameters,
  });
  const own = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const answer = await callSigned(`${environment.AWS_ENDPOINT_URL_STS}/`, own, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: body.toString(),
    region: AWS_REGION,
    service: "sts",
    at,
  });
  const text = (element: string) => new RegExp(`<${element}>([^<]+)</${element}>`).exec(answer.body)?.[1];
  const [accessKeyId, secretAccessKey, sessionToken] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map(
    text,
  );
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error(`${answer.status}: ${answer.body}`);
  return { accessKeyId, secretAccessKey, sessionToken };
}
